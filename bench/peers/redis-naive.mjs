// A gateway that keeps jobs in Redis and searches them at each request: SCAN, MGET, parse, filter, sort.
import Fastify from 'fastify';
import { Redis } from 'ioredis';

import { announce, input } from './input.mjs';

const PAGE = 50;
const redis = new Redis(input.redis);
const server = Fastify({ logger: false, keepAliveTimeout: 60_000 });

server.get('/api/jobs', async ({ query }) => {
  const jobs = [];
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', 'job:*', 'COUNT', 1_000);
    cursor = next;
    if (keys.length > 0) for (const body of await redis.mget(keys)) jobs.push(JSON.parse(body));
  } while (cursor !== '0');
  const chosen = query.state === undefined ? jobs : jobs.filter(({ state }) => state === query.state);
  chosen.sort((a, b) => (a.created_time < b.created_time ? 1 : -1));
  return { records: chosen.slice(0, PAGE), num_records: PAGE, total_records: chosen.length };
});
await server.listen({ port: 0, host: '127.0.0.1' });
announce(server.server.address().port);
