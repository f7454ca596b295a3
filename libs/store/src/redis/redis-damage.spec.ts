/** What the Redis store does when other programs change its keys. */
import { randomUUID } from 'node:crypto';

import { compareRevisions, type JobStore, Secret, StoreUnavailableError, systemClock } from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { startRedisServer } from '@gateway/testing/redis-server';
import { until } from '@gateway/testing/until';
import { Redis } from 'ioredis';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';

describe('the Redis store and other programs', () => {
  const url = process.env.TEST_REDIS_URL ?? '';
  let prefix: string;
  let redis: Redis;
  let logger: RecordingLogger;
  let clock: ManualTime;
  let store: JobStore;

  beforeEach(async () => {
    const namespace = `test-${randomUUID()}`;
    prefix = `{${namespace}}:`;
    redis = new Redis(url);
    logger = new RecordingLogger();
    clock = new ManualTime();
    store = createStore({ kind: 'redis', url: new Secret(url), namespace, clock, logger });
    await store.open();
  });

  afterEach(async () => {
    await store.close();
    await redis.quit();
  });

  it('counts the records at the latest revision, damaged ones included', async () => {
    expect(await store.inspect()).toEqual({ revision: '0-0', records: 0 });
    const { revision } = await store.append(numbered(3), seenAt(1));
    expect(await store.inspect()).toEqual({ revision, records: 3 });
    await redis.hset(`${prefix}jobs`, 'east~0', 'x', 'foreign', 'x');
    await redis.hdel(`${prefix}jobs`, 'east~1');
    expect(await store.inspect()).toEqual({ revision, records: 3 });
    expect(logger.lines).toEqual([]);
  });

  it('passes entries of its log that are no changes to followers as changes of no job', async () => {
    await store.append([put('east~a', 'a')], seenAt(1));
    const entries = [
      ['foo', 'bar'],
      ['type', 'rename', 'id', 'east~a', 'text', 'x'],
      ['id', 'east~a', 'type', 'put', 'text', 'x'],
      ['type', 'put', 'id', 'east~a'],
      ['type', 'remove'],
    ];
    for (const entry of entries) await redis.xadd(`${prefix}log`, '*', ...entry);
    const { revision } = await store.append([put('east~b', 'b')], seenAt(1));
    const follower = new Follower(store, '0-0');
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes).toMatchObject([
      { type: 'put', id: 'east~a', text: 'a' },
      ...entries.map(() => ({ type: 'put', id: '', text: '' })),
      { type: 'put', id: 'east~b', text: 'b' },
    ]);
    expect(await store.recent({ changes: 100, characters: 1_000 })).toEqual(follower.changes);
  });

  it('leaves out entries of its log whose ids are no revisions', async () => {
    const first = await store.append([put('east~a', 'a')], seenAt(1));
    const [ms = ''] = first.revision.split('-');
    await redis.xadd(`${prefix}log`, `${ms}-9999999999999999999`, 'type', 'put', 'id', 'east~x', 'text', 'x');
    await until('the clock has advanced', () => Date.now() > Number(ms));
    const { revision } = await store.append([put('east~b', 'b')], seenAt(1));
    const follower = new Follower(store, '0-0');
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes.map(({ id }) => id)).toEqual(['east~a', 'east~b']);
    expect(await store.recent({ changes: 100, characters: 1_000 })).toEqual(follower.changes);
  });

  it('begins a lost log again at a later revision, when it is inspected and when its revision is read', async () => {
    for (const read of [() => store.revision(), async () => (await store.inspect())?.revision ?? '']) {
      const { revision } = await store.append([put(`east~${randomUUID()}`)], seenAt(1));
      await until('the clock has advanced', () => Date.now() > Number(revision.split('-')[0]));
      await redis.del(`${prefix}log`);
      const begun = await read();
      expect(compareRevisions(begun, revision)).toBeGreaterThan(0);
      expect(await read()).toBe(begun);
      for (const before of [revision, '0-0']) {
        const late = new Follower(store, before);
        expect(await late.ended).toMatchObject({ name: 'LogCompactedError' });
      }
      const follower = new Follower(store, begun);
      const next = await store.append([put(`east~${randomUUID()}`)], seenAt(1));
      await follower.reach(next.revision);
      await follower.stop();
      expect(follower.changes).toHaveLength(1);
    }
  });

  it('does not begin a log without records', async () => {
    expect(await store.revision()).toBe('0-0');
    expect(await redis.exists(`${prefix}log`)).toBe(0);
  });

  it('keeps a key that another program gives an expiry again and again, and logs that once in five minutes', async () => {
    await store.append([put('east~a')], seenAt(1));
    const line = { level: 'error', fields: { key: `${prefix}jobs` } };
    for (let time = 0; time < 3; time += 1) {
      await redis.expire(`${prefix}jobs`, 600);
      await store.inspect();
      expect(await redis.ttl(`${prefix}jobs`)).toBe(-1);
      clock.pass(1_000);
    }
    expect(logger.lines).toMatchObject([line]);
    clock.pass(300_000);
    await redis.expire(`${prefix}jobs`, 600);
    await store.inspect();
    expect(logger.lines).toMatchObject([line, line]);
  });

  it.each(['jobs', 'log', 'fencing', 'memory', 'replicas', 'metadata'])(
    'moves a key of another type out of the way, when it opens and later: %s',
    async (key) => {
      await store.close();
      await redis.set(`${prefix}${key}`, 'first');
      await store.open();
      expect(await redis.get(`${prefix}${key}:moved`)).toBe('first');
      await redis.del(`${prefix}${key}`);
      await redis.set(`${prefix}${key}`, 'second');
      clock.pass(300_000);
      await store.inspect();
      expect(await redis.get(`${prefix}${key}:moved`)).toBe('second');
      const lease = await store.acquireLease('east', 'a', 600_000);
      expect((await store.append([put('east~a')], seenAt(1, lease?.fencing))).rejected).toEqual([]);
      expect(await store.announce('a', 1_000)).toEqual(['a']);
      const line = { level: 'error', fields: { key: `${prefix}${key}`, movedTo: `${prefix}${key}:moved` } };
      expect(logger.lines).toMatchObject([line, line]);
    },
  );

  it('writes the format of its data again if it is lost, and ignores one that is not valid', async () => {
    const [key, format] = [`${prefix}format`, '{"format":1,"readable_since":"0.1.0"}'];
    expect(await redis.get(key)).toBe(format);
    await redis.del(key);
    await store.inspect();
    expect(await redis.get(key)).toBe(format);
    await store.close();
    await redis.set(key, 'x');
    await store.open();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { key } }]);
    await redis.del(key);
    await redis.hset(key, 'x', 'x');
    await store.inspect();
    expect(await redis.get(key)).toBe(format);
    expect(await redis.hgetall(`${key}:moved`)).toEqual({ x: 'x' });
  });

  it('refuses data of a later format, and writes nothing', async () => {
    await store.append([put('east~a')], seenAt(1));
    await store.close();
    await redis.set(`${prefix}format`, '{"format":2,"readable_since":"0.4.0"}');
    // What the store would repair if it could read the data.
    await redis.expire(`${prefix}jobs`, 600);
    await redis.del(`${prefix}log`);
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(
      `the store in Redis (key ${prefix}format) has format 2, which needs gateway 0.4.0 or later; this version reads ` +
        'formats up to 1',
    );
    expect(await redis.ttl(`${prefix}jobs`)).toBeGreaterThan(0);
    expect(await redis.exists(`${prefix}log`)).toBe(0);
  });

  it('moves a log whose last entry no revision can follow', async () => {
    await store.append([put('east~a')], seenAt(1));
    await redis.xadd(`${prefix}log`, '9999999999999999-0', 'foo', 'bar');
    expect(await store.inspect()).toEqual({ revision: '0-0', records: 1 });
    expect(await redis.xlen(`${prefix}log:moved`)).toBe(2);
    const { revision } = await store.append([put('east~b')], seenAt(1));
    expect(await store.revision()).toBe(revision);
  });

  it('writes under a lease although the highest fencing number is damaged', async () => {
    await redis.hset(`${prefix}fencing`, 'east', 'x');
    expect((await store.append([put('east~a')], seenAt(1, 5))).rejected).toEqual([]);
    expect((await allJobs(store)).size).toBe(1);
  });
});

describe('the eviction policy of Redis', () => {
  it('is logged when it changes, and gives a warning while Redis may delete data', async () => {
    const server = await startRedisServer({ 'maxmemory-policy': 'volatile-ttl' });
    const redis = new Redis(server.url);
    const logger = new RecordingLogger();
    const url = new Secret(server.url);
    const store = createStore({ kind: 'redis', url, namespace: 'jobs', clock: systemClock, logger });
    await store.open();
    await store.inspect();
    expect(store.warnings()).toEqual([
      'Redis deletes data when it is full: maxmemory-policy is volatile-ttl, expected noeviction',
    ]);
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await store.inspect();
    expect(store.warnings()).toEqual([]);
    await redis.acl('SETUSER', 'default', '-info');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    for (let time = 0; time < 3; time += 1) expect(await store.inspect()).toEqual({ revision: '0-0', records: 0 });
    expect(store.warnings()).toEqual([]);
    await redis.acl('SETUSER', 'default', '+info');
    await store.inspect();
    expect(store.warnings()).toHaveLength(1);
    expect(logger.lines.map(({ fields, level }) => ({ level, fields }))).toEqual([
      { level: 'warn', fields: { policy: 'volatile-ttl', expected: 'noeviction' } },
      { level: 'info', fields: { policy: 'noeviction' } },
      { level: 'debug', fields: {} },
      { level: 'warn', fields: { policy: 'allkeys-lru', expected: 'noeviction' } },
    ]);
    await store.close();
    redis.disconnect();
    await server.stop();
  });
});
