/** A poller over fakes under a clock turned by hand. */
import { type Gap, type Job, type JobStore, type Logger, type Source, type Timers } from '@gateway/core';

import { type PolledSource } from '../source/source-runner.js';
import { Poller } from '../poller.js';
import { FakeAdapter as FakeBackend } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { MemoryStore } from './memory-store.js';
import { NOW, observed } from './sample-jobs.js';

/** A line of the log. */
export interface Line {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** What a test sees of the house it has put up. */
export interface PollerHarness {
  readonly time: ManualTime;
  readonly store: MemoryStore;
  readonly poller: Poller;
  /** Everything logged so far. */
  readonly lines: Line[];
  /** A poller over the same store and backends, for after the first one has stopped. */
  readonly again: () => Poller;
  /** Another replica over the same store, with a configuration of its own. */
  readonly replica: (name: string, ...sources: readonly PolledSource[]) => Poller;
  /** What chance brings next, from 0 up to 1; always 0.5 unless a test sets it. */
  random: () => number;
  readonly job: (id: string) => Job | undefined;
  /** The statuses told in the log, in order. */
  readonly statuses: () => readonly unknown[];
  /** The gaps of the source `east`. */
  readonly gaps: () => readonly Gap[] | undefined;
}

/** A poller over backends under these source names; jobs are kept for seven days. */
export function pollerHarness(...backends: readonly [string, FakeBackend][]): PollerHarness {
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

/** A source of an adapter's kind: polled every 5 s, ended jobs are known there for 300 s. */
export function sourceOf(name: string, { kind }: FakeBackend, backendFingerprint = 'first'): Source {
  return {
    name,
    kind,
    url: 'https://10.0.0.1',
    backendFingerprint,
    labels: {},
    intervalMs: 5_000,
    timeoutMs: 30_000,
    finishedJobTtlMs: 300_000,
  };
}

/** A backend that has these jobs. */
export function backendWith(...jobs: readonly Parameters<typeof observed>[0][]): FakeBackend {
  const backend = new FakeBackend();
  for (const fields of jobs) {
    const job = observed(fields);
    backend.jobs.set(job.native_id, job);
  }
  return backend;
}
