import { type JobStore, Secret, StoreUnavailableError, systemClock } from '@gateway/core';
import { numbered, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { until } from '@gateway/testing/until';
import { Redis } from 'ioredis';

import { createStore } from '../create-store.js';
import { FakeSentinel } from '../testing/fake-sentinel.js';
import { Follower } from '../testing/follower.js';

describe('the Redis store behind Sentinels', () => {
  let server: RedisServer;
  let direct: Redis;
  let sentinel: FakeSentinel;
  let logger: RecordingLogger;
  let store: JobStore;

  beforeEach(async () => {
    server = await startRedisServer();
    direct = new Redis(server.port, { disconnectTimeout: 100 });
    sentinel = new FakeSentinel(server.port);
    await sentinel.open();
    logger = new RecordingLogger();
    store = createStore({ kind: 'redis', sentinel: address(), namespace: 'jobs', clock: systemClock, logger });
  });

  afterEach(async () => {
    await store.close();
    await sentinel.close();
    direct.disconnect();
    await server.kill();
  });

  function address() {
    return { master: 'jobs', nodes: [{ host: '127.0.0.1', port: sentinel.port }], encrypted: false };
  }

  /** Waits until `count` connections have subscribed to failovers, which they do after they are ready. */
  function subscribed(count: number): Promise<void> {
    return until(`${count} connections have subscribed to failovers`, () => sentinel.subscribers === count);
  }

  it('reconnects, with its followers, if a new master is announced while they look for it', async () => {
    await store.open();
    const follower = new Follower(store, '0-0');
    await follower.reach((await store.append(numbered(3), seenAt(1))).revision);
    await subscribed(2);
    sentinel.hold();
    await direct.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until('both connections look for the master', () => sentinel.waiting === 2);
    sentinel.announceMaster();
    await until('both have received the new master', () => sentinel.subscribers === 0);
    sentinel.release();
    await until('the store is connected', () => store.healthy());
    const { revision } = await store.append(numbered(3, 3), seenAt(1));
    await follower.reach(revision);
    await subscribed(2);
    await follower.stop();
    expect(follower.changes).toHaveLength(6);
    expect(logger.lines.map(({ message }) => message).sort()).toEqual([
      'connected to Redis again',
      'connected to Redis again',
      'connection to Redis lost',
      'connection to Redis lost',
    ]);
  });

  it('logs once that no Sentinel is there, and follows when one is', async () => {
    await store.open();
    await sentinel.close();
    const follower = new Follower(store, '0-0');
    const { revision } = await store.append(numbered(3), seenAt(1));
    await until('the failure is logged', () => logger.lines.length === 1);
    await sentinel.open();
    await follower.reach(revision);
    await subscribed(2);
    await follower.stop();
    expect(logger.lines).toMatchObject([
      { level: 'warn', message: 'change log cannot be read', fields: { reason: 'no Sentinel knows the master' } },
      { level: 'info', message: 'change log can be read again' },
    ]);
  });

  it('stops following while a Sentinel does not respond', async () => {
    await store.open();
    sentinel.hold();
    const follower = new Follower(store, '0-0');
    await until('it looks for the master', () => sentinel.waiting === 1);
    await follower.stop();
    expect(sentinel.waiting).toBe(1);
    expect(logger.lines).toEqual([]);
  });

  it('uses a changed password of the Sentinels without a restart', async () => {
    let password = 'former';
    sentinel.require('former');
    const login = { password: new Secret(() => password) };
    store = createStore({
      kind: 'redis',
      sentinel: { ...address(), login },
      namespace: 'jobs',
      clock: systemClock,
      logger,
    });
    await store.open();
    await subscribed(1);
    sentinel.require('latter');
    await direct.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until('the loss is detected', () => !store.healthy());
    password = 'latter';
    await until('the store is connected', () => store.healthy());
    await subscribed(1);
  });

  it('does not open without Sentinels, and makes only one attempt', async () => {
    await sentinel.close();
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow('Redis is not available: no Sentinel knows the master');
    await sentinel.open();
    await store.open();
    expect(store.healthy()).toBe(true);
    await subscribed(1);
  });

  it('leaves no connection open if it closes while it looks for the master', async () => {
    await store.open();
    const follower = new Follower(store, '0-0');
    await subscribed(2);
    sentinel.hold();
    await direct.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until('both connections look for the master', () => sentinel.waiting === 2);
    await follower.stop();
    await store.close();
    sentinel.release();
    await until('no connection is subscribed to failovers', () => sentinel.subscribers === 0);
    expect(((await direct.client('LIST')) as string).trim().split('\n')).toHaveLength(1);
  });
});
