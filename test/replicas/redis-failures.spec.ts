import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { Redis } from 'ioredis';

import { printFigure, Replicas, until } from './replicas.js';

const PAUSE_MS = 5_000;
/** The gateway's memory may grow by at most this much while Redis is paused, in MB. */
const MAX_GROWTH_MB = 100;

describe('replicas whose Redis fails', () => {
  let redis: RedisServer;
  let replicas: Replicas;

  beforeEach(async () => {
    redis = await startRedisServer();
    replicas = await Replicas.prepare(2, { kind: 'redis', url: redis.url, namespace: 'jobs' }, 120);
    await replicas.start(0);
    await replicas.start(1);
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(async () => {
    await replicas.stop();
    await redis.stop();
  });

  async function command(name: string, ...args: readonly string[]): Promise<void> {
    const client = new Redis(redis.url);
    await client.call(name, ...args);
    client.disconnect();
  }

  async function expectAllOutcomes(at: number): Promise<void> {
    const before = Date.now();
    await replicas.allPolledSince(at, before);
    const list = await replicas.jobs(at);
    expect(list && replicas.missingOutcomes(list, before - 1_000)).toEqual([]);
  }

  it('serve reads while it is down, and restore its data when it comes back empty', async () => {
    const held = await replicas.jobs(0);
    await redis.kill();
    await until('lists are stale', async () => ((await replicas.jobs(1))?.stale_sources.length ?? 0) > 0);
    const stale = await replicas.jobs(1);
    expect(stale?.stale_sources[0]?.reason).toMatch(/^stale: polling waits for the store/);
    expect(stale?.records.length).toBeGreaterThanOrEqual(held?.records.length ?? Infinity);
    const back = Date.now();
    redis = await startRedisServer({ port: String(redis.port) });
    const tookMs = await replicas.allPolledSince(0, back);
    printFigure(`Redis back and empty: all sources polled again after ${(tookMs / 1_000).toFixed(1)} s`);
    for (const at of [0, 1]) {
      const ids = new Set((await replicas.jobs(at))?.records.map(({ id }) => id));
      expect(held?.records.filter(({ id }) => !ids.has(id))).toEqual([]);
      await expectAllOutcomes(at);
    }
  });

  it('use no more memory and lose nothing while it is paused for five seconds', async () => {
    const memory = () => replicas.residentMemory(0);
    const before = await memory();
    await command('CLIENT', 'PAUSE', String(PAUSE_MS), 'ALL');
    const since = Date.now();
    let most = before;
    await until('the pause is over', async () => {
      expect((await replicas.get(0, '/api/jobs?max_records=1'))?.status).toBe(200);
      most = Math.max(most, await memory());
      return Date.now() - since > PAUSE_MS;
    });
    printFigure(`CLIENT PAUSE of 5 s: ${(most - before).toFixed(0)} MB more at most`);
    expect(most - before).toBeLessThan(MAX_GROWTH_MB);
    await expectAllOutcomes(0);
  });

  it('log one error and count rejected writes when it rejects them, serve reads, and resume by themselves', async () => {
    await command('CONFIG', 'SET', 'maxmemory', '1');
    await until('a rejected write is counted', async () => (await replicas.metric(0, 'store_failed_writes_total')) > 0);
    await until('lists are stale', async () => ((await replicas.jobs(0))?.stale_sources.length ?? 0) > 0);
    const held = await replicas.jobs(0);
    expect(held?.total_records).toBeGreaterThan(0);
    const errors = replicas.messages(0, 50);
    expect(errors).toHaveLength(1);
    printFigure(`Redis rejecting writes: "${errors[0]}", once`);
    await command('CONFIG', 'SET', 'maxmemory', '0');
    await expectAllOutcomes(0);
    expect(replicas.messages(0, 50)).toHaveLength(1);
  });
});
