/** The contract of records and connections: valid and invalid records, lookups by id, `close`. */
import { type Adapter, type OnPage, type PollResult } from '@gateway/core';
import { type WholeListing, wholeListing } from '@gateway/testing/whole-listing';

import {
  type AdapterContract,
  errorOf,
  FIXED_NOW,
  testDeadline,
  URL_ALTERING_IDS,
  withAdapter,
} from './contract-subject.js';
import { type LocalBackend, type ReceivedRequest, sendJson, startLocalBackend } from './local-backend.js';
import { plantedAuthorization } from './planted-login.js';
import { expectWellFormedJob } from './well-formed-job.js';

/** Declares the tests of poll and get with a working backend. */
export function describeRecords(contract: AdapterContract): void {
  const { dialect } = contract;
  const [first, second] = dialect.ids;

  /** A backend that has these records; the array may change between requests. */
  function serving(records: readonly unknown[]): Promise<LocalBackend> {
    return startLocalBackend((request, response) => {
      response.setHeader('date', new Date(FIXED_NOW + 30_000).toUTCString());
      sendJson(response, 200, dialect.serve(records, request));
    });
  }

  function poll(adapter: Adapter, cursor?: string): Promise<WholeListing> {
    return wholeListing((onPage) => adapter.poll(cursor, testDeadline(), onPage));
  }

  describe('records', () => {
    it('are listed completely, whatever was polled before', async () => {
      const backend = await serving([dialect.record(first), dialect.record(second)]);
      await withAdapter(contract, backend, async (adapter) => {
        const polled = await poll(adapter);
        await poll(adapter, polled.cursor);
        const listed = await wholeListing((onPage) => adapter.list(0, testDeadline(), onPage));
        expect(listed).toMatchObject({ complete: true, skipped: 0, form: polled.form });
        expect(listed.jobs).toEqual(polled.jobs);
      });
    });

    it('are all polled, with the login and the clock offset', async () => {
      const backend = await serving([dialect.record(first), dialect.record(second)]);
      await withAdapter(contract, backend, async (adapter) => {
        const result = await poll(adapter);
        expect(result).toMatchObject({ complete: true, skipped: 0, clockOffsetMs: 30_500 });
        expect(result.jobs.map((job) => job.native_id).sort()).toEqual([first, second].sort());
        expect(result.jobs.map((job) => job.state)).toEqual(['success', 'success']);
        result.jobs.forEach(expectWellFormedJob);
        for (const request of backend.requests) {
          expect(request.headers.authorization).toBe(plantedAuthorization(contract.login));
        }
      });
    });

    it('can be none', async () => {
      const backend = await serving([]);
      await withAdapter(contract, backend, async (adapter) => {
        expect(await poll(adapter)).toMatchObject({ jobs: [], complete: true, skipped: 0 });
      });
    });

    it('are the same in a lookup and in the listing', async () => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        const { jobs } = await poll(adapter);
        const job = await adapter.get(first, testDeadline());
        expect([job]).toEqual(jobs);
      });
    });

    it.each([null, 7, 'text', true, [], {}, [[]]])('that are %j are skipped and counted', async (bad) => {
      await expectSkipped(bad);
    });

    it.each([5, null, {}, [], ...URL_ALTERING_IDS])('with the id %j are skipped and counted', async (id) => {
      await expectSkipped({ ...dialect.record(first), [dialect.idField]: id });
    });

    it.each([
      ['a/b', '"a/b"'],
      [5, '"5"'],
      [`<${'x'.repeat(50_000)}`, `"\\u{3c}${'x'.repeat(34)}…"`],
      [null, undefined],
      [['a/b'], undefined],
    ])('with an invalid id are named by it in a short form: %#', async (id, name) => {
      const bad = { ...dialect.record(first), [dialect.idField]: id };
      const names = name === undefined ? undefined : [name];
      await withAdapter(contract, await serving([bad, dialect.record(second), bad, null]), async (adapter) => {
        const results = [await poll(adapter), await poll(adapter)];
        expect(results.map(({ skipped, skippedIds }) => ({ skipped, skippedIds }))).toEqual(
          Array(2).fill({ skipped: 3, skippedIds: names }),
        );
      });
    });

    it('with invalid ids are named five times at most', async () => {
      const bad = Array.from({ length: 40 }, (_, at) => ({ ...dialect.record(first), [dialect.idField]: `no/${at}` }));
      await withAdapter(contract, await serving(bad), async (adapter) => {
        const { skipped, skippedIds } = await poll(adapter);
        expect({ skipped, skippedIds }).toEqual({
          skipped: 40,
          skippedIds: ['"no/0"', '"no/1"', '"no/2"', '"no/3"', '"no/4"'],
        });
      });
    });

    async function expectSkipped(bad: unknown): Promise<void> {
      const backend = await serving([bad, dialect.record(second), bad]);
      await withAdapter(contract, backend, async (adapter) => {
        const result = await poll(adapter);
        expect(result).toMatchObject({ skipped: 2, jobs: [{ native_id: second, state: 'success' }] });
        expect(result.jobs).toHaveLength(1);
      });
    }

    it.each([null, 7, true, 'nonsense', '<b>', 'x'.repeat(100_000), [], [null], [7], {}, { name: 7 }, -1, 0.5])(
      'keep no field of a wrong type or size: %#',
      async (wrong) => {
        const record = dialect.record(first);
        const variants = Object.keys(record)
          .filter((field) => field !== dialect.idField)
          .map((field) => ({ ...record, [field]: wrong }));
        const allWrong = Object.fromEntries(Object.keys(record).map((field) => [field, wrong]));
        const records: unknown[] = [undefined, dialect.record(second)];
        await withAdapter(contract, await serving(records), async (adapter) => {
          for (const bad of [...variants, { ...allWrong, [dialect.idField]: first }]) {
            records[0] = bad;
            const result = await poll(adapter);
            expect(result.jobs.length + result.skipped).toBe(2);
            expect(result.jobs).toContainEqual(expect.objectContaining({ native_id: second, state: 'success' }));
            result.jobs.forEach(expectWellFormedJob);
          }
        });
      },
    );

    it('that are too large are shortened, in a lookup as in the listing, and name what they lack', async () => {
      const { [dialect.idField]: _id, ...fields } = dialect.record(first);
      const backend = await serving([{ ...(grown(fields) as object), [dialect.idField]: first }]);
      await withAdapter(contract, backend, async (adapter) => {
        const { jobs, skipped } = await poll(adapter);
        expect([jobs.length, skipped]).toEqual([1, 0]);
        jobs.forEach(expectWellFormedJob);
        expect(jobs[0]?.truncated).toContain('native_state');
        expect(await adapter.get(first, testDeadline())).toEqual(jobs[0]);
      });
    });

    it.each([
      ['longer than 1 MiB', 'x'.repeat(1024 * 1024)],
      ['made of more than 10,000 values', Array<number>(10_001).fill(0)],
    ])('that are %s are skipped and counted', async (_what, more) => {
      await expectSkipped({ ...dialect.record(first), more });
    });

    it.each(['poll', 'list'] as const)(
      'of a listing without end make the %s malformed after 100,000; those are kept',
      async (call) => {
        const backend = await startLocalBackend((request, response) => {
          sendJson(response, 200, dialect.endlessPage(request));
        });
        await withAdapter(contract, backend, async (adapter) => {
          const { signal } = new AbortController();
          const read = (onPage: OnPage): Promise<PollResult> =>
            call === 'poll' ? adapter.poll(undefined, signal, onPage) : adapter.list(0, signal, onPage);
          const { complete, error, jobs } = await wholeListing(read);
          expect({ complete, code: error?.code, pages: backend.requests.length }).toEqual({
            complete: false,
            code: 'malformed',
            pages: 20,
          });
          expect(jobs.length).toBeGreaterThan(99_000);
        });
      },
      30_000,
    );

    it('with another id than the requested one are malformed', async () => {
      let lookup: ReceivedRequest | undefined;
      const backend = await startLocalBackend((request, response) => {
        lookup ??= request;
        sendJson(response, 200, dialect.serve([dialect.record(first)], lookup));
      });
      await withAdapter(contract, backend, async (adapter) => {
        expect(await adapter.get(first, testDeadline())).toMatchObject({ native_id: first });
        expect((await errorOf(adapter.get(second, testDeadline()), backend)).code).toBe('malformed');
      });
    });
  });

  describe('an invalid native id', () => {
    it.each(URL_ALTERING_IDS)('gives no job and sends no request: %j', async (id) => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        expect(await adapter.get(id, testDeadline())).toBeUndefined();
        expect(backend.requests).toEqual([]);
      });
    });
  });

  describe('connections', () => {
    it('are closed with the adapter, which then sends no request', async () => {
      const backend = await serving([dialect.record(first)]);
      await withAdapter(contract, backend, async (adapter) => {
        await poll(adapter);
        const before = backend.requests.length;
        await adapter.close();
        await backend.idle();
        expect((await errorOf(poll(adapter), backend)).code).toBe('unreachable');
        expect(backend.requests).toHaveLength(before);
      });
    });

    it('that were closed while idle do not fail a read', async () => {
      const used = new WeakSet<object>();
      const backend = await startLocalBackend((request, response) => {
        if (used.has(request.socket)) return response.destroy();
        used.add(request.socket);
        sendJson(response, 200, dialect.serve([dialect.record(first)], request));
      });
      await withAdapter(contract, backend, async (adapter) => {
        const rounds = [await poll(adapter), await poll(adapter), await poll(adapter)];
        expect(rounds.map((result) => result.jobs.length)).toEqual([1, 1, 1]);
      });
    });
  });
}

/** The value with long texts, and lists of 500 times their items. */
function grown(value: unknown): unknown {
  if (typeof value === 'string') return value.repeat(1_000).slice(0, 5_000);
  if (Array.isArray(value)) return Array.from({ length: 500 }, () => value).flat();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, grown(member)]));
}
