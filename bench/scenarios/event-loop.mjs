/** How long the event loop is held, and garbage collection pauses it, with a million jobs and heavy work. */
import { setTimeout as delay } from 'node:timers/promises';

import { fetchJson, probe, until } from '../support/client.mjs';
import { startFilled } from '../support/dataset.mjs';
import { largest } from '../support/statistics.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'Event loop with 1,000,000 jobs of 200 sources';
export const defaults = { jobs: 1_000_000, sources: 200, rounds: 5, seconds: 10, rate: 2_000 };

/** Sources whose jobs belong to 500 SVMs each: 10,000 groups. */
const GROUPED_SOURCES = 20;
const SWEEP_SHARE = 0.01;
const SWEEP_TIMEOUT_MS = 180_000;

/**
 * Figures, the longest of all rounds in ms: `loop.<work>`, the delay of the event loop; `ran.<work>`, what the main thread ran in
 * one turn; `gc.<work>`.
 */
export async function run(options) {
  const filled = await startFilled(options, { recorder: true });
  const { gateway } = filled;
  const works = {
    changes: () => changing(filled, options),
    groups: () => group(gateway, options),
    sweep: () => sweep(gateway),
  };
  const raw = {};
  for (const [name, work] of Object.entries(works)) {
    raw[name] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      await gateway.delays();
      const result = await work();
      raw[name].push({ ...(await gateway.delays()), ...result });
    }
  }
  await filled.close();
  const figures = Object.entries(raw).flatMap(([name, rounds]) => [
    [`loop.${name}`, largest(rounds.map(({ delayMax }) => delayMax))],
    [`ran.${name}`, largest(rounds.map(({ ranMax }) => ranMax))],
    [`gc.${name}`, largest(rounds.map(({ gcMax }) => gcMax))],
  ]);
  return { figures: Object.fromEntries(figures), raw };
}

async function changing(filled, { rate, seconds }) {
  const { changesPerSecond } = await underChanges(filled, rate, async () => {
    const reads = probe(`${filled.gateway.url}/api/jobs?max_records=50`);
    await delay(seconds * 1_000);
    await reads.stop();
  });
  return { changesPerSecond };
}

async function group({ url }, { sources }) {
  const chosen = Array.from({ length: Math.min(GROUPED_SOURCES, sources) }, (_, at) => `c${at}`).join('|');
  const query = `group_by=source.name,svm.name&source.name=${chosen}`;
  const { groups } = await fetchJson(`${url}/api/jobs/summary?${query}`);
  return { groups: groups.length };
}

/** Lowers the limit of jobs below the number of jobs, and waits until retention has removed the others. */
async function sweep(gateway) {
  const total = await gateway.total();
  const limit = total - Math.ceil(total * SWEEP_SHARE);
  await gateway.configure({ retention: { max_jobs: limit } });
  const isDone = async () => (await gateway.total()) <= limit;
  await until('retention has removed the jobs', isDone, { intervalMs: 200, timeoutMs: SWEEP_TIMEOUT_MS });
  return { removed: total - limit };
}
