import {
  CONFIG_ORIGIN,
  type JobStore,
  type Logger,
  nextTurn,
  type ObservedJob,
  type OnPage,
  type PollResult,
  type ViewedJob,
} from '@gateway/core';
import { put } from '@gateway/testing/drafts';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { Poller } from '../poller.js';
import { endedJob, MemoryStore } from '../testing/memory-store.js';
import { firstSeen, NOW, observed, ontapContext, viewed } from '../testing/sample-jobs.js';
import { Retention } from './retention.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NEVER = new AbortController().signal;

/** A job whose record last changed `ageDays` days ago. */
function jobAt(ageDays: number, fields: Partial<ObservedJob> = {}): ViewedJob {
  const job = { native_id: `aged-${ageDays}`, state: 'success', ...fields } as const;
  return viewed(firstSeen(job, ontapContext(NOW - ageDays * DAY)));
}

/** A view of these jobs in the given order, and a store that records removals. */
function retentionHarness(jobs: readonly ViewedJob[], maxJobs = 100_000) {
  const removed: string[] = [];
  const refused: string[] = [];
  const append: JobStore['append'] = async (drafts) => {
    const accepted = drafts.filter(({ id }) => !refused.includes(id));
    removed.push(...accepted.map(({ id }) => id.replace('east~', '')));
    const rejected = refused.filter((id) => drafts.some((draft) => draft.id === id));
    return { revision: '1-0', rejected: rejected.map((id) => ({ id, stored: '9-0' })) };
  };
  const ended = jobs.filter(({ job }) => job.terminal).map(endedJob);
  const view = {
    endedOldestFirst: () => ended,
    lastRemovedTime: () => 0,
    revisionOf: () => '9-0',
    size: () => jobs.length,
  };
  const limits = { terminalMs: 7 * DAY, maxJobs };
  return { removed, refused, retention: new Retention(limits, view, { append }, async () => undefined) };
}

async function swept(jobs: readonly ViewedJob[], maxJobs?: number): Promise<readonly string[]> {
  const { removed, retention } = retentionHarness(jobs, maxJobs);
  expect(await retention.sweep(NOW, NEVER)).toBe(removed.length);
  return removed;
}

describe('retention removes', () => {
  it('ended jobs that have not changed for longer than the limit', async () => {
    expect(await swept([jobAt(9), jobAt(8, { state: 'failure' }), jobAt(6)])).toEqual(['aged-9', 'aged-8']);
  });

  it('no active job, however old, and however many there are', async () => {
    expect(await swept([jobAt(90, { state: 'running' }), jobAt(8)], 1)).toEqual(['aged-8']);
    expect(await swept([jobAt(90, { state: 'running' }), jobAt(2, { state: 'paused' })], 1)).toEqual([]);
  });

  it('no job because of the clock of its backend', async () => {
    const longAgo = new Date(NOW - 60 * DAY).toISOString();
    const toCome = new Date(NOW + DAY).toISOString();
    const behind = jobAt(6, { start_time: longAgo, end_time: longAgo });
    const ahead = jobAt(8, { start_time: toCome, end_time: toCome });
    expect(await swept([behind, ahead])).toEqual(['aged-8']);
  });

  it('the jobs that have not changed for longest, when there are too many', async () => {
    const ranForLong = jobAt(1, { submit_time: new Date(NOW - 60 * DAY).toISOString() });
    expect(await swept([ranForLong, ...[5, 3, 4, 2].map((age) => jobAt(age))], 3)).toEqual(['aged-5', 'aged-4']);
  });

  it('no more than there are too many, the oldest first, when all changed at once', async () => {
    const jobs = Array.from({ length: 10 }, (_, at) => jobAt(1, { native_id: `job-${at}` }));
    expect(await swept(jobs, 7)).toEqual(['job-0', 'job-1', 'job-2']);
  });

  it('first the old ones, and of the others only the excess', async () => {
    expect(await swept([jobAt(9), jobAt(8), jobAt(3), jobAt(2), jobAt(1)], 2)).toEqual(['aged-9', 'aged-8', 'aged-3']);
  });

  it('not a job that changes meanwhile, but the others', async () => {
    const { refused, removed, retention } = retentionHarness([jobAt(10), jobAt(9), jobAt(8)]);
    refused.push('east~aged-9');
    expect(await retention.sweep(NOW, NEVER)).toBe(2);
    expect(removed).toEqual(['aged-10', 'aged-8']);
  });

  it('also jobs that the store has lost, or has in an older version', async () => {
    const store = new MemoryStore();
    for (const { id, text } of [jobAt(10), jobAt(9), jobAt(8)])
      await store.append([put(id, text)], { source: 'east', observedAt: NOW });
    store.damaged.set('east~aged-10', undefined).set('east~aged-9', '1-0');
    const limits = { terminalMs: 7 * DAY, maxJobs: 10 };
    const retention = new Retention(limits, store.view, store, async () => undefined);
    expect(await retention.sweep(NOW, NEVER)).toBe(3);
    expect(store.jobs.size).toBe(0);
  });

  it('many thousands in one sweep, with turns for other work in between', async () => {
    const jobs = Array.from({ length: 20_000 }, (_, at) => jobAt(8, { native_id: `job-${at}` }));
    let turns = 0;
    let over = false;
    const otherWork = async (): Promise<void> => {
      for (; !over; turns += 1) await nextTurn();
    };
    void otherWork();
    expect(await swept(jobs)).toHaveLength(20_000);
    over = true;
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it('nothing more once its signal aborts', async () => {
    const jobs = Array.from({ length: 5_000 }, (_, at) => jobAt(8, { native_id: `job-${at}` }));
    const { removed, retention } = retentionHarness(jobs);
    await expect(retention.sweep(NOW, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    expect(removed).toEqual([]);
  });
});

/** A backend with its own clock, which reports the offset and keeps ended jobs in its listing. */
class BackendElsewhere extends FakeAdapter {
  constructor(private readonly offsetMs: number) {
    super();
  }

  override async poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const { offsetMs: clockOffsetMs } = this;
    return { ...(await super.poll(cursor, signal, (page) => onPage({ ...page, clockOffsetMs }))), clockOffsetMs };
  }

  /** Adds a job that ends at a time by our clock, in ms. */
  end(nativeId: string, at: number): void {
    const end_time = new Date(at + this.offsetMs).toISOString();
    this.jobs.set(nativeId, observed({ native_id: nativeId, state: 'success', start_time: end_time, end_time }));
  }
}

describe('a job that ended on a backend', () => {
  function harnessWith(backend: FakeAdapter, maxJobs: number) {
    const time = new ManualTime(NOW);
    const store = new MemoryStore();
    const ignore = (): void => undefined;
    const logger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const source = {
      name: 'east',
      origin: CONFIG_ORIGIN,
      kind: backend.kind,
      url: '',
      backendFingerprint: 'first',
      labels: {},
      intervalMs: 60_000,
      timeoutMs: 30_000,
    };
    const deps = { clock: time, monotonicClock: time.monotonic, timers: time, logger, replica: 'a', random: () => 0.5 };
    const retention = { terminalMs: HOUR, maxJobs };
    const poller = new Poller([{ source, adapter: backend }], {
      ...deps,
      store: store as unknown as JobStore,
      view: store.view,
      retention,
    });
    return { time, store, poller };
  }

  it.each([
    ['six hours behind', -6 * HOUR],
    ['right', 0],
    ['six hours ahead', 6 * HOUR],
  ])('whose clock is %s is kept for its time, and once removed not stored again', async (_, offsetMs) => {
    const backend = new BackendElsewhere(offsetMs);
    const { poller, store, time } = harnessWith(backend, 1_000);
    backend.end('job-1', NOW - 60_000);
    backend.end('long-ago', NOW - 2 * HOUR);
    await poller.start();
    await time.advance(55 * 60_000);
    expect([...store.jobs.keys()]).toEqual(['east~job-1']);
    await time.advance(10 * 60_000);
    expect([...store.jobs.keys()]).toEqual([]);
    await time.advance(12 * HOUR);
    expect(store.log).toHaveLength(1);
    await poller.stop();
  });

  it('and was removed because there were too many is not stored again, but later ones are', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = harnessWith(backend, 3);
    await poller.start();
    await time.advance(1_000);
    for (let at = 1; at <= 6; at += 1) {
      backend.end(`job-${at}`, time.now());
      await time.advance(60_000);
    }
    await time.advance(5 * 60_000);
    expect([...store.jobs.keys()]).toEqual(['east~job-4', 'east~job-5', 'east~job-6']);
    expect(store.log).toHaveLength(6);
    await poller.stop();
  });

  it('before a poll that did not list it is stored by the next one, whatever was removed in between', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = harnessWith(backend, 3);
    for (let at = 1; at <= 6; at += 1) backend.end(`long-ago-${at}`, NOW - 60_000 * 10);
    await poller.start();
    await time.advance(61_000);
    expect(store.jobs.size).toBe(3);
    backend.end('missed', NOW - 1_000);
    await time.advance(3 * 60_000);
    expect(store.jobs.size).toBe(3);
    expect(store.log.filter(({ native_id }) => native_id === 'missed')).toHaveLength(1);
    expect(store.jobs.has('east~missed')).toBe(true);
    await poller.stop();
  });
});

describe('the retention cutoff', () => {
  const ended = (lastRemovedTime: number, size: number, lastSuccess?: number): number => {
    const view = {
      lastRemovedTime: () => lastRemovedTime,
      endedOldestFirst: () => [],
      revisionOf: () => undefined,
      size: () => size,
    };
    const store = { append: async () => ({ revision: '1-0', rejected: [] }) };
    const retention = new Retention({ terminalMs: 7 * DAY, maxJobs: 10 }, view, store, async () => undefined);
    return Date.parse(retention.cutoff(NOW, 0, lastSuccess)) - NOW;
  };

  it.each([
    ['at the age limit, while there is room', -7 * DAY, NOW - 100_000, 9, NOW],
    ['at the last removals, once there is none', -100_000, NOW - 100_000, 10, NOW],
    ['a minute before the last successful poll at most', -65_000, NOW, 10, NOW - 5_000],
    ['at the age limit, before any successful poll', -7 * DAY, NOW, 10, undefined],
  ])('is %s', (_, expected, lastRemovedTime, size, lastSuccess) => {
    expect(ended(lastRemovedTime, size, lastSuccess)).toBe(expected);
  });
});
