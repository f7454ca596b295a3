import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { Redis } from 'ioredis';

import { expectNothingLost } from './expect-nothing-lost.js';
import { printFigure, Replicas, until } from './replicas.js';

const DOWN_AFTER_MS = 2_000;

describe('a fail-over by Sentinel with writes in progress', () => {
  let master: RedisServer;
  let standby: RedisServer;
  let sentinel: ChildProcess;
  let folder: string;
  let replicas: Replicas;

  beforeEach(async () => {
    master = await startRedisServer();
    standby = await startRedisServer({ replicaof: `127.0.0.1 ${master.port}`, 'repl-diskless-sync-delay': '0' });
    folder = await mkdtemp(join(tmpdir(), 'gateway-sentinel-'));
    const port = await freePort();
    const file = join(folder, 'sentinel.conf');
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor jobs 127.0.0.1 ${master.port} 1`,
      `sentinel down-after-milliseconds jobs ${DOWN_AFTER_MS}`,
      'sentinel failover-timeout jobs 10000',
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' });
    await until('Sentinel reports the standby as connected to the master', () => isStandbyConnected(port));
    const store = {
      kind: 'redis',
      sentinel: { master: 'jobs', nodes: [`redis://127.0.0.1:${port}`] },
      namespace: 'jobs',
    };
    replicas = await Replicas.prepare(2, store, 600);
    await replicas.start(0);
    await replicas.start(1);
    await replicas.allPolledSince(0, Date.now());
  });

  afterEach(async () => {
    await replicas.stop();
    sentinel.kill('SIGKILL');
    await once(sentinel, 'exit');
    await Promise.all([master.stop(), standby.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** True when Sentinel would promote the standby. Sentinel checks the link to the master every ten seconds. */
  async function isStandbyConnected(port: number): Promise<boolean> {
    const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: null });
    client.on('error', () => undefined); // Sentinel has not started yet; `until` tries again.
    try {
      await client.connect();
      const [found] = (await client.call('SENTINEL', 'REPLICAS', 'jobs')) as string[][];
      return found?.[found.indexOf('master-link-status') + 1] === 'ok';
    } catch {
      return false;
    } finally {
      client.disconnect();
    }
  }

  it('ends soon, and two cycles later the records have the outcomes of the backends', async () => {
    const before = await replicas.jobs(0);
    const killed = Date.now();
    await master.kill();
    const tookMs = await replicas.allPolledSince(0, killed + DOWN_AFTER_MS);
    printFigure(
      `fail-over by Sentinel: all sources polled again ${((tookMs + DOWN_AFTER_MS) / 1_000).toFixed(1)} s after the master was killed`,
    );
    await expectNothingLost(replicas, before);
  });
});
