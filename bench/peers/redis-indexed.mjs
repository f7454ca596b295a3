// A gateway that reads a sorted set and the texts of the page from Redis at each request: ZREVRANGE, MGET.
import Fastify from 'fastify';
import { Redis } from 'ioredis';

import { announce, input } from './input.mjs';

const PAGE = 50;
const redis = new Redis(input.redis);
const server = Fastify({ logger: false, keepAliveTimeout: 60_000 });

server.get('/api/jobs', async ({ query }, reply) => {
  const index = query.state === undefined ? 'index:all' : `index:${query.state}`;
  const [keys, total] = await Promise.all([redis.zrevrange(index, 0, PAGE - 1), redis.zcard(index)]);
  const records = await redis.mget(keys);
  reply.type('application/json; charset=utf-8');
  return `{"records":[${records.join(',')}],"num_records":${records.length},"total_records":${total}}`;
});
await server.listen({ port: 0, host: '127.0.0.1' });
announce(server.server.address().port);
