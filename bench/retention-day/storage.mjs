// The storage of the benchmark's stores, and its size.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { Secret } from '../../dist/libs/core/src/index.js';

/** A temporary folder for an embedded store. */
export async function folderStorage() {
  const folder = await mkdtemp(join(tmpdir(), 'retention-day-'));
  const path = join(folder, 'data');
  return {
    measure: 'folder MB',
    options: { kind: 'embedded', path },
    size: () => sizeOf(path),
    logLength: async (store) => (await store.recent({ changes: 1e9, characters: 1e12 })).length,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Bytes of all files; a file that is deleted in the meantime counts as 0. */
async function sizeOf(path) {
  const sizes = (await readdir(path)).map((name) =>
    stat(join(path, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** A new Redis server; `redis-server` must be on the PATH. */
export async function redisStorage() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await Promise.race([
    redis.ping(),
    delay(10_000).then(() => Promise.reject(new Error('redis-server does not respond'))),
  ]);
  const keys = () => redis.keys('*');
  return {
    measure: 'Redis MB',
    options: { kind: 'redis', url: new Secret(`redis://127.0.0.1:${port}`), namespace: 'bench' },
    size: async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]),
    logLength: async () => {
      for (const key of await keys()) if ((await redis.type(key)) === 'stream') return redis.xlen(key);
      return 0;
    },
    remove: async () => {
      redis.disconnect();
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
