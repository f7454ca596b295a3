// Jest's globalSetup: one Redis for all tests of a run, handed to them as TEST_REDIS_URL. Whoever sets that variable
// brings their own. Plain JavaScript, because Jest does not map imports in this file as it does in tests.
import '../../libs/testing/src/typescript-loader.mjs';

let server;

export default async function startRedis() {
  if (process.env.TEST_REDIS_URL) return;
  const { startRedisServer } = await import('../../libs/testing/src/redis-server.ts');
  server = await startRedisServer();
  process.once('SIGTERM', () => process.exit(143)); // An exit takes the server along, a signal would not.
  process.env.TEST_REDIS_URL = server.url;
}

/** Ends what was started here. */
export async function stopRedis() {
  if (!server) return;
  delete process.env.TEST_REDIS_URL;
  await server.stop();
  server = undefined;
}
