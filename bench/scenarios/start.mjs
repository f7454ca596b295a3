/** The time from the start of the process until it is ready, with 100,000 and with a million jobs, and Redis's slow log. */
import { cp } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { LISTED, startBackends } from '../support/backend.mjs';
import { filledStore, fillWith, untilPolled } from '../support/dataset.mjs';
import { makeFolder } from '../support/folders.mjs';
import { startGateway } from '../support/gateway.mjs';
import { idleMemory, SETTLE_MS } from '../support/idle.mjs';
import { startRedis } from '../support/redis.mjs';
import { figure, largest } from '../support/statistics.mjs';

export const title = 'Start with 100,000 and 1,000,000 jobs';
export const defaults = { rounds: 5 };

const SIZES = [
  { jobs: 100_000, sources: 20 },
  { jobs: 1_000_000, sources: 200 },
];

/** Figures: `ready.<store>.<jobs>` in seconds, `memory.<store>.<jobs>` in bytes per job, `slow.<jobs>` commands. */
export async function run({ jobs, rounds, sources = 20, store }) {
  const figures = {};
  const raw = [];
  for (const size of jobs ? [{ jobs, sources }] : SIZES) {
    for (const name of store ? [store] : ['embedded', 'redis']) {
      const { ready, resident, slow } = await starts(name, size, rounds);
      const idle = await idleMemory();
      figures[`ready.${name}.${size.jobs}`] = figure(ready);
      figures[`memory.${name}.${size.jobs}`] = figure(resident.map((bytes) => (bytes - idle) / size.jobs));
      if (slow) figures[`slow.${size.jobs}`] = largest([slow.length]);
      raw.push({ ...size, store: name, ready, resident, slow });
    }
  }
  return { figures, raw };
}

async function starts(store, size, rounds) {
  const { folder, remove } = await makeFolder();
  const redis = store === 'redis' ? await startRedis() : undefined;
  const clusters = redis ? await fillRedis(redis, size, folder) : await fillFolder(size, folder);
  const backend = await startBackends(clusters);
  await backend.control('keep', { jobs: LISTED });
  const [ready, resident] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const gateway = await startGateway({ backend: backend.url, folder, sources: size.sources, redis: redis?.url });
    ready.push(gateway.readyMs / 1_000);
    if ((await gateway.total()) !== clusters.jobs * size.sources) throw new Error('jobs are missing after a start');
    await untilPolled(gateway, size.sources);
    await delay(SETTLE_MS);
    resident.push(await gateway.memory());
    await gateway.stop();
  }
  const slow = await redis?.slow();
  await backend.stop();
  await redis?.stop();
  await remove();
  return { ready, resident, slow };
}

async function fillFolder(size, folder) {
  const data = await filledStore(size);
  await cp(data.folder, folder, { recursive: true });
  return data.clusters;
}

async function fillRedis({ url }, size, folder) {
  const { backend, clusters } = await fillWith(size, { folder, redis: url });
  await backend.stop();
  return clusters;
}
