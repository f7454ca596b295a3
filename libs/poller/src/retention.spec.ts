import {
  type ChangeDraft,
  type JobStore,
  type Logger,
  type ObservedJob,
  type PollAnswer,
  type ViewedJob,
} from '@gateway/core';

import { Poller } from './poller.js';
import { Retention } from './retention.js';
import { FakeBackend } from './testing/fake-backend.js';
import { FakeTime } from './testing/fake-time.js';
import { MemoryStore } from './testing/memory-store.js';
import { firstSeen, NOW, observed, ontapContext, viewed } from './testing/sample-jobs.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NEVER = new AbortController().signal;

/** A job whose record last changed so many days ago. */
function jobAt(ageDays: number, fields: Partial<ObservedJob> = {}): ViewedJob {
  const job = { native_id: `aged-${ageDays}`, state: 'success', ...fields } as const;
  return viewed(firstSeen(job, ontapContext(NOW - ageDays * DAY)));
}

/** A view of these jobs, and a store that knows what it was asked to remove. */
function houseOf(jobs: readonly ViewedJob[], maxJobs = 100_000) {
  const removed: string[] = [];
  const refused: string[] = [];
  const append: JobStore['append'] = async (drafts) => {
    const taken = drafts.filter(({ id }) => !refused.includes(id));
    removed.push(...taken.map(({ id }) => id.replace('east~', '')));
    return { revision: '1-0', refused: refused.filter((id) => drafts.some((draft) => draft.id === id)) };
  };
  const ended = jobs
    .filter(({ job }) => job.terminal)
    .sort((a, b) => a.job.updated_time.localeCompare(b.job.updated_time));
  const view = { endedByChange: () => ended, longestUnchanged: () => ended[0], size: () => jobs.length };
  return { removed, refused, retention: new Retention({ terminalMs: 7 * DAY, maxJobs }, view, { append }) };
}

async function swept(jobs: readonly ViewedJob[], maxJobs?: number): Promise<readonly string[]> {
  const { removed, retention } = houseOf(jobs, maxJobs);
  expect(await retention.sweep(NOW, NEVER)).toBe(removed.length);
  return removed;
}

describe('retention lets go of', () => {
  it('ended jobs that have not changed for longer than the limit', async () => {
    expect(await swept([jobAt(9), jobAt(8, { state: 'failure' }), jobAt(6)])).toEqual(['aged-9', 'aged-8']);
  });

  it('no active job, however old, and however many there are', async () => {
    expect(await swept([jobAt(90, { state: 'running' }), jobAt(8)], 1)).toEqual(['aged-8']);
    expect(await swept([jobAt(90, { state: 'running' }), jobAt(2, { state: 'paused' })], 1)).toEqual([]);
  });

  it('nothing for what the clock of its backend says', async () => {
    const longAgo = new Date(NOW - 60 * DAY).toISOString();
    const toCome = new Date(NOW + DAY).toISOString();
    const behind = jobAt(6, { start_time: longAgo, end_time: longAgo });
    const ahead = jobAt(8, { start_time: toCome, end_time: toCome });
    expect(await swept([behind, ahead])).toEqual(['aged-8']);
  });

  it('those that have not changed for longest, when there are too many', async () => {
    const ranForLong = jobAt(1, { submit_time: new Date(NOW - 60 * DAY).toISOString() });
    expect(await swept([ranForLong, ...[5, 3, 4, 2].map((age) => jobAt(age))], 3)).toEqual(['aged-5', 'aged-4']);
  });

  it('no more than there are too many, the oldest first, when all changed at once', async () => {
    const jobs = Array.from({ length: 10 }, (_, at) => jobAt(1, { native_id: `job-${at}` }));
    expect(await swept(jobs, 7)).toEqual(['job-0', 'job-1', 'job-2']);
  });

  it('first the old ones, and of the others only as many as are still too many', async () => {
    expect(await swept([jobAt(9), jobAt(8), jobAt(3), jobAt(2), jobAt(1)], 2)).toEqual(['aged-9', 'aged-8', 'aged-3']);
  });

  it('not a job that changes meanwhile, and takes the others', async () => {
    const { refused, removed, retention } = houseOf([jobAt(10), jobAt(9), jobAt(8)]);
    refused.push('east~aged-9');
    expect(await retention.sweep(NOW, NEVER)).toBe(2);
    expect(removed).toEqual(['aged-10', 'aged-8']);
  });

  it('many thousands in one sweep, with turns for others in between', async () => {
    const jobs = Array.from({ length: 20_000 }, (_, at) => jobAt(8, { native_id: `job-${at}` }));
    let turns = 0;
    let over = false;
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    expect(await swept(jobs)).toHaveLength(20_000);
    over = true;
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  it('nothing any more once it is told to stop', async () => {
    const jobs = Array.from({ length: 5_000 }, (_, at) => jobAt(8, { native_id: `job-${at}` }));
    const { removed, retention } = houseOf(jobs);
    await expect(retention.sweep(NOW, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    expect(removed).toEqual([]);
  });
});

/** A backend with a clock of its own, which says so and goes on listing what has ended. */
class BackendElsewhere extends FakeBackend {
  constructor(private readonly offsetMs: number) {
    super();
  }

  override async poll(cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer> {
    return { ...(await super.poll(cursor, signal)), clockOffsetMs: this.offsetMs };
  }

  /** A job that ends at the instant, by our clock in ms. */
  end(nativeId: string, at: number): void {
    const end_time = new Date(at + this.offsetMs).toISOString();
    this.jobs.set(nativeId, observed({ native_id: nativeId, state: 'success', start_time: end_time, end_time }));
  }
}

describe('a job that ended on a backend', () => {
  function houseWith(backend: FakeBackend, maxJobs: number) {
    const time = new FakeTime(NOW);
    const store = new MemoryStore();
    const tell = (): void => undefined;
    const logger: Logger = { debug: tell, info: tell, warn: tell, error: tell };
    const source = {
      name: 'east',
      kind: backend.kind,
      url: '',
      backend: 'first',
      labels: {},
      intervalMs: 60_000,
      timeoutMs: 30_000,
    };
    const retention = { terminalMs: HOUR, maxJobs };
    const parts = { store: store as unknown as JobStore, view: store.view, clock: time, logger, retention };
    const replica = (name: string): Poller =>
      new Poller([{ source, adapter: backend }], {
        ...parts,
        timers: time.named(name),
        replica: name,
        random: () => 0.5,
      });
    return { time, store, replica, poller: replica('a') };
  }

  it.each([
    ['six hours behind', -6 * HOUR],
    ['right', 0],
    ['six hours ahead', 6 * HOUR],
  ])('whose clock is %s is kept for its time, and once let go not taken in again', async (_, offsetMs) => {
    const backend = new BackendElsewhere(offsetMs);
    const { poller, store, time } = houseWith(backend, 1_000);
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

  it('and was let go because there were too many is not taken in again, and later ones are', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = houseWith(backend, 3);
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

  it.each(['a', 'b'])('is not taken in again when replica %s was the first to sweep', async (first) => {
    const backend = new BackendElsewhere(0);
    const { replica, store, time } = houseWith(backend, 3);
    const pollers = [];
    for (const name of [first, first === 'a' ? 'b' : 'a']) {
      const poller = replica(name);
      await poller.start();
      await time.advance(7_000);
      pollers.push(poller);
    }
    for (let at = 1; at <= 6; at += 1) {
      backend.end(`job-${at}`, time.now());
      await time.advance(60_000);
    }
    await time.advance(5 * 60_000);
    expect([...store.jobs.keys()]).toEqual(['east~job-4', 'east~job-5', 'east~job-6']);
    expect(store.log).toHaveLength(6);
    for (const poller of pollers) await poller.stop();
  });

  it('is not taken in again after a restart', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, replica, store, time } = houseWith(backend, 3);
    await poller.start();
    for (let at = 1; at <= 6; at += 1) {
      backend.end(`job-${at}`, time.now());
      await time.advance(60_000);
    }
    await time.advance(60_000);
    await poller.stop();
    const again = replica('a');
    await again.start();
    await time.advance(5 * 60_000);
    expect([...store.jobs.keys()]).toEqual(['east~job-4', 'east~job-5', 'east~job-6']);
    expect(store.log).toHaveLength(6);
    await again.stop();
  });

  it('and is refused for the limit counts neither as lost nor as drift', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = houseWith(backend, 3);
    await poller.start();
    for (let at = 1; at <= 6; at += 1) {
      backend.end(`job-${at}`, time.now());
      await time.advance(60_000);
    }
    await time.advance(15 * 60_000);
    expect(backend.count('list')).toBeGreaterThanOrEqual(2);
    expect(poller.tallies().get('east')).toMatchObject({ lost: 0, drifted: 0, gaps: 0 });
    expect(store.log).toHaveLength(6);
    await poller.stop();
  });

  it('is not taken in while active jobs alone are as many as may be', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = houseWith(backend, 3);
    for (const native_id of ['run-1', 'run-2', 'run-3']) backend.jobs.set(native_id, observed({ native_id }));
    await poller.start();
    await time.advance(60_000);
    backend.end('job-1', time.now());
    await time.advance(10 * 60_000);
    expect([...store.jobs.keys()]).toEqual(['east~run-1', 'east~run-2', 'east~run-3']);
    backend.end('run-1', time.now());
    await time.advance(60_000);
    expect(store.jobs.get('east~run-1')?.job.state).toBe('success');
    await poller.stop();
  });

  it('is taken in by a first poll that brings more than may be, and the sweep chooses', async () => {
    const backend = new BackendElsewhere(0);
    const { poller, store, time } = houseWith(backend, 300);
    for (let at = 0; at < 1_000; at += 1) backend.end(`job-${at}`, NOW - 60_000 - at);
    await poller.start();
    await time.advance(1_000);
    expect(store.jobs.size).toBe(1_000);
    await time.advance(10 * 60_000);
    expect(store.jobs.size).toBe(300);
    expect(store.log).toHaveLength(1_000);
    await poller.stop();
  });

  it('and was let go is below the floor at once, on every replica, after each removal of a sweep over two sources', async () => {
    const store = new MemoryStore();
    const west = { name: 'west', kind: 'ontap', labels: {} } as const;
    const order = Array.from({ length: 1_200 }, (_, at) => (at * 7) % 1_200);
    const drafts = order.map((at): ChangeDraft => {
      const context = { ...ontapContext(NOW - at * 1_000), ...(at % 2 === 0 && { source: west }) };
      const job = firstSeen({ native_id: `job-${at}`, state: 'success' }, context);
      return { type: 'put', id: job.id, basis: undefined, text: JSON.stringify(job) };
    });
    await store.append(drafts, { source: 'east', observedAt: NOW });
    const limits = { terminalMs: DAY, maxJobs: 100 };
    const floor = new Retention(limits, store.view, store).floor(NOW);
    const append: JobStore['append'] = async (removals, context) => {
      for (const removal of removals) {
        const changed = store.jobs.get(removal.id)?.job.updated_time ?? '';
        await store.append([removal], context);
        expect(floor().ended >= changed).toBe(true);
      }
      return { revision: store.view.revision(), refused: [] };
    };
    expect(await new Retention(limits, store.view, { append }).sweep(NOW, NEVER)).toBe(1_100);
    expect(floor().ended).toBe(new Date(NOW - 99_000).toISOString());
  });
});
