import {
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  type JobStore,
  LogCompactedError,
  type Revision,
  type StoredJob,
  StoreUnavailableError,
} from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { View } from '../index/view.js';
import { ViewReplicator } from './view-replicator.js';

/** A store that keeps its log in memory; following it can be made to fail as it does with the real ones. */
class LoggedStore {
  readonly #log: (Change & StoredJob)[] = [];
  /** What the next calls of `follow` fail with. */
  readonly failures: Error[] = [];
  snapshotFailure: Error | undefined;
  #appended = 0;
  #fail: ((error: Error) => void) | undefined;
  #onChanges: ((changes: readonly Change[]) => void) | undefined;

  put(id: string, revision: Revision, given?: string): void {
    const text = given ?? sampleText(id, 'running');
    const change = { type: 'put', id, revision, text } as const;
    this.#log.push(change);
    this.#onChanges?.([change]);
  }

  /** A job that retention removed so long ago that the log does not tell it any more. */
  forget(id: string): void {
    this.#log.splice(0, this.#log.length, ...this.#log.filter((change) => change.id !== id));
  }

  /** Who follows is told that the log does not reach back to where they are, because it was trimmed or `lost` its end. */
  fallBehind(lost = false): void {
    this.#onChanges = undefined;
    this.#fail?.(new LogCompactedError('trimmed', lost));
  }

  /** Comes back empty: who follows is told that the log does not reach back to where they are. */
  lose(): void {
    this.#log.length = 0;
    this.fallBehind();
  }

  async append(drafts: readonly ChangeDraft[]): Promise<{ revision: Revision; refused: readonly string[] }> {
    for (const draft of drafts) {
      this.#appended += 1;
      if (draft.type === 'put') this.put(draft.id, `10-${this.#appended}`, draft.text);
    }
    return { revision: await this.revision(), refused: [] };
  }

  async revision(): Promise<Revision> {
    return this.#log.at(-1)?.revision ?? FIRST_REVISION;
  }

  async recent(): Promise<readonly Change[]> {
    return [...this.#log];
  }

  async *snapshot(): AsyncGenerator<readonly StoredJob[]> {
    if (this.snapshotFailure) throw this.snapshotFailure;
    yield [...new Map(this.#log.map((change) => [change.id, change])).values()];
  }

  async follow(after: Revision, onChanges: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    onChanges(this.#log.filter(({ revision }) => compareRevisions(revision, after) > 0));
    this.#onChanges = onChanges;
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      signal.addEventListener('abort', () => resolve());
    });
  }
}

function sampleText(id: string, state: string): string {
  return JSON.stringify({ id, state, source: { name: 'east' }, created_time: '', gone: false });
}

function house() {
  const store = new LoggedStore();
  const logger = new RecordingLogger();
  const { lines } = logger;
  const view = new View();
  const feed = new ViewReplicator(store as unknown as JobStore, view, logger, { now: () => 1_000 });
  return { store, view, feed, lines };
}

describe('the view feed', () => {
  it('loads the snapshot before it resolves, and then follows', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    await feed.start();
    expect(view.size()).toBe(1);
    expect(feed.isCaughtUp()).toBe(true);
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.get('east~2')).toBeDefined();
    await feed.stop();
  });

  it('hands the view the last changes of the log, so that a watch can go on from before the start', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await feed.start();
    const place = view.history.offsetAfter('1-0');
    expect(place).toBeDefined();
    expect(view.history.at(place!)).toMatchObject({ id: 'east~2', revision: '2-0', after: view.get('east~2') });
    await feed.stop();
  });

  it('does not start without the store', async () => {
    const { feed, store } = house();
    store.snapshotFailure = new StoreUnavailableError('the store is away');
    await expect(feed.start()).rejects.toThrow(StoreUnavailableError);
    expect(feed.isCaughtUp()).toBe(false);
  });

  it('loads the view again when it fell behind the log', async () => {
    const { feed, lines, store, view } = house();
    store.put('east~1', '1-0');
    store.failures.push(new LogCompactedError('trimmed', false));
    await feed.start();
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.size()).toBe(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'view cannot follow the log from here and is loaded again' }),
    );
    await feed.stop();
  });

  it('gives a store that came back empty what the view still holds', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await feed.start();
    store.lose();
    await view.reached('10-2');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2']);
    await feed.stop();
  });

  it('does so too when a poll was quicker to write to it', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await feed.start();
    store.lose();
    store.put('east~3', '9-0');
    await view.reached('10-2');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2', 'east~3']);
    await feed.stop();
  });

  it('gives a store that was restored from an old copy the records it has older', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~1', '5-0', sampleText('east~1', 'success'));
    await feed.start();
    store.lose();
    store.put('east~1', '1-0');
    await view.reached('10-1');
    expect(view.get('east~1')?.job.state).toBe('success');
    await feed.stop();
  });

  it('gives a store whose log has lost its end the jobs that were new there', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await feed.start();
    store.forget('east~2');
    store.fallBehind(true);
    await view.reached('10-1');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2']);
    await feed.stop();
  });

  it('does not bring back what retention has removed while it fell behind', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await feed.start();
    store.forget('east~1');
    store.fallBehind();
    store.put('east~3', '3-0');
    await view.reached('3-0');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~2', 'east~3']);
    await feed.stop();
  });

  it('names records it cannot read, and follows on', async () => {
    const { feed, lines, store, view } = house();
    await feed.start();
    store.put('east~1', '1-0', '{"broken');
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.size()).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', fields: { jobs: ['east~1'] } }));
    await feed.stop();
  });

  it('waits for a store that went away, serving what it has, and goes on', async () => {
    const { feed, lines, store, view } = house();
    store.put('east~1', '1-0');
    store.failures.push(new StoreUnavailableError('the store is away'));
    await feed.start();
    expect(view.get('east~1')).toBeDefined();
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
    await feed.stop();
  });

  it('says by a fault of its own that it is out of step, and tries again', async () => {
    const { feed, lines, store } = house();
    store.failures.push(new RangeError('a defect'));
    await feed.start();
    while (feed.isCaughtUp()) await new Promise(setImmediate);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    await feed.stop();
  });
});
