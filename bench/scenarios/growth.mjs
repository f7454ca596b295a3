/** How the latency of a list, the cost of a cycle and memory grow with jobs and with sources. */
import { setTimeout as delay } from 'node:timers/promises';

import { list } from '../support/checks.mjs';
import { startConstants } from '../support/constants.mjs';
import { startFilled } from '../support/dataset.mjs';
import { idleMemory, SETTLE_MS } from '../support/idle.mjs';
import { loadInRounds } from '../support/rounds.mjs';
import { figure, median, ratioOf } from '../support/statistics.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'Growth with jobs (20 sources) and with sources (100,000 jobs)';
export const defaults = { rounds: 5, seconds: 2, rate: 200 };

const JOBS = [1_000, 10_000, 100_000, 1_000_000];
const SOURCES = [1, 20, 200, 1_000];
const FEW_JOBS = 100_000;
const FEW_SOURCES = 20;
const CYCLE_SECONDS = 15;

/** Figures: `growth.jobs.<n>.<what>` and `growth.sources.<n>.<what>`; `sources.ratio` compares 1,000 with 20 sources. */
export async function run(options) {
  const { jobs: most = Infinity, sources: widest = Infinity } = options;
  const byJobs = JOBS.filter((jobs) => jobs <= most).map((jobs) => ({ axis: 'jobs', jobs, sources: FEW_SOURCES }));
  const bySources = SOURCES.filter((sources) => sources <= widest).map((sources) => ({
    axis: 'sources',
    jobs: Math.min(most, FEW_JOBS),
    sources,
  }));
  const raw = [];
  for (const point of [...byJobs, ...bySources]) raw.push({ ...point, ...(await measure(point, options)) });
  const figures = raw.flatMap((point) => {
    const prefix = `growth.${point.axis}.${point[point.axis]}`;
    return ['share', 'p50', 'p99', 'cycle', 'memory'].map((what) => [`${prefix}.${what}`, point[what]]);
  });
  return { figures: { ...Object.fromEntries(figures), ...manySources(raw) }, raw };
}

/** The share of the constant with 1,000 sources, divided by that with 20. */
function manySources(raw) {
  const of = (count) => raw.find(({ axis, sources }) => axis === 'sources' && sources === count)?.share.rounds;
  return of(1_000) && of(FEW_SOURCES) ? { 'sources.ratio': ratioOf(of(1_000), of(FEW_SOURCES)) } : {};
}

async function measure({ jobs, sources }, options) {
  const filled = await startFilled({ jobs, sources });
  const { backend, gateway } = filled;
  const url = `${gateway.url}/api/jobs?max_records=50`;
  const nest = await startConstants('nest', { list: url });
  const subject = { name: 'list', pid: gateway.pid, url, check: list({ total: (count) => count >= 50 }) };
  const limit = nest.subjects.find(({ name }) => name === 'nest.list');
  const quiet = await loadInRounds([subject, limit], options);
  const { result: busy } = await underChanges(filled, options.rate, () =>
    loadInRounds([{ ...subject, connections: 1 }], options),
  );
  await delay(SETTLE_MS);
  const cycle = await cycleCost(gateway, backend, sources);
  const memory = (await gateway.memory()) - (await idleMemory());
  await nest.stop();
  await filled.close();
  return {
    share: ratioOf(quiet.list.perSecond, quiet['nest.list'].perSecond),
    p50: figure(busy.list.p50),
    p99: figure(busy.list.p99),
    cycle,
    memory: figure([memory]),
    load: { quiet: median(quiet.list.perSecond), busy: median(busy.list.perSecond) },
  };
}

/** CPU seconds of one cycle of all sources. */
async function cycleCost(gateway, backend, sources) {
  await backend.control('reset');
  const before = await gateway.cpu();
  await delay(CYCLE_SECONDS * 1_000);
  const cpu = (await gateway.cpu()) - before;
  const { listings } = await backend.control('stats');
  const polls = listings.reduce((sum, count) => sum + count, 0);
  return figure([(cpu / Math.max(1, polls)) * sources]);
}
