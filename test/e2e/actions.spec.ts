import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome } from '../support/home.js';
import { sourcesFor } from '../support/sources.js';
import { startGateway, type TestGateway } from '../support/start-gateway.js';

const RUNNING = [{ state: 'running', forMs: 3_600_000 }] as const;

describe('actions on the jobs of a simulated cluster', () => {
  let simulator: Simulator;
  let home: Home;
  let gateway: TestGateway;

  beforeAll(async () => {
    simulator = await startSimulator({
      backends: { ontap: 1, 'service-engine': 1, 'unified-manager': 1 },
      jobs: 0,
      churn: 0,
      latencyMs: 0,
      seed: 1,
      settings: { east: { actionDelayMs: 300 } },
    });
    home = await makeHome('embedded');
    gateway = await startGateway(sourcesFor(simulator, { timeoutMs: 700 }), home);
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    await home.remove();
  });

  const east = () => simulator.backend('east');
  const received = (nativeId: string) =>
    east()
      .truth()
      .find((job) => job.nativeId === nativeId)?.actions ?? [];

  /** Adds a job to the cluster and waits until the gateway lists it. Returns the native id. */
  async function addJob(script: Parameters<ReturnType<typeof east>['addJob']>[0]): Promise<string> {
    const nativeId = east().addJob({ steps: RUNNING, pausable: true, cancellable: true, ...script });
    await gateway.job(`east~${nativeId}`, () => true);
    return nativeId;
  }

  it.each([
    ['success', 'finished_first'],
    ['failure', 'done'],
  ] as const)(
    'cancel is accepted with 202 while the job still runs; when the job ends as %s, its outcome is %s',
    async (cancelledAs, outcome) => {
      const nativeId = await addJob({ cancelledAs });
      const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ state: 'running', requested: { action: 'cancel', outcome: 'accepted' } });
      const ended = await gateway.job(`east~${nativeId}`, (job) => job.terminal);
      expect(ended).toMatchObject({ state: cancelledAs, requested: { action: 'cancel', outcome } });
      expect(received(nativeId)).toHaveLength(1);
    },
  );

  it('pause and resume change the job on the cluster', async () => {
    const nativeId = await addJob({});
    expect((await gateway.patch(`/api/jobs/east~${nativeId}?action=pause`)).status).toBe(202);
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'paused' && job.requested.outcome === 'done');
    const resumed = await gateway.patch(`/api/jobs/east~${nativeId}?action=resume`);
    expect([200, 202]).toContain(resumed.status);
    await gateway.job(`east~${nativeId}`, (job) => job.state === 'running' && job.requested.outcome === 'done');
    expect(received(nativeId).map(({ action }) => action)).toEqual(['pause', 'resume']);
  });

  it.each([
    ['458762', 409],
    ['458771', 409],
    ['458776', 409],
    ['458783', 405],
    ['458784', 405],
    ['458773', 503],
    ['459753', 502],
  ])('an action that the cluster refuses with code %s returns %d', async (refuseWith, status) => {
    const nativeId = await addJob({ refuseWith });
    const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=pause`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, error: { code: expect.any(String), message: expect.any(String) } });
    if (status === 405) expect(answer.headers.get('allow')).toContain('GET');
    if (status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await gateway.get(`/api/jobs/east~${nativeId}`)).body.requested).toMatchObject({ outcome: 'failed' });
  });

  it('an action that the record already rules out is not sent', async () => {
    const ended = await addJob({ steps: [{ state: 'success' }] });
    expect((await gateway.patch(`/api/jobs/east~${ended}?action=cancel`)).status).toBe(409);
    const running = await addJob({});
    expect((await gateway.patch(`/api/jobs/east~${running}?action=resume`)).status).toBe(409);
    expect([...received(ended), ...received(running)]).toEqual([]);
  });

  it.each(['engine1', 'um1'])('an action on a job of %s returns 405 with the reason', async (source) => {
    const id = `${source}~${simulator.backend(source).addJob()}`;
    await gateway.job(id, () => true);
    const answer = await gateway.patch(`/api/jobs/${id}?action=cancel`);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toContain('GET');
    expect(answer.body.detail).toContain('cannot be cancelled over REST');
  });

  it('an action on a job that the cluster has just deleted returns 410 with the last known record', async () => {
    const nativeId = await addJob({});
    await east().setFault({ kind: 'hang', calls: ['list'] });
    east().removeJob(nativeId);
    const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`);
    await east().setFault(undefined);
    expect(answer.status).toBe(410);
    expect(answer.text).toContain(nativeId);
    await gateway.job(`east~${nativeId}`, (job) => job.gone);
    expect((await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`)).status).toBe(410);
  });

  it('an action without a response returns 504 with an unknown outcome, and is sent once', async () => {
    const nativeId = await addJob({});
    await east().setFault({ kind: 'hang', calls: ['act'] });
    const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`);
    await east().setFault(undefined);
    expect(answer.status).toBe(504);
    expect(answer.body.detail).toContain('unknown');
    expect((await gateway.get(`/api/jobs/east~${nativeId}`)).body.requested).toMatchObject({ outcome: 'unknown' });
    const sent = east().requests.recent.filter(({ call, path }) => call === 'act' && path.includes(nativeId));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['reset', 504],
    ['html-504', 504],
    ['error-500', 502],
  ] as const)('an action to which the cluster responds with %s returns %d, and is sent once', async (kind, status) => {
    const nativeId = await addJob({});
    await east().setFault({ kind, calls: ['act'] });
    const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`);
    await east().setFault(undefined);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('planted-backend-html');
    expect(east().requests.recent.filter(({ call, path }) => call === 'act' && path.includes(nativeId))).toHaveLength(
      1,
    );
  });

  it('an action returns 502 while the cluster is down, and the list still works', async () => {
    const nativeId = await addJob({});
    await east().stop();
    expect((await gateway.patch(`/api/jobs/east~${nativeId}?action=cancel`)).status).toBe(502);
    expect((await gateway.get('/api/jobs')).status).toBe(200);
    await east().start();
    await gateway.sourceOk('east');
  });

  it.each(['', 'stop', 'CANCEL', 'cancel|pause', 'cancel&action=pause'])(
    'action=%s returns 400 with `action` as the target',
    async (action) => {
      const nativeId = await addJob({});
      const answer = await gateway.patch(`/api/jobs/east~${nativeId}?action=${action}`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.target).toBe('action');
      expect(received(nativeId)).toEqual([]);
    },
  );

  it.each([
    '..',
    '%2e%2e',
    '*',
    '%2a',
    '%20',
    'a|b',
    'a%3Fb',
    'a%23b',
    'east~%2e%2e',
    'east~*',
    'east~a%2Fb',
    'east~',
    'east~a|b',
  ])('the id "%s", sent unchanged, returns 400 for GET and PATCH, and is not sent to the cluster', async (id) => {
    const before = east().requests.counts;
    expect(await gateway.statusOf('GET', `/api/jobs/${id}`)).toBe(400);
    expect(await gateway.statusOf('PATCH', `/api/jobs/${id}?action=cancel`)).toBe(400);
    expect(east().requests.counts.act).toBe(before.act);
    // Meanwhile the gateway may look up jobs of earlier tests by their complete ids.
    const sent = east().requests.recent.filter(({ call }) => call === 'get' || call === 'act');
    expect(sent.filter(({ path }) => !/\/jobs\/[0-9a-f-]{36}$/.test(path))).toEqual([]);
  });

  it('an action without an id is not sent', async () => {
    const before = east().requests.counts.act;
    for (const path of ['/api/jobs?action=cancel', '/api/jobs/?action=cancel']) {
      expect([400, 404, 405]).toContain(await gateway.statusOf('PATCH', path));
    }
    expect(east().requests.counts.act).toBe(before);
  });
});
