// bull-board's API over a BullMQ queue. The benchmark has filled the queue with the same jobs.
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { Queue } from 'bullmq';
import Fastify from 'fastify';

import { announce, input } from './input.mjs';

const BATCH = 1_000;
const queue = new Queue(input.queue, { connection: { host: '127.0.0.1', port: input.port } });
for (let at = 0; at < input.jobs.length; at += BATCH) {
  await queue.addBulk(input.jobs.slice(at, at + BATCH).map((data) => ({ name: 'job', data })));
}
const serverAdapter = new FastifyAdapter();
createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter });
serverAdapter.setBasePath('/board');
const server = Fastify({ logger: false, keepAliveTimeout: 60_000 });
await server.register(serverAdapter.registerPlugin(), { prefix: '/board' });
await server.listen({ port: 0, host: '127.0.0.1' });
announce(server.server.address().port);
