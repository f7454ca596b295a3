import {
  type Change,
  compareRevisions,
  FIRST_REVISION,
  type JobStore,
  LogTrimmedError,
  type Revision,
  type StoredJob,
  StoreUnavailableError,
} from '@gateway/core';
import { View } from '@gateway/view';

import { createLogger } from './logger.js';
import { ViewFeed } from './view-feed.js';

/** A store that keeps its log in memory; following it can be made to fail as it does with the real ones. */
class LoggedStore {
  readonly #log: (Change & StoredJob)[] = [];
  /** What the next calls of `follow` fail with. */
  readonly failures: Error[] = [];
  snapshotFailure: Error | undefined;
  #onChanges: ((changes: readonly Change[]) => void) | undefined;

  put(id: string, revision: Revision): void {
    const text = JSON.stringify({ id, state: 'running', source: { name: 'east' }, created_time: '', gone: false });
    const change = { type: 'put', id, revision, text } as const;
    this.#log.push(change);
    this.#onChanges?.([change]);
  }

  async revision(): Promise<Revision> {
    return this.#log.at(-1)?.revision ?? FIRST_REVISION;
  }

  async *snapshot(): AsyncGenerator<readonly StoredJob[]> {
    if (this.snapshotFailure) throw this.snapshotFailure;
    yield [...this.#log];
  }

  async follow(after: Revision, onChanges: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    onChanges(this.#log.filter(({ revision }) => compareRevisions(revision, after) > 0));
    this.#onChanges = onChanges;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  }
}

function house() {
  const store = new LoggedStore();
  const lines: { level: number; msg: string }[] = [];
  const logger = createLogger('debug', {
    write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]),
  });
  const view = new View();
  const feed = new ViewFeed(store as unknown as JobStore, view, logger);
  return { store, view, feed, lines };
}

describe('the view feed', () => {
  it('loads the snapshot before it resolves, and then follows', async () => {
    const { feed, store, view } = house();
    store.put('east~1', '1-0');
    await feed.start();
    expect(view.size()).toBe(1);
    expect(feed.inStep()).toBe(true);
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.get('east~2')).toBeDefined();
    await feed.stop();
  });

  it('does not start without the store', async () => {
    const { feed, store } = house();
    store.snapshotFailure = new StoreUnavailableError('the store is away');
    await expect(feed.start()).rejects.toThrow(StoreUnavailableError);
    expect(feed.inStep()).toBe(false);
  });

  it('loads the view again when it fell behind the log', async () => {
    const { feed, lines, store, view } = house();
    store.put('east~1', '1-0');
    store.failures.push(new LogTrimmedError('trimmed'));
    await feed.start();
    store.put('east~2', '2-0');
    await view.reached('2-0');
    expect(view.size()).toBe(2);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 40, msg: 'view fell behind the log and is loaded again' }),
    );
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
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
    await feed.stop();
  });

  it('says by a fault of its own that it is out of step, and tries again', async () => {
    const { feed, lines, store } = house();
    store.failures.push(new RangeError('a defect'));
    await feed.start();
    while (feed.inStep()) await new Promise(setImmediate);
    expect(lines).toContainEqual(expect.objectContaining({ level: 50 }));
    await feed.stop();
  });
});
