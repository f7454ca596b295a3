import {
  type AppendResult,
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  type JobState,
  type JobStore,
  LogCompactedError,
  type Revision,
  type StoredJob,
  type StoredRevisions,
  StoreUnavailableError,
} from '@gateway/core';
import { sampleJob } from '@gateway/testing/jobs';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { View } from '../index/view.js';
import { ViewReplicator } from './view-replicator.js';

/** A store with its change log in memory, whose `follow` can be made to fail as that of the real stores. */
class InMemoryStore {
  readonly #log: (Change & StoredJob)[] = [];
  /** The errors of the next calls of `follow`. */
  readonly failures: Error[] = [];
  snapshotFailure: Error | undefined;
  #appended = 0;
  #fail: ((error: Error) => void) | undefined;
  #onChanges: ((changes: readonly Change[]) => void | Promise<void>) | undefined;

  put(id: string, revision: Revision, text = sampleText(id, 'running')): void {
    const change = { type: 'put', id, revision, text } as const;
    this.#log.push(change);
    void this.#onChanges?.([change]);
  }

  /** Removes a job as retention does, after compaction of the change log has removed that too. */
  removeCompacted(id: string): void {
    this.#log.splice(0, this.#log.length, ...this.#log.filter((change) => change.id !== id));
  }

  /** Fails the follower, because the change log no longer reaches back to its revision or has lost its last writes. */
  failFollower(lostWrites = false): void {
    this.#onChanges = undefined;
    this.#fail?.(new LogCompactedError('compacted', lostWrites));
  }

  /** Loses all data and fails the follower. */
  loseAll(): void {
    this.#log.length = 0;
    this.failFollower();
  }

  async append(drafts: readonly ChangeDraft[]): Promise<AppendResult> {
    for (const draft of drafts) {
      this.#appended += 1;
      if (draft.type === 'put') this.put(draft.id, `10-${this.#appended}`, draft.text);
    }
    return { revision: await this.revision(), rejected: [] };
  }

  async revisions(ids: readonly string[]): Promise<StoredRevisions> {
    const records = ids.map((id) => this.#log.findLast((change) => change.id === id)?.revision);
    return { revision: await this.revision(), records };
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

  async follow(
    after: Revision,
    onChanges: (changes: readonly Change[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    await onChanges(this.#log.filter(({ revision }) => compareRevisions(revision, after) > 0));
    this.#onChanges = onChanges;
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject;
      signal.addEventListener('abort', () => resolve());
    });
  }
}

function sampleText(id: string, state: JobState): string {
  return JSON.stringify(sampleJob({ nativeId: id.slice('east~'.length), state }));
}

function replicatorHarness() {
  const store = new InMemoryStore();
  const logger = new RecordingLogger();
  const { lines } = logger;
  const view = new View();
  const replicator = new ViewReplicator(store as unknown as JobStore, view, logger, { now: () => 1_000 });
  return { store, view, replicator, lines };
}

describe('the view replicator', () => {
  it('loads the snapshot before `start` resolves, and then follows the change log', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    await replicator.start();
    expect(view.size()).toBe(1);
    expect(replicator.isCaughtUp()).toBe(true);
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.get('east~2')).toBeDefined();
    await replicator.stop();
  });

  it('loads the last changes into the history, so that a watch can resume from before the start', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await replicator.start();
    const offset = view.history.offsetAfter('1-0');
    expect(offset).toBeDefined();
    expect(view.history.at(offset!)).toMatchObject({ id: 'east~2', revision: '2-0', after: view.get('east~2') });
    await replicator.stop();
  });

  it('does not start without the store', async () => {
    const { replicator, store } = replicatorHarness();
    store.snapshotFailure = new StoreUnavailableError('the store is away');
    await expect(replicator.start()).rejects.toThrow(StoreUnavailableError);
    expect(replicator.isCaughtUp()).toBe(false);
  });

  it('reloads a view that has fallen behind the change log', async () => {
    const { replicator, lines, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.failures.push(new LogCompactedError('compacted', false));
    await replicator.start();
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.size()).toBe(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'view cannot follow the change log; reloading the view' }),
    );
    await replicator.stop();
  });

  it('restores a store that came back empty', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await replicator.start();
    store.loseAll();
    await view.reached('10-2');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2']);
    await replicator.stop();
    expect(replicator.restoredRecords).toBe(2);
  });

  it('restores a store that came back empty and was written by a poll since', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await replicator.start();
    store.loseAll();
    store.put('east~3', '9-0');
    await view.reached('10-2');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2', 'east~3']);
    await replicator.stop();
  });

  it('restores the newer records of a store that came back from an older copy', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~1', '5-0', sampleText('east~1', 'success'));
    await replicator.start();
    store.loseAll();
    store.put('east~1', '1-0');
    await view.reached('10-1');
    expect(view.get('east~1')?.job.state).toBe('success');
    await replicator.stop();
  });

  it('restores new jobs of a store that has lost its last writes', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await replicator.start();
    store.removeCompacted('east~2');
    store.failFollower(true);
    await view.reached('10-1');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~1', 'east~2']);
    await replicator.stop();
  });

  it('does not restore jobs that retention removed while the view had fallen behind', async () => {
    const { replicator, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.put('east~2', '2-0');
    await replicator.start();
    store.removeCompacted('east~1');
    store.failFollower();
    store.put('east~3', '3-0');
    await view.reached('3-0');
    expect([...view.oldestFirst()].map(({ job }) => job.id).sort()).toEqual(['east~2', 'east~3']);
    await replicator.stop();
  });

  it('logs damaged changes and continues to follow', async () => {
    const { replicator, lines, store, view } = replicatorHarness();
    await replicator.start();
    store.put('east~1', '1-0', '{"broken');
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.size()).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', fields: { records: 1, jobs: ['east~1'] } }));
    await replicator.stop();
  });

  it('names each damaged record or change once, however often it is read', async () => {
    const { replicator, lines, store, view } = replicatorHarness();
    store.put('east~1', '1-0', 'null');
    store.put('', '1-1', '');
    await replicator.start();
    for (const [at, id] of ['east~1', 'east~2', 'east~2', '', 'east~3'].entries()) store.put(id, `2-${at}`, '[]');
    await view.reached('2-4');
    store.failures.push(new LogCompactedError('compacted', false));
    store.failFollower();
    store.put('east~4', '3-0');
    await view.reached('3-0');
    const named = lines.filter(({ message }) => message.startsWith('stored records or changes are damaged'));
    expect(named.flatMap(({ fields }) => (fields as { readonly jobs: string[] }).jobs)).toEqual([
      ...['east~1', 'none', 'east~2', 'east~3'],
    ]);
    expect(view.size()).toBe(1);
    await replicator.stop();
  });

  it('keeps the view while the store is unavailable, and follows when it is back', async () => {
    const { replicator, lines, store, view } = replicatorHarness();
    store.put('east~1', '1-0');
    store.failures.push(new StoreUnavailableError('the store is away'));
    await replicator.start();
    expect(view.get('east~1')).toBeDefined();
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
    await replicator.stop();
  });

  it('is not caught up after an internal error, and logs it', async () => {
    const { replicator, lines, store } = replicatorHarness();
    store.failures.push(new RangeError('a defect'));
    await replicator.start();
    while (replicator.isCaughtUp()) await new Promise(setImmediate);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    await replicator.stop();
  });
});
