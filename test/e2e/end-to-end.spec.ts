import { readUntil } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome, STORE_KINDS } from '../support/home.js';
import { sourceFor, sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

const HOUR_MS = 3_600_000;

describe.each(STORE_KINDS)('a gateway with backends of every kind, on the %s store', (kind) => {
  let simulator: Simulator;
  let home: Home;
  let gateway: TestGateway;

  beforeAll(async () => {
    simulator = await startSimulator({
      backends: { ontap: 2, 'service-engine': 1, 'unified-manager': 1 },
      jobs: 6,
      churn: 0,
      latencyMs: 0,
      seed: 1,
    });
    home = await makeHome(kind);
    gateway = await startGateway(sourcesFor(simulator), home);
    await gateway.allSourcesOk();
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    await home.remove();
  });

  it('lists exactly the jobs that the backends have', async () => {
    // On a busy machine a source polled five times a second is stale now and then.
    const { body } = await readUntil(
      () => gateway.get('/api/jobs?max_records=1000'),
      (list) => list.body.stale_sources.length === 0,
    );
    const alive = simulator.backends.flatMap((backend) =>
      backend.truth().flatMap((job) => (job.deletedAt === undefined ? `${backend.name}~${job.nativeId}` : [])),
    );
    expect(new Set(body.records.map((job: { id: string }) => job.id))).toEqual(new Set(alive));
    expect(body).toMatchObject({ num_records: alive.length, total_records: alive.length, stale_sources: [], gaps: [] });
  });

  it('lists the newest jobs first, whatever UTC offset the backend uses', async () => {
    const { body } = await gateway.get('/api/jobs?max_records=1000&fields=created_time');
    const instants = body.records.map((job: { created_time: string }) => Date.parse(job.created_time));
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    expect(body.records[0].created_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each([
    [
      'east',
      [
        { state: 'queued', forMs: 0 },
        { state: 'running', forMs: HOUR_MS },
      ],
      'running',
    ],
    ['east', [{ state: 'success' }], 'success'],
    ['east', [{ state: 'failure' }], 'failure'],
    ['east', [{ state: 'paused', forMs: HOUR_MS }], 'paused'],
    ['engine1', [{ state: 'pending', forMs: HOUR_MS }], 'queued'],
    ['engine1', [{ state: 'successful' }], 'success'],
  ] as const)('shows a job of %s with the steps %j as %s', async (source, steps, state) => {
    const id = `${source}~${simulator.backend(source).addJob({ steps })}`;
    const job = await gateway.job(id, (seen) => seen.state === state);
    expect(job).toMatchObject({ id, source: { name: source, labels: { site: 'lab' } }, gone: false, attempt: 1 });
  });

  it('follows a job to its end', async () => {
    const nativeId = simulator
      .backend('east')
      .addJob({ steps: [{ state: 'running', forMs: 400 }, { state: 'success' }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'running');
    const ended = await gateway.job(`east~${nativeId}`, (job) => job.state === 'success');
    expect(ended).toMatchObject({ terminal: true, native_state: 'success' });
    expect(ended.actions.every((action: { allowed: boolean }) => !action.allowed)).toBe(true);
  });

  it('keeps the last state of an ended job that the backend deleted', async () => {
    const east = simulator.backend('east');
    const nativeId = east.addJob({ steps: [{ state: 'failure' }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'failure');
    east.removeJob(nativeId);
    const gone = await gateway.job(`east~${nativeId}`, (job) => job.gone);
    expect(gone).toMatchObject({ state: 'failure', terminal: true });
  });

  it('gives a running job that is gone the state unknown, never success or failure', async () => {
    const east = simulator.backend('east');
    const nativeId = east.addJob({ steps: [{ state: 'running', forMs: HOUR_MS }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'running');
    east.removeJob(nativeId);
    const gone = await gateway.job(`east~${nativeId}`, (job) => job.gone);
    expect(gone).toMatchObject({ state: 'unknown', terminal: true });
    expect(gone.message).toContain('outcome was not seen');
  });

  it('keeps jobs of two sources with one native id apart, and returns 409 for the bare native id', async () => {
    const nativeId = '11111111-2222-3333-4444-555555555555';
    simulator.backend('east').addJob({ nativeId, steps: [{ state: 'success' }] });
    simulator.backend('west').addJob({ nativeId, steps: [{ state: 'failure' }] });
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'success');
    await gateway.job(`west~${nativeId}`, (job) => job.state === 'failure');
    const bare = await gateway.get(`/api/jobs/${nativeId}`);
    expect(bare.status).toBe(409);
    expect(bare.text).toContain(`east~${nativeId}`);
    expect(bare.text).toContain(`west~${nativeId}`);
  });

  it('finds a job by its bare native id', async () => {
    const nativeId = simulator.backend('engine1').addJob({ steps: [{ state: 'successful' }] });
    await gateway.job(`engine1~${nativeId}`, () => true);
    expect((await gateway.get(`/api/jobs/${nativeId}`)).body.id).toBe(`engine1~${nativeId}`);
  });

  it('finds a Unified Manager job by its key, percent-encoded or not', async () => {
    const key = simulator.backend('um1').addJob();
    const raw = await gateway.job(`um1~${key}`, () => true);
    const encoded = await gateway.get(`/api/jobs/um1~${encodeURIComponent(key)}`);
    expect(key).toContain(':');
    expect(encoded.body.id).toBe(raw.id);
  });

  it('misses none of many new Unified Manager jobs', async () => {
    const keys = Array.from({ length: 125 }, () => simulator.backend('um1').addJob());
    const { body } = await readUntil(
      () => gateway.get('/api/jobs?source.name=um1&max_records=1000&fields=native_id'),
      ({ body: list }) => list.total_records >= 125,
    );
    const seen = new Set(body.records.map((job: { native_id: string }) => job.native_id));
    expect(keys.filter((key) => !seen.has(key))).toEqual([]);
  });

  it('filters by state, source, kind and SVM, also by several values at once', async () => {
    for (const [query, fits] of [
      ['state=running|queued', (job) => ['running', 'queued'].includes(job.state)],
      ['source.name=west', (job) => job.source.name === 'west'],
      ['source.kind=service-engine|unified-manager', (job) => job.source.kind !== 'ontap'],
      [
        'svm.name=svm1|svm2&state=running',
        (job) => ['svm1', 'svm2'].includes(job.svm?.name ?? '') && job.state === 'running',
      ],
    ] as [
      string,
      (job: { state: string; source: { name: string; kind: string }; svm?: { name: string } }) => boolean,
    ][]) {
      // Jobs change meanwhile, so only lists of the same revision are compared.
      const [all, filtered] = await readUntil(
        async () => [
          (await gateway.get('/api/jobs?max_records=1000')).body,
          (await gateway.get(`/api/jobs?max_records=1000&${query}`)).body,
        ],
        ([one, other]) => one.revision === other.revision,
      );
      expect(filtered.records.map((job: { id: string }) => job.id)).toEqual(
        all.records.filter(fits).map((job: { id: string }) => job.id),
      );
      expect(filtered.total_records).toBe(filtered.records.length);
    }
  });

  it('returns every job once, page by page', async () => {
    const seen: string[] = [];
    for (let path = '/api/jobs?max_records=7&fields=id'; path !== '';) {
      const { body } = await gateway.get(path);
      seen.push(...body.records.map((job: { id: string }) => job.id));
      path = body._links.next?.href ?? '';
    }
    const { body } = await gateway.get('/api/jobs?max_records=1000&fields=id');
    expect(seen).toEqual(body.records.map((job: { id: string }) => job.id));
    expect(seen.length).toBeGreaterThan(100);
  });

  it('reports the version, the interval and the job counts of a source', async () => {
    const source = await gateway.sourceOk('east');
    expect(source).toMatchObject({
      name: 'east',
      kind: 'ontap',
      status: 'ok',
      version: '9.13.1',
      interval_seconds: 0.2,
    });
    const counted = Object.values(source.jobs as Record<string, number>).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe((await gateway.get('/api/jobs?source.name=east')).body.total_records);
  });

  it('fetches a job that no poll has seen', async () => {
    const slowHome = await makeHome(kind);
    const west = simulator.backend('west');
    const slow = await startGateway([sourceFor(west, { intervalMs: HOUR_MS })], slowHome);
    await slow.sourceOk('west');
    const nativeId = west.addJob({ steps: [{ state: 'running', forMs: HOUR_MS }] });
    const fetched = await slow.get(`/api/jobs/west~${nativeId}`);
    expect(fetched.body).toMatchObject({ state: 'running' });
    expect((await slow.get('/api/jobs/west~00000000-0000-0000-0000-000000000000')).status).toBe(404);
    await slow.close();
    await slowHome.remove();
  });

  it('keeps its records over a restart, including those of jobs that the backends have deleted', async () => {
    const ids = async () =>
      (await gateway.get('/api/jobs?max_records=1000&fields=id')).body.records.map((job: { id: string }) => job.id);
    const before: string[] = await ids();
    await gateway.close();
    gateway = await startGateway(sourcesFor(simulator), home);
    const after: string[] = await ids();
    expect(after.filter((id) => before.includes(id))).toEqual(before);
    const gone = await gateway.get('/api/jobs?gone=true&return_records=false');
    expect(gone.body.total_records).toBeGreaterThanOrEqual(2);
  });
});
