import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Secret } from '@gateway/core';
import { readUntil } from '@gateway/testing/until';
import { Redis } from 'ioredis';

import { type Fault, type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome } from '../support/home.js';
import { sourceFor, sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

const OPTIONS = {
  backends: { ontap: 2, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 4,
  churn: 0,
  latencyMs: 0,
  seed: 2,
} as const;

describe('a backend', () => {
  let simulator: Simulator;
  let home: Home;
  let gateway: TestGateway;

  beforeAll(async () => {
    simulator = await startSimulator(OPTIONS);
    home = await makeHome('embedded');
    gateway = await startGateway(sourcesFor(simulator, { timeoutMs: 5_000 }), home);
    await gateway.allSourcesOk();
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    await home.remove();
  });

  const faults: readonly [string, Fault, string][] = [
    ['hangs', { kind: 'hang' }, 'unreachable'],
    ['sends headers but no body', { kind: 'headers-then-hang' }, 'malformed|unreachable'],
    ['responds with HTML', { kind: 'html' }, 'malformed'],
    ['responds with 200 MB', { kind: 'huge' }, 'malformed'],
    ['responds with truncated JSON', { kind: 'truncated' }, 'malformed'],
    ['responds with JSON of another shape', { kind: 'array' }, 'malformed'],
    ['resets the connection', { kind: 'reset' }, 'unreachable'],
    ['responds with status 500', { kind: 'error-500' }, 'failed'],
    ['throttles requests for some seconds', { kind: 'throttle', retryAfter: 1 }, 'throttled'],
    [
      'throttles requests until a date',
      { kind: 'throttle', status: 503, retryAfter: new Date(0).toUTCString() },
      'throttled',
    ],
    ['redirects to another host', { kind: 'redirect' }, 'malformed'],
    ['responds with 4 MB of brackets', { kind: 'brackets' }, 'malformed'],
    ['responds with a million objects', { kind: 'tiny-values' }, 'malformed'],
    ['sends interim responses without end', { kind: 'interim-responses' }, 'malformed'],
    ['sends tiny chunks without end', { kind: 'tiny-chunks' }, 'malformed'],
    ['responds with 10 kB that become 10 MB', { kind: 'gzip-bomb' }, 'malformed|unreachable'],
    ['is down', { kind: 'down' }, 'unreachable'],
  ];

  it.each(faults)(
    'that %s is the only one reported as failing; its jobs stay listed, and it recovers',
    async (_title, fault, code) => {
      const east = simulator.backend('east');
      const before = (await gateway.get('/api/jobs?source.name=east&fields=id,state')).body.records;
      await east.setFault(fault);
      const reason = new RegExp(`^(${code}): `);
      // A machine that stalls can also let the deadline of a poll pass.
      await readUntil(
        () => gateway.get('/api/sources/east'),
        ({ body }) => body.status === 'failing' && body.consecutive_failures > 0 && reason.test(body.reason),
      );
      const list = await readUntil(
        () => gateway.get('/api/jobs?source.name=east&fields=id,state'),
        ({ body }) => body.stale_sources.some((stale: { reason: string }) => reason.test(stale.reason)),
      );
      expect(list.status).toBe(200);
      expect(list.body.records).toEqual(before);
      expect(list.body.stale_sources).toEqual([
        { name: 'east', age_seconds: expect.any(Number), reason: expect.any(String) },
      ]);
      await readUntil(
        () => gateway.get('/api/sources'),
        ({ body }) =>
          body.records.every((each: { name: string; status: string }) => each.name === 'east' || each.status === 'ok'),
      );
      expect(list.text).not.toContain('planted-backend-html');
      await east.setFault(undefined);
      await gateway.post('/api/sources/east/poll');
      await gateway.sourceOk('east');
    },
  );

  it('that lists jobs without end is the only one reported as failing; what was read is kept', async () => {
    const east = simulator.backend('east');
    await east.setFault({ kind: 'endless-list' });
    await readUntil(
      () => gateway.get('/api/jobs?source.name=east&id=*e0d1e55a*'),
      ({ body }) => body.total_records > 0,
    );
    await readUntil(
      () => gateway.get('/api/sources'),
      ({ body }) =>
        body.records.every(
          ({ name, status }: { name: string; status: string }) => status === (name === 'east' ? 'failing' : 'ok'),
        ),
    );
    await east.setFault(undefined);
    await gateway.sourceOk('east');
  });

  it('that sends 1,500 headers is read as usual', async () => {
    const east = simulator.backend('east');
    await east.setFault({ kind: 'many-headers' });
    const nativeId = east.addJob({ steps: [{ state: 'running', forMs: 3_600_000 }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'running');
    await gateway.sourceOk('east');
    await east.setFault(undefined);
  });

  it('that sends jobs of 46 kB has them shortened, with the names of what they lack', async () => {
    const east = simulator.backend('east');
    const args = Array.from({ length: 100 }, (_, at) => ({ code: `${at}`, message: 'x'.repeat(440) }));
    const error = { code: '1', message: 'no', arguments: args };
    const nativeId = east.addJob({ steps: [{ state: 'failure', code: 1, message: 'no', error }] });
    const job = await gateway.job(`east~${nativeId}`, ({ state }) => state === 'failure');
    expect(job).toMatchObject({ truncated: ['error.arguments'], error: { code: '1', message: 'no' } });
    const list = await gateway.get('/api/jobs?source.name=east&state=failure&fields=error,truncated');
    const kept = list.body.records.find(({ truncated }: { truncated?: string[] }) => truncated);
    expect(kept.error.arguments).toEqual(args.slice(0, kept.error.arguments.length));
    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(17_000);
  });

  it('that refuses the login has the status unauthorized, and is not polled for five minutes', async () => {
    const east = simulator.backend('east');
    await east.setFault({ kind: 'unauthorized' });
    await readUntil(
      () => gateway.get('/api/sources/east'),
      ({ body }) =>
        body.status === 'unauthorized' && Date.parse(body.next_poll_time) - Date.parse(body.last_poll_time) > 299_000,
    );
    await east.setFault(undefined);
    await gateway.post('/api/sources/east/poll');
    await gateway.sourceOk('east');
  });

  it('that forbids the lookup of a missing job leaves its record unchanged', async () => {
    const east = simulator.backend('east');
    const nativeId = east.addJob({ steps: [{ state: 'running', forMs: 3_600_000 }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'running');
    await east.setFault({ kind: 'forbidden', calls: ['get'] });
    east.removeJob(nativeId);
    await readUntil(
      () => gateway.get('/api/sources/east'),
      ({ body }) => body.status !== 'ok',
    );
    expect((await gateway.get(`/api/jobs/east~${nativeId}`)).body).toMatchObject({ state: 'running', gone: false });
    await east.setFault(undefined);
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'unknown' && job.gone);
  });

  it('never has more than two requests in flight', () => {
    expect(simulator.backends.map(({ requests }) => requests.mostUnderWay).filter((most) => most > 2)).toEqual([]);
  });

  it('causes no internal error; the only error in the log is the refused login', () => {
    const errors = gateway.log.filter((line) => JSON.parse(line).level >= 50).map((line) => JSON.parse(line));
    expect(errors.map(({ msg, to }) => [msg, to])).toEqual([['source status changed', 'unauthorized']]);
  });
});

describe('secrets', () => {
  const planted = 'planted-password-7f3a';
  const secrets = [planted, Buffer.from(`admin:${planted}`).toString('base64'), 'planted-org-password', 'eyJhbGciOi'];

  it.each(['embedded', 'redis'] as const)(
    'appear in no log line, no response and no entry of the %s store',
    async (kind) => {
      const simulator = await startSimulator({ ...OPTIONS, password: planted });
      const home = await makeHome(kind);
      const sources = sourcesFor(simulator, { timeoutMs: 500 });
      const wrong = { ...sourceFor(simulator.backend('west'), { password: new Secret(`wrong-${planted}`) }) };
      const gateway = await startGateway([...sources, { ...wrong, source: { ...wrong.source, name: 'wrong' } }], home);
      const seen: string[] = [];
      await readUntil(
        () => gateway.get('/api/sources'),
        ({ body }) =>
          body.records.every(({ status }: { status: string }) => status === 'ok' || status === 'unauthorized'),
      );
      for (const fault of ['error-500', 'html', 'reset', 'unauthorized', undefined] as const) {
        for (const backend of simulator.backends) await backend.setFault(fault && { kind: fault });
        for (const { source } of sources) seen.push((await gateway.post(`/api/sources/${source.name}/poll`)).text);
      }
      const id = (await gateway.get('/api/jobs?fields=id&source.name=engine1')).body.records[0].id;
      for (const path of [
        '/api/jobs?max_records=1000',
        '/api/sources',
        `/api/jobs/${id}`,
        '/api/jobs?x=1',
        '/openapi.json',
        '/health/ready',
      ]) {
        seen.push((await gateway.get(path)).text);
      }
      seen.push((await gateway.patch(`/api/jobs/${id}?action=cancel`)).text);
      seen.push(...(await storedTexts(home)));
      await gateway.close();
      seen.push(...gateway.log);
      await simulator.close();
      await home.remove();
      expect(seen.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([]);
      expect(seen.length).toBeGreaterThan(30);
    },
  );
});

/** The content of the store as text: all files, or all Redis keys and their values. */
async function storedTexts({ store }: Home): Promise<string[]> {
  if (store.kind === 'embedded') {
    const names = await readdir(store.path, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(files.map((file) => readFile(file, 'latin1')));
  }
  const redis = new Redis('url' in store ? store.url.reveal() : '');
  const keys = (await redis.keys('*')).filter((key) => key.includes(store.namespace));
  const values = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  await redis.quit();
  return [...keys, ...values.map((value) => String(value))];
}
