import { JOB_STATES } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { until } from '@gateway/testing/until';
import fc from 'fast-check';

import { KINDS, REMOVED, ScopedGateways, SCOPES } from '../../../../test/support/scoped-gateways.js';
import { type TestAnswer } from '../../../../test/support/start-gateway.js';

const HOUR_MS = 3_600_000;
const sources = fc.constantFrom(...Object.keys(KINDS));
const anySource = fc.constantFrom(...Object.keys(KINDS), REMOVED, 'unknown');
const nativeId = fc.oneof(
  fc.constantFrom('1', '2', 'none'),
  anySource.map((name) => `only-${name}`),
);
const id = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anySource, nativeId).map((parts) => parts.join('~')) },
  { weight: 2, arbitrary: nativeId },
  { weight: 1, arbitrary: anySource.map((name) => `${name}~..`) },
  { weight: 1, arbitrary: fc.constant('8a3c31b0-0d8a-4f0e-9f3c-0f1d6ba7a001') },
);

const filters = fc
  .record(
    {
      'source.name': fc.constantFrom('east', 'west|um1', '!east', REMOVED, '*e*'),
      state: fc.constantFrom(...JOB_STATES, '!running', 'running|failure'),
      description: fc.constantFrom('*of west', 'job 1*'),
      gone: fc.constantFrom('true', 'false'),
    },
    { requiredKeys: [] },
  )
  .map((parts) => Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`));
const more = fc
  .record(
    {
      query: fc.constantFrom('of', 'EAST', 'only-um1'),
      order_by: fc.constantFrom('state', 'source.name desc,native_id', 'updated_time'),
      max_records: fc.constantFrom('1', '2', '5'),
      fields: fc.constantFrom('id', '*,!actions', 'source'),
      return_records: fc.constant('false'),
    },
    { requiredKeys: [] },
  )
  .map((parts) => Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`));
const ontap = fc.constantFrom('?fields=*', '?max_records=2', '?state=running&order_by=uuid', '?return_records=false');

/** Requests by method and path. */
const request: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(filters, more).map((p) => ['GET', `/api/jobs?${p.flat().join('&')}`] as const) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(filters, fc.constantFrom('state', 'source.name', 'state,source.name', 'description', 'source.kind'))
      .map(([given, by]) => ['GET', `/api/jobs/summary?${[...given, `group_by=${by}`].join('&')}`] as const),
  },
  {
    weight: 1,
    arbitrary: filters.map((given) => {
      const more = ['group_by=message_pattern', 'interval=1d', 'time=end_time', 'percentiles=duration_seconds'];
      return ['GET', `/api/jobs/summary?${[...given, ...more].join('&')}`] as const;
    }),
  },
  { weight: 4, arbitrary: id.map((each) => ['GET', `/api/jobs/${each}`] as const) },
  { weight: 1, arbitrary: id.map((each) => ['GET', `/api/jobs/${each}/history`] as const) },
  { weight: 2, arbitrary: id.map((each) => ['GET', `/api/cluster/jobs/${each}?fields=*`] as const) },
  { weight: 2, arbitrary: ontap.map((text) => ['GET', `/api/cluster/jobs${text}`] as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('', '?status=ok', '?max_records=1', '?fields=name,jobs')
      .map((text) => ['GET', `/api/sources${text}`] as const),
  },
  { weight: 2, arbitrary: anySource.map((name) => ['GET', `/api/sources/${name}`] as const) },
  // A job of an unknown state is not sent an action, and a hidden one does not exist.
  {
    weight: 1,
    arbitrary: fc
      .tuple(anySource, fc.constantFrom('jobs', 'cluster/jobs'))
      .map(([name, path]) => ['PATCH', `/api/${path}/${name}~ended?action=cancel`] as const),
  },
  { weight: 1, arbitrary: fc.constant(['PATCH', '/api/cluster/jobs?action=cancel&state=success'] as const) },
  {
    weight: 1,
    arbitrary: filters.map(
      (given) => ['PATCH', `/api/jobs?${[...given, 'action=cancel&dry_run=true'].join('&')}`] as const,
    ),
  },
);

/** What differs between two gateways by necessity. */
const OWN = new Set([
  ...['revision', 'request_id', 'polled_by', 'next_poll_time', 'last_poll_time', 'watch'],
  ...['confirm', 'expires_time'],
]);

function comparable({ body, headers, status }: TestAnswer): unknown {
  const text = JSON.stringify(body, (name, value: unknown) => (OWN.has(name) ? undefined : value));
  return [status, text && JSON.parse(text), headers.get('link'), headers.get('allow')];
}

describe('a caller who may see some sources', () => {
  const gateways = new ScopedGateways();
  beforeAll(async () => {
    await gateways.start();
    for (const source of Object.keys(KINDS)) await gateways.change(source, 'ended', 'success');
  });
  afterAll(() => gateways.close());

  const scope = fc.constantFrom(...Object.keys(SCOPES));

  async function expectSame(name: string, method: string, path: string): Promise<void> {
    let next: string | undefined = path;
    // All pages: each gateway gets its own cursor.
    for (let page = 0; next !== undefined && page < 8; page += 1) {
      const scoped = await gateways.scoped(name, method, next);
      expect(comparable(scoped)).toEqual(comparable(await gateways.reference(name, method, next)));
      next = scoped.body?._links?.next?.href as string | undefined;
    }
  }

  it('gets the answers of a gateway that has only these sources', async () => {
    const change = fc.record({
      source: sources,
      nativeId: fc.nat(20).map(String),
      state: fc.constantFrom(...JOB_STATES),
    });
    const requests = fc.array(fc.tuple(scope, request), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.option(change, { freq: 2 }), fc.nat(3), requests, async (changed, hours, all) => {
        // Sources become stale, and have gaps once they are polled again.
        gateways.time.pass(hours === 3 ? 4 * HOUR_MS : 1_000);
        if (changed) await gateways.change(changed.source, changed.nativeId, changed.state);
        for (const [name, [method, path]] of all) await expectSame(name, method, path);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  it('gets the series of these sources as metrics, and no others', async () => {
    const series = (text: string): readonly string[] =>
      [...text.matchAll(/^(\w+\{source=[^}]*\})/gm)].map(([, each]) => each as string);
    for (const name of Object.keys(SCOPES)) {
      const { text } = await gateways.scoped(name, 'GET', '/metrics');
      expect(series(text)).toEqual(series((await gateways.reference(name, 'GET', '/metrics')).text));
      expect(text.split('\n').filter((line) => line !== '' && !/^(#|\w+\{source=)/.test(line))).toEqual([]);
    }
  });

  it('sees no change of a list when only other sources change', async () => {
    for (const source of Object.keys(KINDS)) await gateways.change(source, 'changing', 'running');
    const paths = ['/api/jobs', '/api/jobs?state=running&max_records=1', '/api/jobs/summary?group_by=state'];
    const read = async (path: string): Promise<readonly unknown[]> => {
      const { headers, text } = await gateways.scoped('east', 'GET', path);
      return [headers.get('etag'), text];
    };
    const before = await Promise.all(paths.map(read));
    await gateways.change('west', 'changing', 'failure');
    await gateways.change('um1', 'changing', 'queued');
    expect(await Promise.all(paths.map(read))).toEqual(before);
    const [tag] = (before[0] ?? []) as readonly string[];
    const conditional = { 'if-none-match': tag as string };
    expect((await gateways.scoped('east', 'GET', '/api/jobs', conditional)).status).toBe(304);
    expect((await gateways.scoped('ontap', 'GET', '/api/jobs', conditional)).status).toBe(200);
    await gateways.change('east', 'changing', 'paused');
    const after = await Promise.all(paths.map(read));
    for (const [at, answer] of after.entries()) expect(answer).not.toEqual(before[at]);
  });

  it('causes no call to a backend that they may not see', async () => {
    const west = gateways.backends.get('west');
    const calls = west?.calls.length;
    for (const path of [
      'jobs/west~new',
      'cluster/jobs/west~new',
      'jobs/west~1?wait=1',
      'cluster/jobs/0d8a31b0-0d8a-4f0e-9f3c-0f1d6ba7a001',
    ]) {
      expect((await gateways.scoped('east', 'GET', `/api/${path}`)).status).toBe(404);
    }
    expect((await gateways.scoped('east', 'POST', '/api/sources/west/poll')).status).toBe(404);
    expect((await gateways.scoped('east', 'PATCH', '/api/jobs/west~1?action=cancel')).status).toBe(404);
    expect(west?.calls.length).toBe(calls);
  });

  it('watches the jobs of these sources from a list, whatever happened to others since', async () => {
    for (const source of ['east', 'west']) await gateways.change(source, 'watched', 'running');
    const { body } = await gateways.scoped('east', 'GET', '/api/jobs?fields=id');
    await gateways.change('west', 'watched', 'paused');
    const client = await EventStreamClient.open(
      gateways.whole.url + (body._links.watch.href as string),
      gateways.headers('east'),
    );
    await gateways.change('west', 'watched', 'failure');
    await gateways.change('east', 'watched', 'paused');
    await until('the job has changed', () => client.received.length > 0);
    expect(client.received).toEqual(['modified east~watched']);
    await client.cut();
  });

  it('gets their jobs as the first events of a watch', async () => {
    for (const name of Object.keys(SCOPES)) {
      const watch = async (url: string, headers: Record<string, string>): Promise<readonly string[]> => {
        const client = await EventStreamClient.open(`${url}/api/jobs/watch`, headers);
        await until('the first events are complete', () => client.lastEventId !== '');
        await client.cut();
        return client.received;
      };
      const reference = gateways.references.get(name)?.url ?? '';
      expect(await watch(gateways.whole.url, gateways.headers(name))).toEqual(await watch(reference, {}));
    }
  });
});
