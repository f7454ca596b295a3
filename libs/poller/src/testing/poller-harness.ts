/** A poller with fake backends, a store in memory and manual time. */
import { CONFIG_ORIGIN, type Gap, type Job, type JobStore, type Logger, type Source, type Timers } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { Poller } from '../poller.js';
import { type PolledSource } from '../source/source-runner.js';
import { MemoryStore } from './memory-store.js';
import { NOW, observed } from './sample-jobs.js';

/** A line of the log. */
export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** The poller and everything around it. */
export interface PollerHarness {
  readonly time: ManualTime;
  readonly store: MemoryStore;
  readonly poller: Poller;
  /** All lines logged so far. */
  readonly lines: Line[];
  /** Creates a poller with the same store and backends, to use after the first one has stopped. */
  readonly again: () => Poller;
  /** Creates the poller of another replica with the same store and its own sources. */
  readonly replica: (name: string, ...sources: readonly PolledSource[]) => Poller;
  /** The source of random numbers; returns 0.5 unless a test replaces it. */
  random: () => number;
  readonly job: (id: string) => Job | undefined;
  /** The statuses in the log, in order. */
  readonly statuses: () => readonly unknown[];
  /** The gaps of the source `east`. */
  readonly gaps: () => readonly Gap[] | undefined;
}

/** A poller with these backends by source name; jobs are kept for seven days. */
export function pollerHarness(...backends: readonly [string, FakeAdapter][]): PollerHarness {
  const time = new ManualTime(NOW);
  const store = new MemoryStore();
  const lines: Line[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, message, fields: fields as Record<string, unknown> });
  const logger: Logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const sources = backends.map(([name, adapter]) => ({ source: sourceOf(name, adapter), adapter }));
  const open = (replica: string, timers: Timers, polled: readonly PolledSource[]): Poller =>
    new Poller(polled, {
      store: store as unknown as JobStore,
      view: store.view,
      clock: time,
      monotonicClock: time.monotonic,
      timers,
      logger,
      replica,
      retention: { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 },
      random: () => made.random(),
    });
  const again = (): Poller => open('replica-1', time, sources);
  const poller = again();
  const made: PollerHarness = {
    time,
    store,
    poller,
    lines,
    again,
    random: () => 0.5,
    replica: (name, ...polled) => open(name, time.named(name), polled),
    job: (id) => store.jobs.get(id)?.job,
    statuses: () => lines.filter(({ message }) => message === 'source status changed').map(({ fields }) => fields.to),
    gaps: () => poller.report('east')?.gaps,
  };
  return made;
}

/** A source of an adapter's kind: polled every 5 s, with a finished job TTL of 300 s. */
export function sourceOf(name: string, { kind }: FakeAdapter, backendFingerprint = 'first'): Source {
  return {
    name,
    origin: CONFIG_ORIGIN,
    kind,
    url: 'https://10.0.0.1',
    backendFingerprint,
    labels: {},
    intervalMs: 5_000,
    timeoutMs: 30_000,
    finishedJobTtlMs: 300_000,
  };
}

/** A backend with these jobs. */
export function backendWith(...jobs: readonly Parameters<typeof observed>[0][]): FakeAdapter {
  const backend = new FakeAdapter();
  for (const fields of jobs) {
    const job = observed(fields);
    backend.jobs.set(job.native_id, job);
  }
  return backend;
}
