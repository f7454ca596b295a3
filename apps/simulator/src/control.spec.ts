import { type Simulator } from './simulator.js';
import { callBackend, type Reply, send, simulators } from './testing/simulated.js';

const start = simulators();

function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Reply> {
  return send(simulator.controlUrl, path, { method, ...(body !== undefined && { body }) });
}

describe('the control address', () => {
  it('lists the backends by name, kind, address and user, without passwords', async () => {
    const simulator = await start({ backends: { ontap: 5, 'unified-manager': 2 } });
    const { body, text } = await control(simulator, 'GET', '/backends');
    expect(body.backends.map(({ name }: { name: string }) => name)).toEqual([
      ...['east', 'west', 'north', 'south', 'cluster5', 'engine1', 'um1', 'um2'],
    ]);
    expect(body.backends[5]).toEqual({
      name: 'engine1',
      kind: 'service-engine',
      url: simulator.backend('engine1').url,
      username: 'admin',
    });
    expect(text).not.toContain('"simulator"');
  });

  it('sets and ends a fault', async () => {
    const simulator = await start();
    const fault = { kind: 'throttle', status: 503, retryAfter: 7, calls: ['list'], times: 2 };
    expect((await control(simulator, 'PUT', '/backends/east/fault', fault)).body.fault).toEqual(fault);
    expect((await callBackend(simulator.backend('east'), '/api/cluster/jobs')).status).toBe(503);
    expect((await control(simulator, 'DELETE', '/backends/east/fault')).status).toBe(200);
    expect((await control(simulator, 'GET', '/backends/east')).body).toMatchObject({ name: 'east', listening: true });
    expect((await callBackend(simulator.backend('east'), '/api/cluster/jobs')).status).toBe(200);
  });

  it('adds a job, shows what happened to it, and deletes it', async () => {
    const simulator = await start();
    const steps = [{ state: 'running', forMs: 60_000, message: 'working' }, { state: 'success' }];
    const { status, body } = await control(simulator, 'POST', '/backends/east/jobs', { steps, wire: { code: 7 } });
    expect(status).toBe(201);
    const shown = await callBackend(simulator.backend('east'), `/api/cluster/jobs/${body.nativeId}`);
    expect(shown.body).toMatchObject({ state: 'running', message: 'working', code: 7 });
    expect((await control(simulator, 'DELETE', `/backends/east/jobs/${body.nativeId}`)).status).toBe(200);
    const [truth] = (await control(simulator, 'GET', '/backends/east/truth')).body.jobs;
    expect(truth).toMatchObject({ nativeId: body.nativeId, transitions: [{ state: 'running' }] });
    expect(truth.deletedAt).toEqual(expect.any(Number));
    expect(truth).not.toHaveProperty('outcome');
  });

  it('adds a job from the seed if the request has no body', async () => {
    const simulator = await start();
    const { body } = await control(simulator, 'POST', '/backends/um1/jobs');
    expect(simulator.backend('um1').truth()).toMatchObject([{ nativeId: body.nativeId }]);
  });

  it('runs a Unified Manager job again, with its key raw or escaped', async () => {
    const simulator = await start();
    const nativeId = 'a:b:c:-1';
    await control(simulator, 'POST', '/backends/um1/jobs', { nativeId, steps: [{ state: 'completed/normal' }] });
    const again = { steps: [{ state: 'completed/error' }] };
    expect((await control(simulator, 'POST', `/backends/um1/jobs/a%3Ab:c:-1/rerun`, again)).status).toBe(200);
    expect(
      simulator
        .backend('um1')
        .truth()[0]
        ?.transitions.map(({ state }) => state),
    ).toEqual([...['completed/normal', 'completed/error']]);
  });

  it('shows the requests of a backend without credentials', async () => {
    const simulator = await start();
    const engine = simulator.backend('engine1');
    const login = { method: 'POST', login: false, body: { username: 'admin', password: 'simulator' } };
    const { token } = (await callBackend(engine, '/api/v2.1/auth/signin', login)).body.result.records[0];
    await callBackend(engine, '/api/v2.1/jobs?limit=5');
    await callBackend(engine, '/api/v2.1/jobs/1', { login: false, headers: { authorization: `Bearer ${token}` } });
    await callBackend(engine, '/api/v2.1/jobs', { login: false });
    const { body, text } = await control(simulator, 'GET', '/backends/engine1/requests');
    expect(body).toMatchObject({
      total: 4,
      unauthorised: 1,
      mostUnderWay: 1,
      counts: { list: 2, get: 1, act: 0, 'sign-in': 1, other: 0 },
    });
    expect(body.recent[1]).toMatchObject({ method: 'GET', path: '/api/v2.1/jobs', query: 'limit=5', authorised: true });
    for (const secret of ['simulator', String(token), Buffer.from('admin:simulator').toString('base64')]) {
      expect(text).not.toContain(secret);
    }
  });

  it('adds, renames and removes a managed cluster, and lists the managed clusters', async () => {
    const simulator = await start({ managed: 1 });
    const added = await control(simulator, 'POST', '/backends/um1/clusters', { name: 'lab' });
    expect([added.status, added.body]).toEqual([
      201,
      {
        ...{ name: 'lab', kind: 'ontap', url: simulator.backend('lab').url, username: 'admin', listening: true },
        cluster: { name: 'lab', uuid: simulator.backend('lab').cluster.uuid },
      },
    ]);
    expect((await control(simulator, 'POST', '/backends/um1/clusters')).body.name).toBe('um1-cluster2');
    const { body } = await control(simulator, 'GET', '/backends');
    expect(body.managedClusters.map(({ name }: { name: string }) => name)).toEqual([
      ...['um1-cluster1', 'lab', 'um1-cluster2'],
    ]);
    const renamed = await control(simulator, 'PUT', '/backends/lab/cluster', { name: 'moved' });
    expect(renamed.body).toMatchObject({ name: 'lab', cluster: { ...added.body.cluster, name: 'moved' } });
    expect((await control(simulator, 'DELETE', '/backends/um1/clusters/um1-cluster1')).status).toBe(200);
    expect((await control(simulator, 'GET', '/backends/um1')).body.gateway).toMatchObject({
      clusters: [{ name: 'lab', cluster: { name: 'moved' } }, { name: 'um1-cluster2' }],
    });
  });

  it('switches a gateway off and on, and makes its login read only', async () => {
    const simulator = await start({ managed: 1 });
    const um = simulator.backend('um1');
    const off = await control(simulator, 'PUT', '/backends/um1/gateway', { enabled: false });
    expect(off.body.gateway).toMatchObject({ enabled: false, readOnly: false });
    expect((await callBackend(um, '/api/gateways')).status).toBe(403);
    const readOnly = await control(simulator, 'PUT', '/backends/um1/gateway', { readOnly: true });
    expect(readOnly.body.gateway).toMatchObject({ enabled: true, readOnly: true });
    expect((await callBackend(um, '/api/gateways')).status).toBe(200);
  });

  it('sets a fault of a managed cluster', async () => {
    const simulator = await start({ managed: 1 });
    await control(simulator, 'PUT', '/backends/um1-cluster1/fault', { kind: 'forbidden' });
    const path = `/api/gateways/${simulator.backend('um1-cluster1').cluster.uuid}/cluster/jobs`;
    expect((await callBackend(simulator.backend('um1'), path)).status).toBe(403);
    expect((await control(simulator, 'GET', '/backends/um1-cluster1/requests')).body.counts.list).toBe(1);
  });

  it.each([
    ['PUT', '/backends/east/fault', { kind: 'gremlins' }, 'fault.kind must be one of hang'],
    ['PUT', '/backends/east/fault', {}, 'fault.kind must be one of hang'],
    ['PUT', '/backends/east/fault', [], 'fault must be an object'],
    ['PUT', '/backends/east/fault', { kind: 'hang', calls: ['lists'] }, 'fault.calls must be a list of list, get'],
    ['PUT', '/backends/east/fault', { kind: 'hang', toString: 1 }, 'fault has no toString; it has kind'],
    ['PUT', '/backends/east/fault', { kind: 'clock-offset' }, 'fault.ms must be a number'],
    ['PUT', '/backends/east/fault', { kind: 'throttle', status: 418 }, 'fault.status must be one of 429, 503'],
    ['PUT', '/backends/engine1/fault', { kind: 'next-to-other-host' }, 'no next links'],
    ['PUT', '/backends/east/fault', 'no JSON', 'the body must be JSON'],
    ['POST', '/backends/east/jobs', { steps: [] }, 'job.steps must be a list of steps'],
    ['POST', '/backends/east/jobs', { steps: [{ forMs: 1 }] }, 'job.steps[0].state must be a state word'],
    ['POST', '/backends/east/jobs', { stepz: [] }, 'job has no stepz; it has nativeId, '],
    ['DELETE', '/backends/east/jobs/nothing', undefined, 'there is no job nothing'],
    ['POST', '/backends/east/jobs/nothing/rerun', undefined, 'only a unified-manager'],
    ['POST', '/backends/east/clusters', undefined, 'only a unified-manager manages clusters'],
    ['POST', '/backends/um1/clusters', { name: 5 }, 'cluster.name must be a name'],
    ['POST', '/backends/um1/clusters', { name: 'engine1' }, 'engine1 is not a cluster'],
    ['DELETE', '/backends/um1/clusters/east', undefined, 'there is no managed cluster east'],
    ['PUT', '/backends/um1/cluster', { name: 'lab' }, 'um1 is not a cluster'],
    ['PUT', '/backends/east/cluster', {}, 'cluster.name must be a name'],
    ['PUT', '/backends/um1/gateway', { enabled: 'no' }, 'gateway.enabled must be true or false'],
    ['PUT', '/backends/east/gateway', {}, 'only a unified-manager manages clusters'],
  ])('answers %s %s with %j with what was expected', async (method, path, body, expected) => {
    const reply = await control(await start(), method, path, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toContain(expected);
  });

  it.each(['/', '/backends/nowhere', '/backends/east/surprise', '/backends/east/fault'])(
    'answers GET %s with 404 and the existing names',
    async (path) => {
      const { status, body } = await control(await start(), 'GET', path);
      expect([status, body.error]).toEqual([404, expect.stringMatching(/east|GET \/backends/)]);
    },
  );
});
