// Measures how long one sweep of retention takes, and how long it delays the event loop, with many jobs:
// `npm run build && node --max-old-space-size=8000 bench/retention-sweep.mjs [jobs]`. Uses the embedded store on disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

import { Retention } from '../dist/libs/poller/src/retention/retention.js';
import { createStore } from '../dist/libs/store/src/index.js';
import { View, ViewReplicator } from '../dist/libs/view/src/index.js';

const [count = 1_000_000] = process.argv.slice(2).map(Number);
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);
const BATCH = 5_000;
const NEVER = { throwIfAborted() {} };

const clock = { now: () => NOW };
const log = (fields, message) => console.log(message, fields);
const logger = { debug() {}, info() {}, warn: log, error: log };
const folder = await mkdtemp(join(tmpdir(), 'retention-sweep-'));
const store = createStore({ kind: 'embedded', path: folder, clock, logger });
await store.open();
for (let from = 0; from < count; from += BATCH) {
  const drafts = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => draft(from + at));
  await store.append(drafts, { source: 'east', observedAt: NOW });
}
const view = new View();
const replicator = new ViewReplicator(store, view, logger, clock);
await replicator.start();
console.log(`${view.size()} jobs, their last changes spread over 10 days`);
console.log(`${'ms'.padStart(8)} ${'longest event-loop delay, ms'.padStart(30)} ${'removed'.padStart(9)}`);
await measure('nothing to remove', { terminalMs: 30 * DAY_MS, maxJobs: 2 * count });
await measure('1 % too old', { terminalMs: 9.9 * DAY_MS, maxJobs: 2 * count });
await measure('1 % too many', { terminalMs: 30 * DAY_MS, maxJobs: Math.round(0.98 * count) });
await measure('half too old', { terminalMs: 5 * DAY_MS, maxJobs: 2 * count });
await replicator.stop();
await store.close();
await rm(folder, { recursive: true });

async function measure(name, limits) {
  const began = performance.now();
  let [longest, last, ended] = [0, began, false];
  const measuring = (async () => {
    while (!ended) {
      await turn();
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
  })();
  const removed = await new Retention(limits, view, store, (revision) => view.reached(revision)).sweep(NOW, NEVER);
  ended = true;
  await measuring;
  await view.reached(await store.revision());
  const cells = [
    Math.round(performance.now() - began)
      .toString()
      .padStart(8),
    longest.toFixed(1).padStart(30),
  ];
  console.log(`${cells.join(' ')} ${String(removed).padStart(9)}  ${name}`);
}

function draft(at) {
  const changed = new Date(NOW - 10 * DAY_MS + Math.floor((at / count) * 10 * DAY_MS)).toISOString();
  const nativeId = `${at.toString(16).padStart(8, '0')}-86d1-11e0-ae1c-123478563412`;
  const job = {
    id: `east~${nativeId}`,
    native_id: nativeId,
    source: { name: 'east', kind: 'ontap', labels: {} },
    state: 'success',
    terminal: true,
    native_state: 'success',
    description: 'PATCH /api/storage/volumes',
    created_time: changed,
    first_seen_time: changed,
    updated_time: changed,
    end_time: changed,
    attempt: 1,
    gone: true,
    actions: [],
    _links: { self: { href: '' }, source: { href: '' } },
  };
  return { type: 'put', id: job.id, expectedRevision: undefined, text: JSON.stringify(job) };
}
