// Jest's globalSetup: starts one Redis for all tests of a run and sets TEST_REDIS_URL to its URL. If the variable is
// already set, the tests use that Redis. The file is plain JavaScript, because Jest does not map its imports.
import '../../libs/testing/src/typescript-loader.mjs';

let server;

export default async function startRedis() {
  if (process.env.TEST_REDIS_URL) return;
  const { startRedisServer } = await import('../../libs/testing/src/redis-server.ts');
  server = await startRedisServer();
  process.once('SIGTERM', () => process.exit(143)); // At an exit the server is killed; a signal alone would leave it running.
  process.env.TEST_REDIS_URL = server.url;
}

/** Stops the server that `startRedis` started. */
export async function stopRedis() {
  if (!server) return;
  delete process.env.TEST_REDIS_URL;
  await server.stop();
  server = undefined;
}
