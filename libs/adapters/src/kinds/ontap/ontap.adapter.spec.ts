import { fileURLToPath } from 'node:url';

import { type BackendErrorDetails, type ListedPage, type Login, Secret, systemClock } from '@gateway/core';
import { makeCertificate } from '@gateway/testing/certificate';
import { wholeListing } from '@gateway/testing/whole-listing';

import { describeAdapterContract } from '../../testing/adapter-contract.js';
import { ignorePage } from '../../testing/contract-subject.js';
import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../../testing/local-backend.js';
import { OntapAdapter } from './ontap.adapter.js';

const FIRST = '6a1b5c2e-7f0d-11ee-8c5a-005056bb0001';
const SECOND = '6a1b5c2e-7f0d-11ee-8c5a-005056bb0002';

describeAdapterContract({
  create: (options) => new OntapAdapter(options),
  basePath: '/api',
  login: 'basic',
  fixtures: fileURLToPath(new URL('./fixtures/', import.meta.url)),
  dialect: {
    ids: [FIRST, SECOND],
    idField: 'uuid',
    record: (id) => ({
      uuid: id,
      description: 'POST /api/storage/volumes',
      state: 'success',
      message: 'Complete: Successful',
      code: 0,
      start_time: '2026-01-15T03:58:00-08:00',
      end_time: '2026-01-15T03:59:00-08:00',
      svm: { name: 'svm1', uuid: '02c9e252-41be-11e9-81d5-00a0986138f7' },
      node: { name: 'node1' },
      error: { message: 'entry exists', code: '4', arguments: [{ code: '1', message: 'x' }] },
    }),
    serve: (records, { path }) => {
      const id = /^\/api\/cluster\/jobs\/([^?]*)/.exec(path)?.[1];
      if (id === undefined) return { records, num_records: records.length };
      return records.find((record) => (record as { uuid?: unknown } | null)?.uuid === id) ?? {};
    },
    endlessPage: ({ path }) => {
      const start = Number(new URL(path, 'http://localhost').searchParams.get('start.index') ?? 0);
      const records = Array.from({ length: 5_000 }, (_, at) => ({
        uuid: `6a1b5c2e-7f0d-11ee-8c5a-${String(start + at).padStart(12, '0')}`,
        state: 'running',
      }));
      return { records, _links: { next: { href: `/api/cluster/jobs?start.index=${start + 5_000}` } } };
    },
    error: (message) => ({ error: { message, code: '65541' } }),
  },
});

/** Runs a test with a server that responds like this and an adapter for it; closes both. */
async function withOntap(
  respond: Responder,
  test: (adapter: OntapAdapter, backend: LocalBackend) => Promise<void>,
  login: Login = { type: 'basic', username: 'gateway', password: new Secret('secret') },
  tls?: { readonly cert: string; readonly key: string },
): Promise<void> {
  const backend = await startLocalBackend(respond, tls && { ...tls, ca: tls.cert, requestCert: true });
  const trust = { insecure: false, ...(tls && { ca: tls.cert }) };
  const quiet = (): void => undefined;
  const adapter = new OntapAdapter({
    connection: { url: backend.origin, basePath: '/api', login, tls: trust },
    clock: systemClock,
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  try {
    await test(adapter, backend);
  } finally {
    await adapter.close();
    await backend.close();
  }
}

function signal(): AbortSignal {
  return AbortSignal.timeout(4_000);
}

describe('an action that ONTAP refuses', () => {
  describe.each([200, 400, 409, 500, 503])('with status %i', (status) => {
    it.each<[string | number, string, BackendErrorDetails]>([
      ['458762', 'refused', { refusal: 'conflict' }],
      ['458771', 'refused', { refusal: 'conflict' }],
      ['458776', 'refused', { refusal: 'conflict' }],
      [458776, 'refused', { refusal: 'conflict' }],
      ['458783', 'refused', { refusal: 'unsupported' }],
      ['458784', 'refused', { refusal: 'unsupported' }],
      ['458773', 'throttled', {}],
      ['459753', 'failed', {}],
      ['4', 'refused', { refusal: 'gone' }],
      ['6', 'refused', { refusal: 'forbidden' }],
    ])('and code %j is mapped by the code', async (code, expected, details) => {
      await withOntap(
        (_request, response) => sendJson(response, status, { error: { code, message: 'no' } }),
        async (adapter) => {
          await expect(adapter.act(FIRST, 'cancel', signal())).rejects.toMatchObject({
            code: expected,
            details: { ...details, status, backendCode: String(code) },
          });
        },
      );
    });
  });

  it.each([
    [200, 'failed'],
    [400, 'failed'],
    [401, 'unauthorized'],
    [403, 'refused'],
    [404, 'refused'],
    [429, 'throttled'],
    [500, 'failed'],
    [502, 'failed'],
    [503, 'throttled'],
  ])('with status %i and an unknown code is %s', async (status, expected) => {
    await withOntap(
      (_request, response) => sendJson(response, status, { error: { code: '1', message: 'no' } }),
      async (adapter) => {
        await expect(adapter.act(FIRST, 'pause', signal())).rejects.toMatchObject({ code: expected });
      },
    );
  });
});

describe('a page whose text has not changed', () => {
  it('has the same fingerprint and need not be parsed; a changed page has another one', async () => {
    let message = 'at first';
    await withOntap(
      (_request, response) => sendJson(response, 200, { records: [{ uuid: FIRST, state: 'running', message }] }),
      async (adapter) => {
        const pages: ListedPage[] = [];
        const poll = (): Promise<unknown> => adapter.poll(undefined, signal(), async (page) => void pages.push(page));
        await poll();
        await poll();
        message = 'later';
        await poll();
        expect(pages[1]?.fingerprint).toBe(pages[0]?.fingerprint);
        expect(pages[2]?.fingerprint).not.toBe(pages[0]?.fingerprint);
        expect(await Promise.all(pages.map((page) => page.jobs()))).toMatchObject(
          ['at first', 'at first', 'later'].map((text) => [{ native_id: FIRST, message: text }]),
        );
      },
    );
  });
});

describe('a listing whose signal aborts', () => {
  it('is incomplete, with the jobs read so far', async () => {
    const abort = new AbortController();
    await withOntap(
      ({ path }, response) => {
        if (path.includes('start.uuid')) return abort.abort();
        const _links = { next: { href: '/api/cluster/jobs?start.uuid=2' } };
        sendJson(response, 200, { records: [{ uuid: FIRST, state: 'queued' }], num_records: 1, _links });
      },
      async (adapter) => {
        const result = await wholeListing((onPage) => adapter.poll(undefined, abort.signal, onPage));
        expect(result).toMatchObject({ jobs: [{ native_id: FIRST }], complete: false });
      },
    );
  });
});

describe('a page that claims more records than it has', () => {
  it.each([
    [2, false],
    [1, true],
    [0, true],
    ['2', true],
  ])('is incomplete if it claims %p of one', async (claimed, complete) => {
    await withOntap(
      (_request, response) =>
        sendJson(response, 200, { records: [{ uuid: FIRST, state: 'queued' }], num_records: claimed }),
      async (adapter) => {
        const result = await wholeListing((onPage) => adapter.poll(undefined, signal(), onPage));
        expect(result).toMatchObject({ jobs: [{ native_id: FIRST }], complete });
      },
    );
  });

  it('is incomplete if it is empty', async () => {
    await withOntap(
      (_request, response) => sendJson(response, 200, { num_records: 3, records: [] }),
      async (adapter) => expect(await adapter.poll(undefined, signal(), ignorePage)).toMatchObject({ complete: false }),
    );
  });
});

describe('a listing with large jobs', () => {
  const idOf = (number: number): string => `6a1b5c2e-7f0d-11ee-8c5a-${String(number).padStart(12, '0')}`;
  const FIELDS = /[?&]fields=([^&]*)/;

  /** A cluster whose pages continue after an id, as ONTAP's do. `bytesOf` is the length of a job's message. */
  function cluster(count: number, bytesOf: (number: number) => number): Responder {
    return ({ path }, response) => {
      const query = new URL(path, 'http://localhost').searchParams;
      const start = Number(query.get('start.uuid')?.slice(-12) ?? -1) + 1;
      const end = Math.min(count, start + Number(query.get('max_records')));
      const isWhole = query.get('fields') !== 'uuid';
      const records = Array.from({ length: end - start }, (_, at) => {
        const uuid = idOf(start + at);
        return isWhole ? { uuid, state: 'running', message: 'm'.repeat(bytesOf(start + at)) } : { uuid };
      });
      const rest = path.slice(path.indexOf('?') + 1).replace(/start\.uuid=[^&]*&/, '');
      const next = { next: { href: `/api/cluster/jobs?start.uuid=${idOf(end - 1)}&${rest}` } };
      sendJson(response, 200, { records, num_records: records.length, ...(end < count && { _links: next }) });
    };
  }

  it('is read in smaller pages, which the next poll requests at once', async () => {
    await withOntap(
      cluster(950, () => 6_000),
      async (adapter, backend) => {
        for (const [requests, first] of [
          [3, 'max_records=1000'],
          [2, 'max_records=500'],
        ] as const) {
          const before = backend.requests.length;
          const result = await wholeListing((onPage) => adapter.poll(undefined, signal(), onPage));
          expect([result.complete, result.jobs.length]).toEqual([true, 950]);
          expect(backend.requests.length - before).toBe(requests);
          expect(backend.requests[before]?.path).toContain(first);
        }
      },
    );
  });

  it.each([0, 7, 39])('is read without job %i, which is too large by itself', async (large) => {
    await withOntap(
      cluster(40, (number) => (number === large ? 6_000_000 : 10)),
      async (adapter, backend) => {
        const result = await wholeListing((onPage) => adapter.poll(undefined, signal(), onPage));
        expect(result).toMatchObject({ complete: true, skipped: 1 });
        expect(result.jobs.map(({ native_id }) => native_id)).toEqual(
          Array.from({ length: 40 }, (_, at) => idOf(at)).filter((id) => id !== idOf(large)),
        );
        const asked = new Set(backend.requests.map(({ path }) => FIELDS.exec(path)?.[1]));
        expect(asked.size).toBe(2);
        expect(asked).toContain('uuid');
      },
    );
  });

  it('requests the usual pages after a job that is too large, also in the next poll', async () => {
    await withOntap(
      cluster(2_500, (number) => (number === 2_499 ? 6_000_000 : 10)),
      async (adapter, backend) => {
        for (let times = 0; times < 2; times += 1) {
          const before = backend.requests.length;
          const result = await wholeListing((onPage) => adapter.poll(undefined, signal(), onPage));
          expect([result.complete, result.skipped, result.jobs.length]).toEqual([true, 1, 2_499]);
          expect(backend.requests[before]?.path).toContain('max_records=1000');
          expect(backend.requests.length - before).toBeLessThan(25);
        }
      },
    );
  });

  it('fails if ONTAP ignores the page size, or has no page where a job is too large', async () => {
    for (const ids of [[FIRST, SECOND], []]) {
      await withOntap(
        ({ path }, response) => {
          const isWhole = !path.includes('fields=uuid&');
          const records = isWhole ? [{ uuid: FIRST, message: 'm'.repeat(6_000_000) }] : ids.map((uuid) => ({ uuid }));
          sendJson(response, 200, { records, num_records: records.length });
        },
        async (adapter) =>
          expect(adapter.poll(undefined, signal(), ignorePage)).rejects.toMatchObject({ code: 'malformed' }),
      );
    }
  });

  it('fails if a page of ids is too long as well', async () => {
    await withOntap(
      (_request, response) => sendJson(response, 200, { records: ['x'.repeat(6_000_000)], num_records: 1 }),
      async (adapter) =>
        expect(adapter.poll(undefined, signal(), ignorePage)).rejects.toMatchObject({ code: 'malformed' }),
    );
  });
});

describe('a login', () => {
  const nothing: Responder = (_request, response) => sendJson(response, 200, { records: [], num_records: 0 });

  it('can be a token', async () => {
    await withOntap(
      nothing,
      async (adapter, backend) => {
        await adapter.poll(undefined, signal(), ignorePage);
        expect(backend.requests[0]?.headers.authorization).toBe('Bearer token');
      },
      { type: 'bearer', token: new Secret('token') },
    );
  });

  it('can be a client certificate', async () => {
    const { cert, key } = await makeCertificate('gateway');
    await withOntap(
      nothing,
      async (adapter, backend) => {
        await adapter.poll(undefined, signal(), ignorePage);
        expect(backend.requests[0]?.headers.authorization).toBeUndefined();
      },
      { type: 'certificate', cert, key: new Secret(key) },
      { cert, key },
    );
  });
});
