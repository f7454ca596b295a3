// Checks that memory, disk and Redis do not grow over a simulated day with a constant number of jobs:
// `npm run build && node bench/retention-day.mjs [--jobs 10000] [--minutes 1440] [--store embedded|redis] [--by age|number]`.
// Without --store and --by, runs all four combinations. In each minute 1 % of the jobs end and as many start, with a real
// poller, store and view. Redis is a new server. Exits with 1 if the mean of a figure in the last quarter is more than 1.15
// times its mean in the second quarter, if a job is missing, or if a job is kept too long.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Poller } from '../dist/libs/poller/src/index.js';
import { createStore } from '../dist/libs/store/src/index.js';
import { ChangeHistory, HISTORY_LIMITS, View, ViewReplicator } from '../dist/libs/view/src/index.js';
import { ChurningBackend } from './retention-day/churning-backend.mjs';
import { ManualTime } from './retention-day/manual-time.mjs';
import { folderStorage, redisStorage } from './retention-day/storage.mjs';

const MINUTE_MS = 60_000;
const MAX_GROWTH = 1.15;
/** The size of a folder varies by this many bytes, because new files are complete before old ones are deleted. */
const FOLDER_VARIATION = 16 * 2 ** 20;

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '1440' },
    store: { type: 'string' },
    by: { type: 'string' },
    log: { type: 'string', default: '100000' },
  },
});
const {
  jobs,
  minutes,
  log: logLength,
} = Object.fromEntries(['jobs', 'minutes', 'log'].map((name) => [name, Number(values[name])]));

// Each run has its own process, with access to the garbage collector and without the memory of earlier runs.
if (values.store && values.by && globalThis.gc) {
  process.exitCode = (await runDay(values.store, values.by)) ? 0 : 1;
} else {
  for (const store of values.store ? [values.store] : ['embedded', 'redis'])
    for (const by of values.by ? [values.by] : ['age', 'number']) await runInProcess(store, by);
}

async function runInProcess(store, by) {
  const given = ['--jobs', `${jobs}`, '--minutes', `${minutes}`, '--log', `${logLength}`, '--store', store, '--by', by];
  const child = spawn(process.execPath, ['--expose-gc', import.meta.filename, ...given], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) process.exitCode = 1;
}

async function runDay(kind, by) {
  const time = new ManualTime(Date.UTC(2026, 0, 5));
  const churn = Math.max(1, Math.round(jobs / 100));
  // Nine tenths of the jobs have ended; this is the time in which that many end.
  const keptMinutes = Math.round((jobs * 0.9) / churn);
  const backend = new ChurningBackend(time, Math.round(jobs / 10), churn, 2 * keptMinutes * MINUTE_MS);
  const retention =
    by === 'age'
      ? { terminalMs: (keptMinutes - 2) * MINUTE_MS, maxJobs: 10 * jobs }
      : { terminalMs: 7 * 1_440 * MINUTE_MS, maxJobs: jobs };
  const storage = kind === 'redis' ? await redisStorage() : await folderStorage();
  const logged = [];
  const log = (fields, message) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger = { debug() {}, info() {}, warn: log, error: log };
  const store = createStore({ ...storage.options, logLength, clock: time, logger });
  // The history has half as many changes as the change log, as in the gateway.
  const history = new ChangeHistory({ changes: logLength / 2, characters: HISTORY_LIMITS.characters });
  const view = new View(undefined, history);
  const replicator = new ViewReplicator(store, view, logger, time);
  const source = {
    name: 'east',
    kind: 'ontap',
    url: '',
    backendFingerprint: 'first',
    labels: {},
    intervalMs: MINUTE_MS,
    timeoutMs: 30_000,
  };
  const deps = { clock: time, monotonicClock: time, timers: time, logger, replica: 'bench', random: () => 0.5 };
  const poller = new Poller([{ source, adapter: backend }], { ...deps, store, view, retention });
  await store.open();
  await replicator.start();
  await poller.start();
  const began = performance.now();
  console.log(`\n${kind}, by ${by}: ${jobs} jobs, ${churn} end per minute, log of ${logLength}, ${minutes} minutes`);
  console.log(row(['minute', 'jobs', 'log', 'heap MB', 'rss MB', storage.measure]));
  const samples = [];
  const every = Math.max(1, Math.min(60, Math.floor(minutes / 24)));
  for (let minute = 1; minute <= minutes; minute += 1) {
    backend.churn();
    await time.advance(MINUTE_MS);
    if (minute % every !== 0) continue;
    globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    const sample = {
      minute,
      jobs: view.size(),
      log: await storage.logLength(store),
      heap: heapUsed,
      rss,
      storage: await storage.size(),
    };
    samples.push(sample);
    console.log(row([minute, sample.jobs, sample.log, mb(heapUsed), mb(rss), mb(sample.storage)]));
  }
  const wrong = [...logged, ...backend.comparedWith(view, retention, by), ...grown(samples)];
  for (const line of wrong) console.log(`WRONG: ${line}`);
  console.log(
    `${wrong.length === 0 ? 'flat' : 'NOT FLAT'}, ${backend.ended} jobs ended, ${Math.round((performance.now() - began) / 1000)} s`,
  );
  await poller.stop();
  await replicator.stop();
  await store.close();
  await storage.remove();
  return wrong.length === 0;
}

/** Prints the growth of each figure from the second quarter to the last, and returns the figures that grew too much. */
function grown(samples) {
  const quarter = Math.floor(samples.length / 4);
  const mean = (part, name) => part.reduce((sum, sample) => sum + sample[name], 0) / part.length;
  const ratios = ['jobs', 'log', 'heap', 'rss', 'storage'].map((name) => {
    const second = mean(samples.slice(quarter, 2 * quarter), name);
    const last = mean(samples.slice(-quarter), name);
    return { name, second, last, ratio: last / second };
  });
  console.log(`last quarter / second: ${ratios.map(({ name, ratio }) => `${name} ${ratio.toFixed(3)}`).join(', ')}`);
  return ratios
    .filter(
      ({ name, ratio, second, last }) =>
        ratio > MAX_GROWTH && !(name === 'storage' && last - second < FOLDER_VARIATION),
    )
    .map(({ name, ratio }) => `${name} has grown by a factor of ${ratio.toFixed(3)}`);
}

function mb(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}

function row(cells) {
  return cells.map((cell) => String(cell).padStart(10)).join(' ');
}
