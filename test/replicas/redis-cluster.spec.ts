import { redisKeys } from '../../libs/store/src/redis/keys.js';
import { NODE_TIMEOUT_MS, RedisCluster } from '../../libs/store/src/redis/testing/redis-cluster.js';
import { expectNothingLost } from './expect-nothing-lost.js';
import { printFigure, Replicas } from './replicas.js';

const NAMESPACE = 'jobs';
const LOG_UNREADABLE = 'change log cannot be read';

describe('a fail-over in a Redis Cluster with writes in progress', () => {
  let cluster: RedisCluster;
  let replicas: Replicas;

  beforeEach(async () => {
    cluster = await RedisCluster.start(3, 1);
    const nodes = cluster.addresses.map(({ host, port }) => `redis://${host}:${port}`);
    replicas = await Replicas.prepare(2, { kind: 'redis', cluster: { nodes }, namespace: NAMESPACE }, 600);
    await replicas.start(0);
    await replicas.start(1);
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(async () => {
    await replicas.stop();
    await cluster.stop();
  });

  it('ends soon, and two cycles later the records have the outcomes of the backends', async () => {
    for (const at of [0, 1]) expect(replicas.messages(at, 40)).not.toContain(LOG_UNREADABLE);
    const before = await replicas.jobs(0);
    const master = await cluster.masterOf(redisKeys(NAMESPACE).log);
    const killed = Date.now();
    await master.kill();
    const tookMs = await replicas.allPolledSince(0, killed + NODE_TIMEOUT_MS);
    printFigure(
      `fail-over in a Redis Cluster: all sources polled again ${((tookMs + NODE_TIMEOUT_MS) / 1_000).toFixed(1)} s after ` +
        'the master of the keys was killed',
    );
    await expectNothingLost(replicas, before);
    for (const at of [0, 1]) expect(replicas.messages(at, 50)).toEqual([]);
  });
});
