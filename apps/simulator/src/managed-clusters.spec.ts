import { type SimulatedBackend } from './simulator.js';
import { callBackend, simulators, timeAtNoon } from './testing/simulated.js';

const start = simulators();

async function clustersOf(um: SimulatedBackend): Promise<readonly (readonly [name: string, uuid: string])[]> {
  const { body } = await callBackend(um, '/api/gateways');
  return body.records.map(({ name, uuid }: { name: string; uuid: string }) => [name, uuid]) as [string, string][];
}

async function statusOf(um: SimulatedBackend, { cluster }: SimulatedBackend): Promise<number> {
  return (await callBackend(um, `/api/gateways/${cluster.uuid}/cluster`)).status;
}

describe('a managed cluster', () => {
  it('is a backend with jobs, an address and a login of its own, but not one of the configured backends', async () => {
    const clock = timeAtNoon();
    const simulator = await start({ clock, managed: 2, jobs: 4, churn: 6 });
    expect(simulator.backends.map(({ name }) => name)).toEqual(['east', 'engine1', 'um1']);
    expect(simulator.managedClusters.map(({ name }) => name)).toEqual(['um1-cluster1', 'um1-cluster2']);
    const [first, second] = simulator.managedClusters as [SimulatedBackend, SimulatedBackend];
    clock.pass(10_000);
    simulator.advance();
    expect(first.truth()).toHaveLength(5);
    expect(first.truth().map(({ nativeId }) => nativeId)).not.toEqual(second.truth().map(({ nativeId }) => nativeId));
    expect((await callBackend(first, '/api/cluster')).body.version.major).toBe(13);
    expect((await callBackend(second, '/api/cluster')).body.version.major).toBe(7);
    expect((await callBackend(first, '/api/cluster', { login: false })).status).toBe(401);
  });

  it('can have settings of its own', async () => {
    const simulator = await start({ managed: 1, settings: { 'um1-cluster1': { version: '9.16.1' } } });
    expect((await callBackend(simulator.backend('um1-cluster1'), '/api/cluster')).body.version.major).toBe(16);
    await expect(start({ managed: 1, settings: { 'um1-cluster2': {} } })).rejects.toThrow('no backend um1-cluster2');
  });

  it('keeps its UUID, its jobs and its name in the simulator when it is renamed', async () => {
    const simulator = await start({ clock: timeAtNoon(), managed: 1, jobs: 3 });
    const cluster = simulator.backend('um1-cluster1');
    const [before, truth] = [await clustersOf(simulator.backend('um1')), cluster.truth()];
    cluster.cluster.name = 'lab';
    expect(before).toEqual([['um1-cluster1', cluster.cluster.uuid]]);
    expect(await clustersOf(simulator.backend('um1'))).toEqual([['lab', cluster.cluster.uuid]]);
    expect((await callBackend(cluster, '/api/cluster')).body).toMatchObject({ name: 'lab', uuid: before[0]?.[1] });
    expect(cluster.truth()).toEqual(truth);
    expect(simulator.backend('um1-cluster1')).toBe(cluster);
  });

  it('can be removed and added again', async () => {
    const simulator = await start({ managed: 2 });
    const [um, first] = [simulator.backend('um1'), simulator.backend('um1-cluster1')];
    simulator.removeCluster('um1', 'um1-cluster1');
    expect((await clustersOf(um)).map(([name]) => name)).toEqual(['um1-cluster2']);
    expect(await statusOf(um, first)).toBe(404);
    expect((await callBackend(first, '/api/cluster')).status).toBe(200);
    expect(await simulator.addCluster('um1', 'um1-cluster1')).toBe(first);
    expect((await clustersOf(um)).map(([name]) => name)).toEqual(['um1-cluster2', 'um1-cluster1']);
    expect(await statusOf(um, first)).toBe(200);
  });

  it('can be added while the simulator runs', async () => {
    const simulator = await start({ managed: 1, jobs: 2 });
    const um = simulator.backend('um1');
    const added = await simulator.addCluster('um1');
    const named = await simulator.addCluster('um1', 'lab');
    expect((await clustersOf(um)).map(([name]) => name)).toEqual(['um1-cluster1', 'um1-cluster2', 'lab']);
    expect(await statusOf(um, added)).toBe(200);
    expect((await callBackend(named, '/api/cluster/jobs')).body.num_records).toBe(2);
    expect(simulator.managedClusters).toHaveLength(3);
    await simulator.close();
    await expect(callBackend(named, '/api/cluster')).rejects.toThrow('ECONNREFUSED');
  });

  it('can be configured as a backend and managed by two Unified Managers, as the same cluster', async () => {
    const simulator = await start({ backends: { 'unified-manager': 2 } });
    const east = simulator.backend('east');
    for (const name of ['um1', 'um2']) expect(await simulator.addCluster(name, 'east')).toBe(east);
    const nativeId = east.addJob();
    for (const name of ['um1', 'um2']) {
      const path = `/api/gateways/${east.cluster.uuid}/cluster/jobs/${nativeId}`;
      expect((await callBackend(simulator.backend(name), path)).body.uuid).toBe(nativeId);
    }
    simulator.removeCluster('um2', 'east');
    expect(await statusOf(simulator.backend('um1'), east)).toBe(200);
    expect(simulator.managedClusters).toEqual([]);
  });

  it('cannot be added twice or removed twice, and only Unified Managers have clusters', async () => {
    const simulator = await start({ managed: 1 });
    await expect(simulator.addCluster('um1', 'um1-cluster1')).rejects.toThrow('um1-cluster1 is managed already');
    await expect(simulator.addCluster('um1', 'engine1')).rejects.toThrow('engine1 is not a cluster');
    await expect(simulator.addCluster('east')).rejects.toThrow('only a unified-manager manages clusters');
    await expect(simulator.addCluster('um2')).rejects.toThrow('no backend um2');
    expect(() => simulator.removeCluster('um1', 'east')).toThrow('no managed cluster east');
    expect(simulator.managedClusters).toHaveLength(1);
  });
});
