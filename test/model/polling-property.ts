/** Polls that read only what is new, against a backend on which anything may happen before, between and during them. */
import assert from 'node:assert/strict';

import { type JobStore, type SourceKind } from '@gateway/core';
import { Poller } from '@gateway/poller';
import fc from 'fast-check';

import { ManualTime } from '@gateway/testing/manual-time';
import { MemoryStore } from '../../libs/poller/src/testing/memory-store.js';
import { PagedBackend, type Row } from './paged-backend.js';

const BEGINNING = Date.UTC(2026, 0, 5, 10);
const IGNORE = (): void => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };

type Happening =
  | { readonly is: 'start'; readonly count: number }
  | { readonly is: 'end'; readonly pick: number }
  | { readonly is: 'rerun'; readonly pick: number }
  | { readonly is: 'leave'; readonly pick: number; readonly count: number }
  | { readonly is: 'wait'; readonly ms: number };

const pick = fc.nat(997);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('start' as const), count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('end' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('rerun' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('leave' as const), pick, count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.nat(150_000) }) },
);
/** What happens before a poll, and before each of its reads. */
const round = fc.record({
  before: fc.array(happening, { maxLength: 4 }),
  during: fc.array(fc.array(happening, { maxLength: 2 }), { maxLength: 6 }),
});

/** A poller over a backend in memory; nothing runs by itself. */
export function setUp(kind: SourceKind) {
  const time = new ManualTime(BEGINNING);
  const store = new MemoryStore();
  const backend = new PagedBackend(kind, time);
  const source = {
    name: 'source',
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
    timers: time,
    logger: LOGGER,
    replica: 'replica-1',
    retention: { terminalMs: 365 * 86_400_000, maxJobs: 1_000_000 },
    random: () => 0.5,
  });
  return { time, store, backend, poll: () => poller.poll('source'), stop: () => poller.stop() };
}

type House = ReturnType<typeof setUp>;

/** A backend drops only what has been recorded: nobody can see what is gone before it is looked at. */
function happen({ time, store, backend }: House, what: Happening, id: () => string): void {
  const isRecorded = (row: { id: string; submitted: number }): boolean => {
    const job = store.jobs.get(`source~${row.id}`)?.job;
    return job?.terminal === true && (backend.kind === 'ontap' || job.submit_time === instant(row.submitted));
  };
  const [running, ended] = ['running', 'success'].map((state) => backend.rows.filter((row) => row.state === state));
  switch (what.is) {
    case 'start':
      for (let left = what.count; left > 0; left -= 1)
        backend.rows.push({ id: id(), submitted: time.now(), state: 'running' });
      return;
    case 'end': {
      const row = running?.[what.pick % running.length];
      if (row) row.state = 'success';
      return;
    }
    case 'rerun': {
      const row = backend.reruns ? ended?.[what.pick % ended.length] : undefined;
      time.pass(1); // No job is submitted twice in the same millisecond.
      if (row) Object.assign(row, { submitted: time.now(), state: 'running' });
      return;
    }
    case 'leave': {
      const known = (ended ?? []).filter(isRecorded);
      const gone = new Set(known.slice(what.pick % (known.length || 1)).slice(0, what.count));
      backend.rows = backend.rows.filter((row) => !gone.has(row));
      return;
    }
    case 'wait':
      return time.pass(what.ms);
    default:
      return what satisfies never;
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Ids whose order has nothing to do with the order of their creation, as UUIDs. */
export function idMaker(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const scattered = ((count * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
    return `${scattered}-0000-0000-0000-${String(count).padStart(12, '0')}`;
  };
}

/**
 * Polls a backend of this kind under so many random interleavings of jobs that start, end, run again and leave. Rejects
 * with the smallest one found in which a job or an end is lost.
 */
export async function checkPolling(kind: SourceKind, runs: number): Promise<void> {
  const rounds = fc.array(round, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rounds, (plan) => losesNothing(kind, plan)),
    { numRuns: runs },
  );
}

interface Round {
  readonly before: readonly Happening[];
  readonly during: readonly (readonly Happening[])[];
}

async function losesNothing(kind: SourceKind, plan: readonly Round[]): Promise<void> {
  const house = setUp(kind);
  const { backend, store, poll } = house;
  const id = idMaker();
  const ever = new Map<string, Row>();
  const all = (list: readonly Happening[] = []): void => {
    for (const what of list) happen(house, what, id);
    for (const row of backend.rows) ever.set(row.id, row);
  };
  for (const { before, during } of plan) {
    all(before);
    const reads = [...during];
    backend.beforeRead = () => all(reads.shift());
    await poll();
  }
  backend.beforeRead = IGNORE;
  await poll();
  await poll();
  const rows = [...ever.values()];
  const shown = rows.map((row) => [row.id, store.jobs.get(`source~${row.id}`)?.job.state]);
  assert.deepEqual(
    shown,
    rows.map((row) => [row.id, row.state]),
  );
  await house.stop();
}
