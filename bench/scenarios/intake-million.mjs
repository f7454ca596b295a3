/**
 * Intake of a million new jobs on two cores while clients read: from nothing, with Redis, after an outage of the backends,
 * and after a kill in the middle.
 */
import { setTimeout as delay } from 'node:timers/promises';

import { LISTED, startBackends } from '../support/backend.mjs';
import { probe, until } from '../support/client.mjs';
import { makeFolder } from '../support/folders.mjs';
import { startGateway } from '../support/gateway.mjs';
import { idleMemory, SETTLE_MS } from '../support/idle.mjs';
import { BOTH_CORES } from '../support/processes.mjs';
import { startRedis } from '../support/redis.mjs';
import { figure, largest, quantile } from '../support/statistics.mjs';

export const title = 'Intake of 200 sources with 5,000 new jobs each on two cores, with reads meanwhile';
export const defaults = { jobs: 1_000_000, sources: 200, rounds: 5 };

const OUTAGE_MS = 10_000;

/** Each case prepares a gateway and resolves with it when the intake that counts begins. */
const cases = {
  embedded: { begin: ({ start }) => start() },
  redis: { begin: ({ start }) => start(), redis: true },
  outage: { begin: afterOutage },
  restart: { begin: afterKill },
};

/** Figures by case: `million.<case>` in seconds, `.p99` of reads in ms, `.lostLeases`, `.failedPolls`, and memory. */
export async function run({ jobs, rounds, sources, store }) {
  const figures = {};
  const raw = {};
  const idle = await idleMemory();
  for (const [name, each] of Object.entries(cases)) {
    if (store && (store === 'redis') !== (each.redis ?? false)) continue;
    raw[name] = [];
    for (let round = 0; round < rounds; round += 1) raw[name].push(await intake(each, { jobs, sources }));
    const all = (field) => raw[name].map((result) => result[field]);
    figures[`million.${name}`] = figure(all('seconds'));
    figures[`million.${name}.p99`] = figure(all('p99'));
    figures[`million.${name}.lostLeases`] = largest(all('lostLeases'));
    figures[`million.${name}.failedPolls`] = largest(all('failedPolls'));
    figures[`million.${name}.memory`] = figure(all('resident').map((bytes) => (bytes - idle) / jobs));
    if (each.redis) figures[`million.${name}.slow`] = largest(all('slow').map(({ length }) => length));
  }
  return { figures, raw };
}

async function intake({ begin, redis: isRedis = false }, { jobs, sources }) {
  const { folder, remove } = await makeFolder();
  const redis = isRedis ? await startRedis() : undefined;
  const each = Math.floor(jobs / sources);
  const backend = await startBackends({ clusters: sources, jobs: begin === afterOutage ? LISTED : each });
  await backend.control('pages');
  const start = () => startGateway({ core: BOTH_CORES, backend: backend.url, folder, sources, redis: redis?.url });
  const gateway = await begin({ backend, each, sources, start });
  const failedBefore = await gateway.failedPolls();
  const reads = probe(`${gateway.url}/api/jobs?max_records=50`);
  const { jobs: total } = await backend.control('stats');
  await until(`${total} jobs`, async () => (await gateway.total()) === total);
  const ended = Date.now();
  const p99 = quantile(await reads.stop(), 0.99);
  const { firstRequestTime } = await backend.control('stats');
  const failedPolls = (await gateway.failedPolls()) - failedBefore;
  await delay(SETTLE_MS);
  const resident = await gateway.memory();
  const slow = await redis?.slow();
  const { lostLeases, warnings } = gateway.log;
  await gateway.stop();
  await backend.stop();
  await redis?.stop();
  await remove();
  return { seconds: (ended - firstRequestTime) / 1_000, p99, lostLeases, failedPolls, resident, slow, warnings };
}

/** The clusters have been polled, fail for ten seconds, and come back with many new jobs. */
async function afterOutage({ backend, each, sources, start }) {
  const gateway = await start();
  await until('the first jobs', async () => (await gateway.total()) === LISTED * sources);
  await backend.control('down', { down: true });
  await delay(OUTAGE_MS);
  await backend.control('add', { jobs: each });
  await backend.control('pages');
  await backend.control('reset');
  await backend.control('down', { down: false });
  return gateway;
}

/** The gateway is killed when it has half of the jobs, and starts again. */
async function afterKill({ backend, each, sources, start }) {
  const first = await start();
  await until('half of the jobs', async () => (await first.total()) >= (each * sources) / 2, { intervalMs: 20 });
  await first.stop('SIGKILL');
  await backend.control('reset');
  return start();
}
