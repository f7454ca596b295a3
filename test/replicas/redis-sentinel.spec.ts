import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { freePort } from '@gateway/testing/free-port';
import { expectKept } from './expect-kept.js';
import { Replicas, tell, until } from './replicas.js';

const DOWN_AFTER_MS = 2_000;

describe('a fail-over by Sentinel with writes in progress', () => {
  let master: RedisServer;
  let copy: RedisServer;
  let sentinel: ChildProcess;
  let folder: string;
  let replicas: Replicas;

  beforeEach(async () => {
    master = await startRedisServer();
    copy = await startRedisServer({ replicaof: `127.0.0.1 ${master.port}`, 'repl-diskless-sync-delay': '0' });
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
    await until('Sentinel knows that the copy is in step', () => knowsCopy(port));
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
    await Promise.all([master.stop(), copy.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** True once Sentinel would promote the copy: it asks it every ten seconds how it stands with the master. */
  async function knowsCopy(port: number): Promise<boolean> {
    const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: null });
    client.on('error', () => undefined); // Not up yet: it is asked again.
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

  it('is over soon, and the records are what the backends say two cycles later', async () => {
    const before = await replicas.jobs(0);
    const killed = Date.now();
    await master.kill();
    const took = await replicas.allPolledSince(0, killed + DOWN_AFTER_MS);
    tell(
      `fail-over: all sources polled again ${((took + DOWN_AFTER_MS) / 1_000).toFixed(1)} s after the master was killed`,
    );
    await expectKept(replicas, before);
  });
});
