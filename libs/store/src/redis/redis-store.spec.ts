import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';

import {
  type JobStore,
  type Lease,
  LogCompactedError,
  Secret,
  StoreUnavailableError,
  systemClock,
} from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { TcpProxy } from '@gateway/testing/tcp-proxy';
import { until } from '@gateway/testing/until';
import { Redis } from 'ioredis';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';
import { describeStoreContract } from '../testing/store-contract.js';
import { MAX_PENDING_COMMANDS } from './commands.js';

describeStoreContract('the Redis store', async () => {
  const url = process.env.TEST_REDIS_URL ?? '';
  const namespace = `test-${randomUUID()}`;
  const redis = new Redis(url);
  return {
    async open(logLength, logger = new RecordingLogger()) {
      const options = { kind: 'redis', url: new Secret(url), namespace, clock: systemClock, logger } as const;
      const store = createStore({ ...options, ...(logLength && { logLength }) });
      await store.open();
      return store;
    },
    advanceTime: () => undefined,
    async corrupt(id, record) {
      await redis.hset(`{${namespace}}:jobs`, id, record);
    },
    async dispose() {
      const keys = await redis.keys(`{${namespace}}:*`);
      if (keys.length > 0) await redis.del(keys);
      await redis.quit();
    },
  };
});

describe('the Redis store and its connection', () => {
  const password = 'p4ssw0rd';
  let server: RedisServer;
  let direct: Redis;
  let proxy: TcpProxy;
  let logger: RecordingLogger;
  let store: JobStore;

  beforeEach(async () => {
    server = await startRedisServer({ 'enable-protected-configs': 'yes' });
    direct = new Redis(server.port, { disconnectTimeout: 100 });
    await direct.config('SET', 'requirepass', password);
    proxy = new TcpProxy(server.port);
    await proxy.open();
    logger = new RecordingLogger();
    store = storeAt(`redis://:${password}@127.0.0.1:${proxy.port}/2`);
  });

  afterEach(async () => {
    await store.close();
    await proxy.cut();
    direct.disconnect();
    await server.kill();
  });

  function storeAt(url: string): JobStore {
    return createStore({ kind: 'redis', url: new Secret(url), namespace: 'jobs', clock: systemClock, logger });
  }

  /** Makes saving to the disk fail, so that Redis rejects writes. */
  async function breakSaving(): Promise<void> {
    await direct.config('SET', 'dir', '/proc/self');
    await direct.config('SET', 'save', '3600 1');
    await direct.bgsave();
    await until('saving has failed', async () => (await direct.info('persistence')).includes('bgsave_status:err'));
  }

  /** The log lines above DEBUG. */
  function logged(): string[] {
    return logger.lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => `${level}: ${message}`);
  }

  it('fails at once while the connection is lost, and works again when it is back', async () => {
    await store.open();
    await store.append(numbered(3), seenAt(1));
    await proxy.cut();
    await until('the loss is detected', () => !store.healthy());
    for (const call of [
      () => store.append([put('east~a')], seenAt(1)),
      () => store.revision(),
      () => allJobs(store),
      () => store.acquireLease('east', 'a', 1_000),
      () => store.loadCheckpoint('east'),
    ]) {
      const outcome: Promise<unknown> = call().catch((error: unknown) => error);
      expect(await Promise.race([outcome, nextTurn('no outcome yet')])).toBeInstanceOf(StoreUnavailableError);
    }
    await proxy.open();
    await until('the connection is back', () => store.healthy());
    expect((await store.append([put('east~b')], seenAt(1))).rejected).toEqual([]);
    expect([...(await allJobs(store)).keys()].sort()).toEqual(['east~0', 'east~1', 'east~2', 'east~b']);
    expect(logged()).toEqual(['warn: connection to Redis lost', 'info: connected to Redis again']);
  });

  it('fails a command whose response is lost, and never sends it twice', async () => {
    await store.open();
    proxy.fallSilent();
    const pending = store.append([put('east~a')], seenAt(1));
    const cut = proxy.cut();
    await expect(pending).rejects.toThrow(StoreUnavailableError);
    await cut;
    await proxy.open();
    await until('the connection is back', () => store.healthy());
    expect(await store.revision()).toBe('0-0');
  });

  it('replaces a connection on which no responses arrive', async () => {
    await store.open();
    proxy.fallSilent();
    const pending = store.append([put('east~a')], seenAt(1));
    await expect(pending).rejects.toThrow(StoreUnavailableError);
    await until('there is a new connection', () => store.healthy());
    expect((await store.append([put('east~a')], seenAt(1))).rejected).toEqual([]);
  }, 20_000);

  it('sends a follower every change, although the connection is lost several times', async () => {
    await store.open();
    const writer = storeAt(`redis://:${password}@127.0.0.1:${server.port}/2`);
    await writer.open();
    const follower = new Follower(store, '0-0');
    let last = '';
    for (let round = 0; round < 3; round += 1) {
      ({ revision: last } = await writer.append(numbered(250, round * 500), seenAt(1)));
      await follower.reach(last);
      await proxy.cut();
      ({ revision: last } = await writer.append(numbered(250, round * 500 + 250), seenAt(1)));
      await proxy.open();
    }
    await follower.reach(last);
    await follower.stop();
    await writer.close();
    expect(follower.outcome).toEqual({ error: undefined });
    expect(follower.changes.map(({ id }) => id)).toEqual(numbered(1_500).map(({ id }) => id));
  });

  it('logs once that the change log cannot be read although Redis responds, and continues when it can', async () => {
    await store.open();
    const follower = new Follower(store, '0-0');
    await follower.reach((await store.append(numbered(3), seenAt(1))).revision);
    await direct.acl('SETUSER', 'default', '-xread');
    const { revision } = await store.append(numbered(3, 3), seenAt(1));
    await until('the failure is logged', () => logged().length > 0);
    await direct.acl('SETUSER', 'default', '+xread');
    await until('the log is read again', () => logged().length > 1);
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes.map(({ id }) => id)).toEqual(numbered(6).map(({ id }) => id));
    expect(logged()).toEqual(['warn: change log cannot be read', 'info: change log can be read again']);
  });

  it('logs that once also if the connection was lost in between', async () => {
    await store.open();
    const follower = new Follower(store, '0-0');
    await follower.reach((await store.append(numbered(3), seenAt(1))).revision);
    await direct.acl('SETUSER', 'default', '-xread');
    await direct.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const failure = 'warn: change log cannot be read';
    await until('the failure is logged', () => logged().includes(failure));
    await direct.acl('SETUSER', 'default', '+xread');
    await until('the store is connected', () => store.healthy());
    const { revision } = await store.append(numbered(3, 3), seenAt(1));
    await follower.reach(revision);
    await follower.stop();
    expect(logged().filter((line) => line === failure)).toHaveLength(1);
  });

  it('follows when a Redis that was not there is back', async () => {
    await store.open();
    await proxy.cut();
    await until('the loss is detected', () => !store.healthy());
    const follower = new Follower(store, '0-0');
    await proxy.open();
    await until('the connection is back', () => store.healthy());
    const { revision } = await store.append([put('east~a')], seenAt(1));
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes).toHaveLength(1);
  });

  it('ends a follower if Redis comes back empty', async () => {
    await store.open();
    const lease = await store.acquireLease('east', 'a', 600_000);
    const { revision } = await store.append(numbered(3), seenAt(1));
    const follower = new Follower(store, '0-0');
    await follower.reach(revision);
    await server.kill();
    server = await startRedisServer();
    proxy.leadTo(server.port);
    expect(await follower.ended).toEqual(expect.objectContaining({ name: 'LogCompactedError', lostWrites: false }));
    expect(follower.changes).toHaveLength(3);

    await until('the store is connected', () => store.healthy());
    expect(await store.revision()).toBe('0-0');
    expect(await allJobs(store)).toEqual(new Map());
    const next = await store.acquireLease('east', 'b', 600_000);
    expect(next?.fencing).toBeGreaterThan(lease?.fencing ?? Infinity);
  });

  it('grants an expired lease under a higher number after a failover, which may have lost writes', async () => {
    await store.open();
    const first = await store.acquireLease('east', 'a', 600_000);
    await direct.select(2);
    expect(await direct.del('{jobs}:lease:east')).toBe(1);
    expect(await store.acquireLease('east', 'a', 600_000)).toEqual(first);
    await direct.replicaof('127.0.0.1', server.port);
    await direct.replicaof('NO', 'ONE');
    expect(await store.acquireLease('east', 'a', 600_000)).toEqual(first);
    await direct.del('{jobs}:lease:east');
    const next = await store.acquireLease('east', 'a', 600_000);
    expect(next?.fencing).toBeGreaterThan(first?.fencing ?? Infinity);
  });

  it('reports lost changes to a follower if a copy without the last changes takes over', async () => {
    const copyOf = { replicaof: `127.0.0.1 ${server.port}`, masterauth: password, requirepass: password };
    const copy = await startRedisServer({ ...copyOf, 'repl-diskless-sync-delay': '0' });
    const copied = new Redis(copy.port, { password, db: 2, disconnectTimeout: 100 });
    await store.open();
    await store.append(numbered(3), seenAt(1));
    await until('the copy has the first changes', async () => (await copied.xlen('{jobs}:log')) === 3);
    await copied.replicaof('NO', 'ONE');
    const { revision } = await store.append(numbered(3, 3), seenAt(1));
    const follower = new Follower(store, '0-0');
    await follower.reach(revision);
    proxy.leadTo(copy.port);
    await server.kill();
    expect(await follower.ended).toEqual(expect.objectContaining({ name: 'LogCompactedError', lostWrites: true }));
    await until('the store is connected', () => store.healthy());
    await store.append(numbered(1, 6), seenAt(1));
    const late = new Follower(store, revision);
    expect(await late.ended).toEqual(expect.objectContaining({ name: 'LogCompactedError', lostWrites: true }));
    copied.disconnect();
    await copy.stop();
  });

  it('ends a follower if all data was deleted', async () => {
    await store.open();
    const { revision } = await store.append(numbered(3), seenAt(1));
    const follower = new Follower(store, '0-0');
    await follower.reach(revision);
    await direct.flushall();
    await store.append(numbered(3), seenAt(1));
    expect(await follower.ended).toBeInstanceOf(LogCompactedError);
    expect(follower.changes).toHaveLength(3);
  });

  it('writes nothing while Redis has no memory left, and throws the reason', async () => {
    await store.open();
    const { revision } = await store.append(numbered(3), seenAt(1));
    await direct.config('SET', 'maxmemory', '1');
    const attempt = store.append(numbered(100, 3), seenAt(1));
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow('Redis is not available: OOM');
    await direct.config('SET', 'maxmemory', '0');
    expect(await store.revision()).toBe(revision);
    expect((await allJobs(store)).size).toBe(3);
    expect((await store.append(numbered(100, 3), seenAt(1))).rejected).toEqual([]);
  });

  it('writes the later batches of an append although one fails, and throws its error', async () => {
    await store.open();
    const used = Number(/used_memory:(\d+)/.exec(await direct.info('memory'))?.[1]);
    // Redis holds a long argument, and afterwards a receive buffer of the same size for the next one.
    const length = 20_000_000;
    await direct.config('SET', 'maxmemory', used + 1.5 * length);
    const tooLong = put('east~long', 'x'.repeat(length));
    const attempt = store.append([...numbered(100), tooLong, ...numbered(1_500, 100)], seenAt(1));
    await expect(attempt).rejects.toThrow('Redis is not available: OOM');
    expect(store.failedWrites()).toBe(1);
    const jobs = await allJobs(store);
    expect(jobs.size).toBe(1_600);
    expect(jobs.has(tooLong.id)).toBe(false);
  });

  it('counts a replica as live, by the clock of Redis, until its time is over or it leaves', async () => {
    await store.open();
    expect(await store.announce('a', 600_000)).toEqual(['a']);
    expect([...(await store.announce('b', 1))].sort()).toEqual(['a', 'b']);
    await until('b is no longer live', async () => (await store.announce('a', 600_000)).length === 1);
    await store.announce('c', 600_000);
    expect([...(await store.announce('a', 0))]).toEqual(['c']);
  });

  it('logs once that Redis rejects writes, once that it accepts them again, and counts each failed write', async () => {
    await store.open();
    const lease = (await store.acquireLease('east', 'a', 600_000)) as Lease;
    await direct.config('SET', 'maxmemory', '1');
    await expect(store.append([put('east~a')], seenAt(1))).rejects.toThrow('Redis is not available: OOM');
    await expect(store.saveCheckpoint(lease, { cursor: 'c' })).rejects.toThrow('OOM');
    await expect(store.acquireLease('west', 'a', 1_000)).rejects.toThrow('OOM');
    await expect(store.announce('a', 1_000)).rejects.toThrow('OOM');
    expect(store.failedWrites()).toBe(4);
    expect(await allJobs(store)).toEqual(new Map());
    expect(logger.lines).toMatchObject([
      { level: 'error', fields: { reason: 'OOM' }, message: 'Redis rejects writes' },
    ]);
    await direct.config('SET', 'maxmemory', '0');
    await store.append([put('east~a')], seenAt(1));
    expect(logged()).toEqual(['error: Redis rejects writes', 'info: Redis accepts writes again']);
  });

  it.each([
    [
      'a replica',
      'READONLY',
      (port: number) => direct.replicaof('127.0.0.1', port),
      () => direct.replicaof('NO', 'ONE'),
    ],
    [
      'short of replicas',
      'NOREPLICAS',
      () => direct.config('SET', 'min-replicas-to-write', '1'),
      () => direct.config('SET', 'min-replicas-to-write', '0'),
    ],
    ['unable to save', 'MISCONF', () => breakSaving(), () => direct.config('SET', 'stop-writes-on-bgsave-error', 'no')],
  ])(
    'logs that Redis is %s, continues to read, is opened again, and writes when it can',
    async (_what, reason, breakRedis, fixRedis) => {
      await store.open();
      await store.append(numbered(3), seenAt(1));
      await breakRedis(server.port);
      await expect(store.append([put('east~a')], seenAt(1))).rejects.toThrow(reason);
      await until('it can be read', async () => (await allJobs(store).catch(() => new Map())).size === 3);
      await store.close();
      await store.open();
      expect(await store.inspect()).toMatchObject({ records: 3 });
      await fixRedis();
      await until('a write succeeds', () =>
        store.append([put('east~a')], seenAt(1)).then(
          () => true,
          () => false,
        ),
      );
      expect(logged()).toEqual(['error: Redis rejects writes', 'info: Redis accepts writes again']);
      expect(store.failedWrites()).toBeGreaterThan(0);
    },
  );

  it('queues a limited number of commands while Redis pauses, and completes those', async () => {
    await store.open();
    await direct.client('PAUSE', 1_000, 'WRITE');
    const appends = numbered(MAX_PENDING_COMMANDS + 200).map((draft) => store.append([draft], seenAt(1)));
    const outcomes = await Promise.allSettled(appends);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(200);
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain('too many commands are waiting for Redis');
    expect((await allJobs(store)).size).toBe(MAX_PENDING_COMMANDS);
    expect((await store.append([put('east~a')], seenAt(1))).rejected).toEqual([]);
  });

  it('leaves no connection open after following ends and the store closes', async () => {
    await store.open();
    const connections = async (): Promise<number> =>
      ((await direct.client('LIST')) as string).trim().split('\n').length;
    expect(await connections()).toBe(2);
    const follower = new Follower(store, '0-0');
    await until('the follower is connected', async () => (await connections()) === 3);
    await follower.stop();
    await until('the follower is disconnected', async () => (await connections()) === 2);
    await new Follower(store, '1-1').ended;
    await until('the rejected follower is disconnected', async () => (await connections()) === 2);
    await store.close();
    await until('the store is disconnected', async () => (await connections()) === 1);
  });

  it('does not open without Redis, and makes only one attempt', async () => {
    await proxy.cut();
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow('Redis is not available: ECONNREFUSED');
    expect(store.healthy()).toBe(false);
    await proxy.open();
    await store.open();
    expect(store.healthy()).toBe(true);
  });

  it.each(['redis://:wr0ng@127.0.0.1:PORT', 'redis://user:wr0ng@127.0.0.1:PORT', 'redis://127.0.0.1:PORT'])(
    'throws the reason of a refused login, without a secret (%s)',
    async (url) => {
      store = storeAt(url.replace('PORT', String(proxy.port)));
      const error: unknown = await store.open().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect((error as Error).message).toMatch(/^Redis is not available: (WRONGPASS|NOAUTH)$/);
    },
  );

  it('prints neither the address nor the password of a URL, whatever fails', async () => {
    const errors: unknown[] = [];
    const keep = (error: unknown): number => errors.push(error);
    await storeAt(`redis://:${password}@127.0.0.1:port`).open().catch(keep);
    await store.open();
    await proxy.cut();
    await store.append([put('east~a')], seenAt(1)).catch(keep);
    await until('the loss is detected', () => !store.healthy());
    await store.append([put('east~a')], seenAt(1)).catch(keep);
    expect(errors).toHaveLength(3);
    const printed = inspect([errors, logger.lines, store], { depth: 10, showHidden: true });
    expect(printed).toContain('StoreUnavailableError');
    expect(printed).not.toContain(password);
    expect(printed).not.toContain(String(proxy.port));
  });
});
