import { randomUUID } from 'node:crypto';

import { type JobStore, type Lease, LeaseLostError, Secret, systemClock } from '@gateway/core';
import { put, seenAt } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';
import { Redis } from 'ioredis';

import { createStore } from '../create-store.js';
import { type RedisKeys, redisKeys } from './keys.js';

const TTL_MS = 600_000;

describe('the leases of the Redis store, changed by a person or another program', () => {
  let redis: Redis;
  let keys: RedisKeys;
  let lease: string;
  let logger: RecordingLogger;
  let store: JobStore;

  beforeEach(async () => {
    const url = process.env.TEST_REDIS_URL ?? '';
    const namespace = `test-${randomUUID()}`;
    redis = new Redis(url);
    keys = redisKeys(namespace);
    lease = keys.lease('east');
    logger = new RecordingLogger();
    store = createStore({ kind: 'redis', url: new Secret(url), namespace, clock: systemClock, logger });
    await store.open();
  });

  afterEach(async () => {
    await store.close();
    await redis.del(lease, ...[keys.jobs, keys.log, keys.fencing, keys.checkpoints, keys.replicas]);
    await redis.quit();
  });

  async function take(holder: string): Promise<Lease> {
    const taken = await store.acquireLease('east', holder, TTL_MS);
    if (!taken) throw new Error(`${holder} did not get the lease`);
    return taken;
  }

  function expectRepaired(key: string, problem: string): void {
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        fields: { source: 'east', key, problem },
        message: 'lease of a source was damaged in Redis and repaired',
      },
    ]);
  }

  it.each<[string, string, () => Promise<unknown>]>([
    ['without expiry', 'the lease has no expiry', () => redis.persist(lease)],
    ['that expires in a year', 'the lease expires too late', () => redis.expire(lease, 31_536_000)],
  ])('a lease %s is kept if its holder renews it, else it expires', async (_what, problem, change) => {
    const held = await take('a');
    await change();
    expect(await store.acquireLease('east', 'b', 1_000)).toBeUndefined();
    expect(await redis.pttl(lease)).toBeLessThanOrEqual(1_000);
    expectRepaired(lease, problem);
    expect(await store.acquireLease('east', 'a', 1_000)).toEqual(held);
    await until('the lease expires', async () => (await store.acquireLease('east', 'b', 1)) !== undefined);
    expect(logger.lines).toHaveLength(1);
  });

  it('a lease without expiry gets one when its holder renews it', async () => {
    const held = await take('a');
    await redis.persist(lease);
    expect(await take('a')).toEqual(held);
    expect(await redis.pttl(lease)).toBeGreaterThan(0);
    expectRepaired(lease, 'the lease has no expiry');
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the value is not a lease', () => redis.set(lease, 'x')],
    ['the value is not a lease', () => redis.set(lease, '')],
    ['the value is not a lease', () => redis.set(lease, '7')],
    ['the value is not a lease', () => redis.set(lease, '-7 a')],
    ['the value is not a lease', () => redis.set(lease, `${'9'.repeat(30)} a`)],
    ['the key is a hash', () => redis.hset(lease, 'a', 'b')],
    ['the key is a list', () => redis.lpush(lease, 'a')],
  ])('what is no lease is replaced by one, under a higher number: %s', async (problem, change) => {
    const lost = await take('a');
    await redis.del(lease);
    await change();
    const next = await take('b');
    expect(next.fencing).toBeGreaterThan(lost.fencing);
    expectRepaired(lease, problem);
    await expect(store.append([put('east~a')], seenAt(1, lost.fencing))).rejects.toThrow(LeaseLostError);
    expect((await store.append([put('east~a')], seenAt(1, next.fencing))).rejected).toEqual([]);
  });

  it('the holder gets a higher number if its lease was replaced by something else', async () => {
    const before = await take('a');
    await redis.set(lease, 'x');
    await expect(store.saveCheckpoint(before, {})).rejects.toThrow(LeaseLostError);
    expect((await take('a')).fencing).toBeGreaterThan(before.fencing);
  });

  it('a checkpoint is not saved, and nothing is released, while the key of the lease has another type', async () => {
    const held = await take('a');
    await redis.del(lease);
    await redis.hset(lease, 'a', 'b');
    await expect(store.saveCheckpoint(held, {})).rejects.toThrow(LeaseLostError);
    await store.releaseLease(held);
    expect(await redis.type(lease)).toBe('hash');
    expect(logger.lines).toEqual([]);
  });

  it.each(['x', '', '1.5', '-1', String(Number.MAX_SAFE_INTEGER), '9'.repeat(30)])(
    'the fencing number %p is replaced by a new one',
    async (text) => {
      const released = await take('a');
      await store.releaseLease(released);
      await until('the next number is higher', () => Date.now() > released.fencing);
      await redis.hset(keys.fencing, 'east', text);
      const next = await take('b');
      expect(next.fencing).toBeGreaterThan(released.fencing);
      expect(Number.isSafeInteger(next.fencing)).toBe(true);
      expectRepaired(keys.fencing, 'the field is not a fencing number');
      expect((await store.append([put('east~a')], seenAt(1, next.fencing))).rejected).toEqual([]);
    },
  );

  it('the fencing number is replaced when the holder renews its lease, which then still keeps others out', async () => {
    const held = await take('a');
    await redis.hset(keys.fencing, 'east', 'x');
    expect(await take('a')).toEqual(held);
    expectRepaired(keys.fencing, 'the field is not a fencing number');
    await expect(store.append([put('east~a')], seenAt(1, held.fencing - 1))).rejects.toThrow(LeaseLostError);
    expect((await store.append([put('east~a')], seenAt(1, held.fencing))).rejected).toEqual([]);
  });

  it('a lost fencing number is restored when the holder renews its lease', async () => {
    const held = await take('a');
    await redis.del(keys.fencing);
    expect(await take('a')).toEqual(held);
    expect(await redis.hget(keys.fencing, 'east')).toBe(String(held.fencing));
    expect(logger.lines).toEqual([]);
  });

  it('a fencing number far in the future keeps increasing, and the holder of the lease gets a higher one', async () => {
    const held = await take('a');
    await redis.hset(keys.fencing, 'east', '8000000000000000');
    await expect(store.append([put('east~a')], seenAt(1, held.fencing))).rejects.toThrow(LeaseLostError);
    const next = await take('a');
    expect(next.fencing).toBe(8_000_000_000_000_001);
    expectRepaired(lease, 'the lease has a lower fencing number than its source');
    expect((await store.append([put('east~a')], seenAt(1, next.fencing))).rejected).toEqual([]);
  });

  it('replicas that would be live for longer than any announcement are removed and logged', async () => {
    await store.announce('a', TTL_MS);
    await redis.zadd(keys.replicas, '+inf', 'x', Date.now() + 86_400_000, 'y', '-inf', 'z', Date.now() + TTL_MS, 'b');
    expect([...(await store.announce('a', TTL_MS))].sort()).toEqual(['a', 'b']);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { key: keys.replicas, replicas: ['y', 'x'] } }]);
    await store.announce('a', TTL_MS);
    expect(logger.lines).toHaveLength(1);
  });

  it('a foreign checkpoint is logged once and treated as none', async () => {
    await redis.hset(keys.checkpoints, 'east', 'no checkpoint');
    expect(await store.loadCheckpoint('east')).toBeUndefined();
    expect(await store.loadCheckpoint('east')).toBeUndefined();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { source: 'east' } }]);
    await store.saveCheckpoint(await take('a'), { cursor: 'c' });
    expect(await store.loadCheckpoint('east')).toEqual({ cursor: 'c' });
  });
});
