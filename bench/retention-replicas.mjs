// Checks that two replicas with one Redis, at the limit of jobs, do not store a job again after either has removed it:
// `npm run build && node bench/retention-replicas.mjs [simulated minutes]`. Time runs twenty times as fast. Six backends
// list their last 600 finished jobs, with two more per second each; 2,000 jobs are kept in total. One replica is restarted.
// Exits with 1 if a job is stored twice or never, or an outcome is counted as missed, or a record as drifted.
import { performance } from 'node:perf_hooks';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';

import { Poller } from '../dist/libs/poller/src/index.js';
import { createStore } from '../dist/libs/store/src/index.js';
import { View, ViewReplicator } from '../dist/libs/view/src/index.js';
import { redisStorage } from './retention-day/storage.mjs';

const [minutes = 20] = process.argv.slice(2).map(Number);
const SPEED = 20;
const LIMITS = { terminalMs: 7 * 86_400_000, maxJobs: 2_000 };
const LISTED = 600;
const END_EVERY_MS = 25;
const TIMEOUT_MS = 30_000;
const CHECK_INTERVAL_MS = 50;

const began = Date.now();
const clock = { now: () => Math.floor(began + performance.now() * SPEED) };
const logged = [];
// Time runs so fast that sources become stale on a busy machine.
const log = (fields, message) =>
  message === 'source status changed' || logged.push(`${message} ${JSON.stringify(fields)}`);
const logger = { debug() {}, info() {}, warn: log, error: log };
const listings = new Map(Array.from({ length: 6 }, (_, at) => [`east${at}`, []]));
const ended = [];
const storage = await redisStorage();
const counts = { puts: 0, removals: 0, again: 0 };
const [seen, gone] = [new Set(), new Set()];
const reader = createStore({ ...storage.options, clock, logger });
await reader.open();
const reading = new globalThis.AbortController();
const following = reader.follow('0-0', note, reading.signal);

const ending = setInterval(endOneEach, END_EVERY_MS);
const realMs = (minutes * 60_000) / SPEED;
const first = await startReplica('a');
await delay(realMs * 0.05);
const second = await startReplica('b');
await delay(realMs * 0.55);
await second.stop();
const third = await startReplica('c');
await delay(realMs * 0.4);
clearInterval(ending);
const until = performance.now() + TIMEOUT_MS;
while (ended.some((id) => !seen.has(id)) && performance.now() < until) await delay(CHECK_INTERVAL_MS);
const counters = [first, second, third].flatMap(({ poller }) => [...poller.counters().values()]);
await first.stop();
await third.stop();
reading.abort();
await following;
await reader.close();
await storage.remove();

const never = ended.filter((id) => !seen.has(id)).length;
const total = (name) => counters.reduce((sum, each) => sum + each[name], 0);
const [missed, drifted] = [total('missedOutcomes'), total('drifted')];
const wrong = counts.again + never + missed + drifted + logged.length;
for (const line of logged) console.log(`WRONG: ${line}`);
console.log(
  `${ended.length} jobs ended, ${counts.puts} records written, ${counts.removals} removed; ` +
    `stored again ${counts.again}, never stored ${never}, missed outcomes ${missed}, drifted ${drifted}`,
);
process.exitCode = wrong === 0 && counts.removals > 0 ? 0 : 1;

function endOneEach() {
  for (const [source, listing] of listings) {
    const time = new Date(clock.now()).toISOString();
    const native_id = `${ended.length}`;
    listing.push({ native_id, state: 'success', native_state: 'success', start_time: time, end_time: time });
    if (listing.length > LISTED) listing.shift();
    ended.push(`${source}~${native_id}`);
  }
}

function note(changes) {
  for (const { id, type } of changes) {
    if (type === 'put') {
      counts.puts += 1;
      if (gone.delete(id)) counts.again += 1;
      seen.add(id);
    } else {
      counts.removals += 1;
      gone.add(id);
    }
  }
}

async function startReplica(replica) {
  const store = createStore({ ...storage.options, clock, logger });
  const view = new View();
  const replicator = new ViewReplicator(store, view, logger, clock);
  const polled = [...listings.keys()].map((name) => ({ source: sourceOf(name), adapter: adapterOf(name) }));
  const deps = {
    store,
    view,
    clock,
    monotonicClock: clock,
    timers: fastTimers(),
    logger,
    replica,
    random: Math.random,
  };
  const poller = new Poller(polled, { ...deps, retention: LIMITS });
  await store.open();
  await replicator.start();
  await poller.start();
  const stop = async () => {
    await poller.stop();
    await replicator.stop();
    await store.close();
  };
  return { poller, stop };
}

function sourceOf(name) {
  const times = { intervalMs: 5_000, timeoutMs: 600_000, finishedJobTtlMs: 300_000 };
  return { name, kind: 'ontap', url: '', backendFingerprint: name, labels: {}, ...times };
}

function adapterOf(source) {
  const poll = async (_since, _signal, onPage) => {
    const jobs = [...listings.get(source)];
    await onPage({ jobs: async () => jobs });
    return { form: 'snapshot', complete: true, skipped: 0 };
  };
  return {
    actions: [],
    reruns: false,
    check: async () => ({ version: '9.13.1' }),
    poll,
    list: poll,
    get: async (id) => listings.get(source).find(({ native_id }) => native_id === id),
    close: async () => undefined,
  };
}

function fastTimers() {
  const timers = new Map();
  const clear = (name) => clearTimeout(timers.get(name));
  return {
    clear,
    set(name, delayMs, run) {
      clear(name);
      timers.set(name, setTimeout(run, delayMs / SPEED));
    },
  };
}
