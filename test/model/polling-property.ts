/** Polls of a backend whose jobs change before, between and during the polls. */
import assert from 'node:assert/strict';

import { CONFIG_ORIGIN, type JobStore, type SourceKind } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { ManualTime } from '@gateway/testing/manual-time';
import fc from 'fast-check';

import { MemoryStore } from '../../libs/poller/src/testing/memory-store.js';
import { PagedBackend, type Row } from './paged-backend.js';

const START_TIME = Date.UTC(2026, 0, 5, 10);
const IGNORE = (): void => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };

type BackendEvent =
  | { readonly event: 'start'; readonly count: number }
  | { readonly event: 'end'; readonly pick: number }
  | { readonly event: 'rerun'; readonly pick: number }
  | { readonly event: 'delete'; readonly pick: number; readonly count: number }
  | { readonly event: 'wait'; readonly ms: number };

const pick = fc.nat(997);
const backendEvent: fc.Arbitrary<BackendEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ event: fc.constant('start' as const), count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 4, arbitrary: fc.record({ event: fc.constant('end' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ event: fc.constant('rerun' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ event: fc.constant('delete' as const), pick, count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ event: fc.constant('wait' as const), ms: fc.nat(150_000) }) },
);
/** The events before a poll, and before each of its reads. */
const round = fc.record({
  before: fc.array(backendEvent, { maxLength: 4 }),
  during: fc.array(fc.array(backendEvent, { maxLength: 2 }), { maxLength: 6 }),
});

/** A poller over an in-memory backend. It polls only when the test calls `poll`. */
export function pollingHarness(kind: SourceKind) {
  const time = new ManualTime(START_TIME);
  const store = new MemoryStore();
  const backend = new PagedBackend(kind, time);
  const source = {
    name: 'source',
    origin: CONFIG_ORIGIN,
    kind,
    url: 'https://10.0.0.1',
    backendFingerprint: 'first',
    labels: {},
    intervalMs: 5_000,
    timeoutMs: 30_000,
  };
  const poller = new Poller([{ source, adapter: backend }], {
    store: store as unknown as JobStore,
    view: store.view,
    clock: time,
    monotonicClock: time.monotonic,
    timers: time,
    logger: LOGGER,
    replica: 'replica-1',
    retention: { terminalMs: 365 * 86_400_000, maxJobs: 1_000_000 },
    random: () => 0.5,
  });
  return { time, store, backend, poll: () => poller.poll('source'), stop: () => poller.stop() };
}

type Harness = ReturnType<typeof pollingHarness>;

/** Applies an event. A backend deletes only recorded jobs, because a poll cannot find a job deleted before it. */
function applyEvent({ time, store, backend }: Harness, change: BackendEvent, id: () => string): void {
  const isRecorded = (row: { id: string; submitted: number }): boolean => {
    const job = store.jobs.get(`source~${row.id}`)?.job;
    return job?.terminal === true && (backend.kind === 'ontap' || job.submit_time === isoTime(row.submitted));
  };
  const [running, ended] = ['running', 'success'].map((state) => backend.rows.filter((row) => row.state === state));
  switch (change.event) {
    case 'start':
      for (let left = change.count; left > 0; left -= 1)
        backend.rows.push({ id: id(), submitted: time.now(), state: 'running' });
      return;
    case 'end': {
      const row = running?.[change.pick % running.length];
      if (row) row.state = 'success';
      return;
    }
    case 'rerun': {
      const row = backend.reruns ? ended?.[change.pick % ended.length] : undefined;
      time.pass(1); // No job is submitted twice in the same millisecond.
      if (row) Object.assign(row, { submitted: time.now(), state: 'running' });
      return;
    }
    case 'delete': {
      const known = (ended ?? []).filter(isRecorded);
      const gone = new Set(known.slice(change.pick % (known.length || 1)).slice(0, change.count));
      backend.rows = backend.rows.filter((row) => !gone.has(row));
      return;
    }
    case 'wait':
      return time.pass(change.ms);
    default:
      return change satisfies never;
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Returns a generator of ids that, like UUIDs, do not sort in the order of their creation. */
export function uuidGenerator(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const scattered = ((count * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
    return `${scattered}-0000-0000-0000-${String(count).padStart(12, '0')}`;
  };
}

/**
 * Polls a backend of this kind under random interleavings of job starts, ends, reruns and deletions; `runs` is their
 * number. Rejects with the smallest interleaving found that loses a job or an end.
 */
export async function checkPolling(kind: SourceKind, runs: number): Promise<void> {
  const rounds = fc.array(round, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rounds, (plan) => expectNothingLost(kind, plan)),
    { numRuns: runs },
  );
}

interface Round {
  readonly before: readonly BackendEvent[];
  readonly during: readonly (readonly BackendEvent[])[];
}

async function expectNothingLost(kind: SourceKind, plan: readonly Round[]): Promise<void> {
  const harness = pollingHarness(kind);
  const { backend, store, poll } = harness;
  const id = uuidGenerator();
  const seen = new Map<string, Row>();
  const applyAll = (events: readonly BackendEvent[] = []): void => {
    for (const each of events) applyEvent(harness, each, id);
    for (const row of backend.rows) seen.set(row.id, row);
  };
  for (const { before, during } of plan) {
    applyAll(before);
    const reads = [...during];
    backend.beforeRead = () => applyAll(reads.shift());
    await poll();
  }
  backend.beforeRead = IGNORE;
  await poll();
  await poll();
  const rows = [...seen.values()];
  const shown = rows.map((row) => [row.id, store.jobs.get(`source~${row.id}`)?.job.state]);
  assert.deepEqual(
    shown,
    rows.map((row) => [row.id, row.state]),
  );
  await harness.stop();
}
