import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { makeFolder } from './folders.mjs';
import { freePort } from './free-port.mjs';
import { LOAD_CORE, start, stop } from './processes.mjs';

const SLOW_US = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Starts a new Redis with an append-only file, as docker-compose.yml does. Its slow log has the commands above 10 ms.
 */
export async function startRedis(core = LOAD_CORE) {
  const { folder, remove } = await makeFolder();
  const port = await freePort();
  const slow = ['--slowlog-log-slower-than', `${SLOW_US}`, '--slowlog-max-len', '1000'];
  const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
  const child = start(core, 'redis-server', [...place, '--save', '', '--appendonly', 'yes', ...slow]);
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await Promise.race([client.ping(), delay(CONNECT_TIMEOUT_MS).then(() => Promise.reject(new Error('no redis')))]);
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    client,
    /** The slow commands since the start: name and milliseconds. */
    slow: async () => {
      const entries = await client.slowlog('GET', 1_000);
      return entries.map(([, , us, [command, ...args]]) => ({ command, key: String(args[0] ?? ''), ms: us / 1_000 }));
    },
    stop: async () => {
      client.disconnect();
      await stop(child);
      await remove();
    },
  };
}
