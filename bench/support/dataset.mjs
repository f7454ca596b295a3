/** Stores with many jobs, filled by the gateway itself from simulated clusters. */
import { cp } from 'node:fs/promises';

import { LISTED, startBackends } from './backend.mjs';
import { fetchJson, until } from './client.mjs';
import { makeFolder } from './folders.mjs';
import { startGateway } from './gateway.mjs';
import { BOTH_CORES } from './processes.mjs';

const filled = new Map();

/**
 * A gateway with `jobs` jobs of `sources` clusters, of which each cluster still lists the newest ones, as ONTAP does after
 * 300 s. It is started from a filled embedded store. `options` are those of `startGateway`. `close` ends everything.
 */
export async function startFilled({ jobs, sources }, options = {}) {
  const data = await filledStore({ jobs, sources });
  const { folder, remove } = await makeFolder();
  await cp(data.folder, folder, { recursive: true });
  const backend = await startBackends(data.clusters);
  await backend.control('keep', { jobs: LISTED });
  const gateway = await startGateway({ ...options, backend: backend.url, folder, sources });
  await untilPolled(gateway, sources);
  return {
    gateway,
    backend,
    async close() {
      await gateway.stop();
      await backend.stop();
      await remove();
    },
  };
}

/** Fills an embedded store once for each size. Resolves with its folder and the settings of the clusters. */
export async function filledStore({ jobs, sources }) {
  const key = `${jobs}/${sources}`;
  if (!filled.has(key)) filled.set(key, fill({ jobs, sources }));
  return filled.get(key);
}

/** Deletes all filled stores. */
export async function removeFilled() {
  for (const data of filled.values()) await (await data).remove();
  filled.clear();
}

async function fill({ jobs, sources }) {
  const { folder, remove } = await makeFolder();
  const { backend, clusters } = await fillWith({ jobs, sources }, { folder });
  await backend.stop();
  return { folder, remove, clusters };
}

/** Lets a gateway with the given store poll all jobs, then lets the clusters drop the older ones, and stops the gateway. */
export async function fillWith({ jobs, sources }, options) {
  const clusters = { clusters: sources, jobs: Math.floor(jobs / sources), base: Date.now() };
  const backend = await startBackends(clusters);
  const gateway = await startGateway({ ...options, core: BOTH_CORES, backend: backend.url, sources });
  const total = clusters.jobs * sources;
  await until('all jobs are stored', async () => (await gateway.total()) === total, { intervalMs: 200 });
  await backend.control('keep', { jobs: LISTED });
  const gone = Math.max(0, clusters.jobs - LISTED) * sources;
  const count = async () => (await fetchJson(`${gateway.url}/api/jobs?gone=true&return_records=false`)).total_records;
  await until('older jobs are gone', async () => (await count()) === gone, { intervalMs: 500 });
  await gateway.stop();
  return { backend, clusters };
}

/** Waits until every source has been polled since the start. */
export async function untilPolled({ url }, sources) {
  await until('all sources are polled', async () => {
    const { records } = await fetchJson(`${url}/api/sources`);
    return records.length === sources && records.every(({ status }) => status === 'ok');
  });
}
