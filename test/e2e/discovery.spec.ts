/** Clusters that are found through a Unified Manager, polled and acted on through it. */
import { type ConfiguredSource } from '@gateway/core';
import { readUntil, until } from '@gateway/testing/until';

import { type Simulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { type Home, makeHome, STORE_KINDS } from '../support/home.js';
import { sourceFor } from '../support/sources.js';
import { startGateway, type TestAnswer, type TestGateway } from '../support/start-gateway.js';

type SourceRecord = TestAnswer['body'];

describe.each(STORE_KINDS)('discovery with the store %s', (kind) => {
  let simulator: Simulator;
  let home: Home;
  let gateway: TestGateway | undefined;
  let other: TestGateway | undefined;

  beforeEach(async () => {
    simulator = await startSimulator({
      backends: { ontap: 1, 'unified-manager': 2 },
      managed: 3,
      jobs: 4,
      churn: 0,
      latencyMs: 0,
      seed: 1,
    });
    home = await makeHome(kind);
  });
  afterEach(async () => {
    await Promise.all([gateway?.close(), other?.close()]);
    [gateway, other] = [undefined, undefined];
    await simulator.close();
    await home.remove();
  });

  /** A Unified Manager whose clusters are looked for every 200 ms. */
  function manager(name: string, match = '*'): ConfiguredSource {
    const poll = { intervalMs: 200, timeoutMs: 2_000, finishedJobTtlMs: 300_000 };
    const discovery = { intervalMs: 200, match, labels: { found: 'yes' }, poll };
    return { ...sourceFor(simulator.backend(name)), discovery };
  }

  async function start(...sources: readonly ConfiguredSource[]): Promise<TestGateway> {
    gateway = await startGateway(sources, home);
    return gateway;
  }

  const sources = async (): Promise<readonly SourceRecord[]> => (await gateway!.get('/api/sources')).body.records;
  const discovered = async (): Promise<readonly string[]> =>
    (await sources())
      .filter(({ origin }) => origin.kind === 'discovery')
      .map(({ name }) => name)
      .sort();
  const untilDiscovered = (...names: readonly string[]) =>
    readUntil(discovered, (found) => found.join() === [...names].sort().join());
  const log = (message: string) => gateway!.lines.filter(({ msg }) => msg === message);

  it('polls every cluster of every Unified Manager through it, and says where each comes from', async () => {
    await start(manager('um1'), manager('um2'));
    const names = ['um1', 'um2'].flatMap((um) => [1, 2, 3].map((at) => `${um}-cluster${at}`));
    await untilDiscovered(...names);
    await gateway!.allSourcesOk();
    const record = (await sources()).find(({ name }) => name === 'um2-cluster3');
    expect(record).toMatchObject({
      kind: 'ontap',
      url: simulator.backend('um2').url,
      labels: { found: 'yes' },
      origin: { kind: 'discovery', source: 'um2', cluster_uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    const jobs = (await gateway!.get('/api/jobs?source.name=um2-cluster3')).body;
    expect(jobs.num_records).toBe(4);
    expect(
      simulator
        .backend('um2-cluster3')
        .truth()
        .map(({ nativeId }) => `um2-cluster3~${nativeId}`)
        .sort(),
    ).toEqual(jobs.records.map(({ id }: { id: string }) => id).sort());
  });

  it('acts on a job through the Unified Manager', async () => {
    await start(manager('um1'));
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    const cluster = simulator.backend('um1-cluster1');
    const nativeId = cluster.addJob({ steps: [{ state: 'running', forMs: 600_000 }], cancellable: true });
    const id = `um1-cluster1~${nativeId}`;
    await gateway!.job(id, ({ state }) => state === 'running');
    expect((await gateway!.patch(`/api/jobs/${id}?action=cancel`)).status).toBe(202);
    await gateway!.job(id, ({ terminal }) => terminal);
    simulator.backend('um1').gateway.readOnly = true;
    const other = `um1-cluster1~${cluster.addJob({ steps: [{ state: 'running', forMs: 600_000 }], cancellable: true })}`;
    await gateway!.job(other, ({ state }) => state === 'running');
    const refused = await gateway!.patch(`/api/jobs/${other}?action=cancel`);
    expect(refused.status).toBe(502);
    expect(refused.body.type).toBe('/docs/errors#backend-refused');
  });

  it('follows clusters that are added, renamed and removed, and keeps names over a restart', async () => {
    await start(manager('um1'));
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    const [before] = (await sources()).filter(({ name }) => name === 'um1-cluster1');
    simulator.backend('um1-cluster1').cluster.name = 'lab';
    await simulator.addCluster('um1');
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3', 'um1-cluster4');
    simulator.removeCluster('um1', 'um1-cluster2');
    await untilDiscovered('um1-cluster1', 'um1-cluster3', 'um1-cluster4');
    await gateway!.close();
    await start(manager('um1'));
    expect(await discovered()).toEqual(['um1-cluster1', 'um1-cluster3', 'um1-cluster4']);
    const [after] = (await sources()).filter(({ name }) => name === 'um1-cluster1');
    expect(after.origin).toEqual(before.origin);
  });

  it('removes nothing while the Unified Manager is unreachable or its API gateway is off, also over a restart', async () => {
    await start(manager('um1'));
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    simulator.backend('um1').gateway.enabled = false;
    await until('the failure is logged', () => log('clusters could not be discovered; those in use stay').length > 0);
    expect(await discovered()).toHaveLength(3);
    await gateway!.close();
    await start(manager('um1'));
    expect(await discovered()).toHaveLength(3);
    await until('the failure is logged', () => log('clusters could not be discovered; those in use stay').length > 0);
    expect(await discovered()).toHaveLength(3);
    simulator.backend('um1').gateway.enabled = true;
    await until('the end is logged', () => log('clusters are discovered again').length > 0);
  });

  it('polls a cluster once: directly if it is configured, else through the first Unified Manager', async () => {
    await simulator.addCluster('um1', 'east');
    await simulator.addCluster('um2', 'east');
    await start(manager('um1'), manager('um2', 'east'));
    await untilDiscovered('east', 'um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    expect((await sources()).find(({ name }) => name === 'east').origin.source).toBe('um1');
    await gateway!.close();
    const direct = sourceFor(simulator.backend('east'));
    const renamed = { ...direct, source: { ...direct.source, name: 'direct' } };
    await start(renamed, manager('um1'), manager('um2', 'east'));
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    await gateway!.allSourcesOk();
  });

  it('keeps the names of sources if a Unified Manager is configured under another name', async () => {
    await start(manager('um1'));
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    simulator.backend('um1-cluster1').cluster.name = 'lab';
    await gateway!.close();
    const um1 = manager('um1');
    await start({ ...um1, source: { ...um1.source, name: 'other' } });
    await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
    expect((await sources()).map(({ origin }) => origin.source)).toContain('other');
  });

  (kind === 'redis' ? it : it.skip)(
    'shows what another replica has found, if it cannot list the clusters',
    async () => {
      const um1 = manager('um1');
      other = await startGateway([um1], home);
      await start({ ...um1, connection: { ...um1.connection, url: 'http://127.0.0.1:1' } });
      await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3');
      await simulator.addCluster('um1');
      await untilDiscovered('um1-cluster1', 'um1-cluster2', 'um1-cluster3', 'um1-cluster4');
    },
  );

  it('takes only clusters whose names match', async () => {
    await start(manager('um1', 'UM1-*2'));
    await untilDiscovered('um1-cluster2');
  });
});
