import { type JobStore, StoreUnavailableError, systemClock } from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { type RedisServer } from '@gateway/testing/redis-server';
import { until } from '@gateway/testing/until';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';
import { MAX_PENDING_COMMANDS } from './commands.js';
import { redisKeys } from './keys.js';
import { RedisCluster } from './testing/redis-cluster.js';

describe('the Redis store with a Cluster', () => {
  let cluster: RedisCluster;
  let logger: RecordingLogger;
  let store: JobStore;

  beforeAll(async () => {
    cluster = await RedisCluster.start(3, 0);
  }, 20_000);

  afterAll(() => cluster.stop());

  beforeEach(() => {
    logger = new RecordingLogger();
    store = over(cluster);
  });

  afterEach(async () => {
    await store.close();
    await Promise.all(cluster.direct.map((node) => node.flushall()));
  });

  it('runs many commands and followers at once from the beginning, and logs nothing', async () => {
    await store.open();
    const followers = [new Follower(store, '0-0'), new Follower(store, '0-0')];
    const sources = ['east', 'west', 'north', 'south'];
    const leases = await Promise.all(sources.map((source) => store.acquireLease(source, 'a', 60_000)));
    expect(leases.map((lease) => lease?.source)).toEqual(sources);
    const { revision } = await store.append(numbered(500), seenAt(1));
    for (const follower of followers) {
      await follower.reach(revision);
      await follower.stop();
      expect(follower.changes).toHaveLength(500);
    }
    expect((await allJobs(store)).size).toBe(500);
    await store.close();
    expect(logger.lines).toEqual([]);
  });

  it('does not open while the Cluster is down, makes only one attempt, and opens when it is up', async () => {
    await cluster.loseSlot();
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow('Redis is not available: CLUSTERDOWN');
    expect(store.healthy()).toBe(false);
    await cluster.regainSlot();
    await store.open();
    expect((await store.append(numbered(3), seenAt(1))).rejected).toEqual([]);
  });

  it('fails commands while the Cluster is down, without an ERROR, and works again when it is up', async () => {
    await store.open();
    await store.append(numbered(3), seenAt(1));
    await cluster.loseSlot();
    await expect(store.append([put('east~a')], seenAt(1))).rejects.toThrow('Redis is not available: CLUSTERDOWN');
    await expect(store.revision()).rejects.toThrow(StoreUnavailableError);
    expect(store.failedWrites()).toBe(1);
    await cluster.regainSlot();
    await store.append([put('east~a')], seenAt(1));
    expect((await allJobs(store)).size).toBe(4);
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('follows when a Cluster that was down is up', async () => {
    await store.open();
    await cluster.loseSlot();
    const before = await connectionsEver();
    const follower = new Follower(store, '0-0');
    // An attempt makes three connections, so the first attempt has failed.
    await until('the first attempt of the follower has failed', async () => (await connectionsEver()) > before + 6);
    await cluster.regainSlot();
    const { revision } = await store.append(numbered(3), seenAt(1));
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes).toHaveLength(3);
  });

  it('fails at once while no node is there', async () => {
    const alone = await RedisCluster.start(1, 0);
    const other = over(alone);
    await other.open();
    await other.append(numbered(3), seenAt(1));
    await alone.stop();
    await until('the loss is detected', () => !other.healthy());
    await expect(other.append([put('east~a')], seenAt(1))).rejects.toThrow(StoreUnavailableError);
    await expect(other.revision()).rejects.toThrow(StoreUnavailableError);
    await other.close();
    expect(logger.lines.map(({ message }) => message)).toEqual(['connection to Redis lost']);
  });

  it('fails a command that should be retried when all nodes are gone', async () => {
    const pair = await RedisCluster.start(2, 0);
    const other = over(pair);
    await other.open();
    await other.append(numbered(3), seenAt(1));
    await pair.beginMove(redisKeys('jobs').log);
    const attempt = other.append([put('east~a')], seenAt(1));
    const failing = expect(attempt).rejects.toThrow(StoreUnavailableError);
    await until('both nodes were tried', async () => {
      const errors = (await Promise.all(pair.direct.map((node) => node.info('errorstats')))).join();
      return errors.includes('TRYAGAIN') && errors.includes('MOVED');
    });
    await pair.stop();
    await failing;
    await other.close();
  });

  it('queues a limited number of commands for a silent node, fails them, and works when it responds', async () => {
    const alone = await RedisCluster.start(1, 0);
    const other = over(alone);
    await other.open();
    const [{ pid }] = alone.servers as [RedisServer];
    process.kill(pid, 'SIGSTOP');
    const reads = Array.from({ length: MAX_PENDING_COMMANDS + 200 }, () => other.revision());
    const outcomes = (await Promise.allSettled(reads)).map((each) => String((each as PromiseRejectedResult).reason));
    expect(outcomes.filter((each) => each.includes('too many commands are waiting for Redis'))).toHaveLength(200);
    expect(outcomes.filter((each) => each.includes('connection lost'))).toHaveLength(MAX_PENDING_COMMANDS);
    process.kill(pid, 'SIGCONT');
    await until('the node is connected again', () => other.healthy());
    await other.append(numbered(3), seenAt(1));
    expect((await allJobs(other)).size).toBe(3);
    await other.close();
    await alone.stop();
  });

  it('leaves no connection open after following ends and the store closes', async () => {
    await store.open();
    const follower = new Follower(store, '0-0');
    await follower.reach((await store.append(numbered(3), seenAt(1))).revision);
    await follower.stop();
    await store.close();
    await until(
      'only the connections of the test are left',
      async () => (await connections()) === cluster.direct.length,
    );
  });

  function over({ addresses }: RedisCluster): JobStore {
    const address = { cluster: { nodes: addresses, encrypted: false } };
    return createStore({ kind: 'redis', ...address, namespace: 'jobs', clock: systemClock, logger });
  }

  async function connections(): Promise<number> {
    const lists = await Promise.all(cluster.direct.map((node) => node.client('LIST')));
    return lists.reduce<number>((sum, list) => sum + String(list).trim().split('\n').length, 0);
  }

  async function connectionsEver(): Promise<number> {
    const infos = await Promise.all(cluster.direct.map((node) => node.info('stats')));
    return infos.reduce((sum, info) => sum + Number(/^total_connections_received:(\d+)/m.exec(info)?.[1]), 0);
  }
});
