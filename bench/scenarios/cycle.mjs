/** CPU time and disk writes of cycles in which no job has changed: 200 sources with 500 jobs each, polled every 5 s. */
import { setTimeout as delay } from 'node:timers/promises';

import { startBackends } from '../support/backend.mjs';
import { fetchJson, until } from '../support/client.mjs';
import { makeFolder } from '../support/folders.mjs';
import { startGateway } from '../support/gateway.mjs';
import { parseCost } from '../support/parse-cost.mjs';
import { writtenBytes } from '../support/processes.mjs';
import { figure, largest, ratioOf } from '../support/statistics.mjs';

export const title = 'Unchanged cycles of 200 sources with 500 jobs each';
export const defaults = { jobs: 100_000, sources: 200, rounds: 5, seconds: 15 };

const WARM_UP_MS = 15_000;

/** Figures: CPU of a cycle as a multiple of JSON.parse, the share of a core, and bytes written to disk. */
export async function run({ jobs, rounds, seconds, sources }) {
  const { folder, remove } = await makeFolder();
  const each = Math.floor(jobs / sources);
  const backend = await startBackends({ clusters: sources, jobs: each });
  const gateway = await startGateway({ backend: backend.url, folder, sources });
  await until('all jobs', async () => (await gateway.total()) === each * sources, { intervalMs: 200 });
  await delay(WARM_UP_MS);
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await quietTime(gateway, backend, seconds));
  await gateway.stop();
  const parse = await parseCost(backend.url, sources, rounds);
  await backend.stop();
  await remove();
  const cycles = measured.map(({ cpu, polls }) => (cpu / polls) * sources);
  return {
    figures: {
      'cycle.multiple': ratioOf(cycles, parse.seconds.rounds),
      'cycle.cpu': figure(cycles),
      'cycle.parse': parse.seconds,
      'cycle.share': figure(measured.map(({ cpu }) => cpu / seconds)),
      'cycle.written': largest(measured.map(({ written }) => written)),
      'cycle.changes': largest(measured.map(({ isSameRevision }) => (isSameRevision ? 0 : 1))),
    },
    raw: { measured, parse },
  };
}

async function quietTime({ cpu, pid, url }, backend, seconds) {
  const revision = async () => (await fetchJson(`${url}/api/jobs?return_records=false`)).revision;
  await backend.control('reset');
  const [cpuBefore, writtenBefore, before] = [await cpu(), await writtenBytes(pid), await revision()];
  await delay(seconds * 1_000);
  const [cpuAfter, writtenAfter, after] = [await cpu(), await writtenBytes(pid), await revision()];
  const { listings } = await backend.control('stats');
  return {
    cpu: cpuAfter - cpuBefore,
    written: writtenAfter - writtenBefore,
    isSameRevision: before === after,
    polls: listings.reduce((sum, count) => sum + count, 0),
  };
}
