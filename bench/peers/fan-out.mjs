// What scripts do today: each request fetches the list of every backend, then parses, merges, sorts and cuts it.
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';

import Fastify from 'fastify';

import { announce, input } from './input.mjs';

const PAGE = 50;
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const server = Fastify({ logger: false, keepAliveTimeout: 60_000 });

server.get('/api/jobs', async () => {
  const lists = await Promise.all(input.backends.map(listed));
  const jobs = lists.flat().sort((a, b) => (a.start_time < b.start_time ? 1 : -1));
  return { records: jobs.slice(0, PAGE), num_records: PAGE, total_records: jobs.length };
});
await server.listen({ port: 0, host: '127.0.0.1' });
announce(server.server.address().port);

/** All pages of one backend. */
async function listed(url) {
  const records = [];
  for (let path = `${url}/cluster/jobs?max_records=1000&fields=*`; path !== undefined;) {
    const page = JSON.parse(await body(path));
    records.push(...page.records);
    const next = page._links?.next?.href;
    path = next && new URL(next, url).href;
  }
  return records;
}

async function body(url) {
  const response = await new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
  return text(response);
}
