/** Lists and summaries for a caller who may see half of the sources, against those for a caller who may see all. */
import { ratioOf } from '../support/statistics.mjs';
import { change, everySecond, filledView, listOf, summaryOf } from '../support/view.mjs';

export const title = 'Queries of a caller who may see 500 of 1,000 sources';
export const defaults = { jobs: 100_000, sources: 1_000, rounds: 15 };

/** The least CPU time of one measurement, in µs: the clock of CPU time is coarse. */
const LEAST_TIME = 40_000;
const WARM_UP_ROUNDS = 5;

const LISTS = {
  none: '',
  state: '&state=running',
  source: '&source.name=s42',
  both: '&state=running&source.name=s42',
  count: '&state=failure&return_records=false',
};
const SUMMARIES = { states: 'group_by=state', sources: 'group_by=state,source.name' };

/** Figures: `scope.<query>` is the speed for a scope, by CPU time, as a share of the speed without. */
export async function run({ jobs, rounds, sources }) {
  const view = await filledView({ jobs, sources });
  const scope = everySecond(sources);
  const queries = {
    ...mapValues(LISTS, (text) => listOf(view, `max_records=50${text}`)),
    ...mapValues(SUMMARIES, (text) => summaryOf(view, text)),
  };
  const raw = {};
  for (const [name, query] of Object.entries(queries)) {
    const [whole, scoped] = [[], []];
    const runs = await runsOf(view, query);
    for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
      const times = [await cpuTime(view, query, {}, runs), await cpuTime(view, query, { scope }, runs)];
      if (round < 0) continue;
      whole.push(times[0]);
      scoped.push(times[1]);
    }
    raw[name] = { whole, scoped };
  }
  const figures = Object.entries(raw).map(([name, { scoped, whole }]) => [`scope.${name}`, ratioOf(whole, scoped)]);
  return { figures: Object.fromEntries(figures), raw };
}

/** The number of runs of a query that together take the least time. */
async function runsOf(view, query) {
  let runs = 10;
  while ((await cpuTime(view, query, {}, runs)) < LEAST_TIME) runs *= 2;
  return runs;
}

/** The CPU time of runs of a query in µs, none of which is from a cache. */
async function cpuTime(view, query, scoped, runs) {
  const before = process.cpuUsage();
  for (let at = 0; at < runs; at += 1) {
    change(view);
    await query('any', scoped);
  }
  const { system, user } = process.cpuUsage(before);
  return user + system;
}

function mapValues(object, to) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, to(value)]));
}
