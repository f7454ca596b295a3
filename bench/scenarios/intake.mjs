/** New jobs per second, from the first request to a backend until a list counts all jobs; and memory per job. */
import { setTimeout as delay } from 'node:timers/promises';

import { startBackends } from '../support/backend.mjs';
import { until } from '../support/client.mjs';
import { makeFolder } from '../support/folders.mjs';
import { startGateway } from '../support/gateway.mjs';
import { idleMemory, SETTLE_MS } from '../support/idle.mjs';
import { startRedis } from '../support/redis.mjs';
import { figure } from '../support/statistics.mjs';

export const title = 'Intake of 100,000 new jobs of 20 sources on one core';
export const defaults = { jobs: 100_000, sources: 20, rounds: 5 };

const COUNT_EVERY_MS = 25;

/** Figures: `intake.<store>` in jobs per second, `memory.<store>` in bytes per job above an idle process. */
export async function run({ jobs, rounds, sources, store }) {
  const idle = await idleMemory();
  const clusters = { clusters: sources, jobs: Math.floor(jobs / sources) };
  const backend = await startBackends(clusters);
  await backend.control('pages');
  const stores = store ? [store] : ['embedded', 'redis'];
  const results = Object.fromEntries(stores.map((name) => [name, { perSecond: [], bytesPerJob: [], resident: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of stores) {
      const { resident, seconds } = await intake(name, backend, clusters.jobs * sources, sources);
      results[name].perSecond.push((clusters.jobs * sources) / seconds);
      results[name].resident.push(resident);
      results[name].bytesPerJob.push((resident - idle) / (clusters.jobs * sources));
    }
  }
  await backend.stop();
  const figures = Object.entries(results).flatMap(([name, { bytesPerJob, perSecond, resident }]) => [
    [`intake.${name}`, figure(perSecond)],
    [`memory.${name}`, figure(bytesPerJob)],
    [`memory.${name}.resident`, figure(resident)],
  ]);
  return { figures: Object.fromEntries(figures), raw: { idle, results } };
}

async function intake(store, backend, total, sources) {
  const { folder, remove } = await makeFolder();
  const redis = store === 'redis' ? await startRedis() : undefined;
  await backend.control('reset');
  const gateway = await startGateway({ backend: backend.url, folder, sources, redis: redis?.url });
  await until(`${total} jobs`, async () => (await gateway.total()) === total, { intervalMs: COUNT_EVERY_MS });
  const ended = Date.now();
  const { firstRequestTime } = await backend.control('stats');
  await delay(SETTLE_MS);
  const resident = await gateway.memory();
  await gateway.stop();
  await redis?.stop();
  await remove();
  return { resident, seconds: (ended - firstRequestTime) / 1_000 };
}
