import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type AppendResult,
  type ChangeDraft,
  FIRST_REVISION,
  LeaseLostError,
  StoreUnavailableError,
} from '@gateway/core';
import { numbered, put, remove, seenAt } from '@gateway/testing/drafts';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';

import { ChangeLog } from './change-log.js';
import { COMMIT_LIMITS, CommitQueue } from './commit-queue.js';
import { JOB_KEYS } from './keys.js';
import { type Batch, LevelDatabase, RECORDS_AT_ONCE } from './level-database.js';

const NOW = 1_000;

/** A database whose writes wait, succeed or fail as the test decides. */
class HeldDatabase extends LevelDatabase {
  prepared = 0;
  readsLeft = Infinity;
  onRead = (): unknown => undefined;
  #waiting: ((isAllowed: boolean) => void)[] = [];
  #isHolding = true;

  /** Number of writes that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Ends the wait of the first write. */
  end(outcome: 'success' | 'failure'): void {
    this.#waiting.shift()?.(outcome === 'success');
  }

  /** Lets all writes succeed. */
  release(): void {
    this.#isHolding = false;
    while (this.waiting > 0) this.end('success');
  }

  override batch(): Batch {
    this.prepared += 1;
    return super.batch();
  }

  override async getMany(keys: string[]): Promise<(Buffer | undefined)[]> {
    this.readsLeft -= 1;
    this.onRead();
    if (this.readsLeft < 0) throw new StoreUnavailableError('unreadable');
    return super.getMany(keys);
  }

  override async write(batch: Batch): Promise<void> {
    const isAllowed = !this.#isHolding || (await new Promise<boolean>((resolve) => this.#waiting.push(resolve)));
    if (!isAllowed) throw new StoreUnavailableError('disk full');
    await super.write(batch);
  }
}

describe('the commit queue', () => {
  let folder: string;
  let database: HeldDatabase;
  let log: ChangeLog;
  let commits: CommitQueue;
  let highestFencing: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
    highestFencing = 0;
    const clock = new ManualTime(NOW);
    const logger = new RecordingLogger();
    database = new HeldDatabase(folder, clock, logger, () => log.load());
    log = new ChangeLog(database, 1_000, logger);
    commits = new CommitQueue(database, log, { highest: () => highestFencing }, clock);
    await database.open();
  });

  afterEach(async () => {
    database.release();
    await commits.drained();
    await database.close();
    await rm(folder, { recursive: true });
  });

  function append(...drafts: ChangeDraft[]): Promise<AppendResult> {
    return commits.append(drafts, seenAt(1));
  }

  /** Appends as many jobs as one commit can contain, numbered from `from`. */
  function appendFull(from = 0): Promise<AppendResult> {
    return append(...numbered(COMMIT_LIMITS.drafts, from));
  }

  /** Waits until a commit is being written and `prepared` commits were prepared, this one included. */
  async function writing(prepared: number): Promise<void> {
    await until('the commits are ready', () => database.waiting === 1 && database.prepared === prepared);
  }

  async function writtenIds(): Promise<string[]> {
    const ids: string[] = [];
    for await (const page of database.pages(JOB_KEYS)) ids.push(...page.map(([key]) => key.slice('job!'.length)));
    return ids;
  }

  it('prepares the next commit while one is being written, and writes it only afterwards', async () => {
    const [first, second] = [appendFull(), append(put('east~b'))];
    await writing(2);
    expect(log.last).toBe(FIRST_REVISION);
    database.end('success');
    expect(await first).toEqual({ revision: `${NOW}-499`, rejected: [] });
    expect(log.last).toBe(`${NOW}-499`);
    await writing(2);
    database.end('success');
    expect(await second).toEqual({ revision: `${NOW}-500`, rejected: [] });
  });

  it('checks drafts against records that are still being written', async () => {
    const first = appendFull();
    const second = append(put('east~0', 'taken for new'), put('east~0', 'newer', `${NOW}-0`));
    await writing(2);
    database.release();
    expect((await first).rejected).toEqual([]);
    const rejected = [{ id: 'east~0', stored: `${NOW}-0` }];
    expect(await second).toEqual({ revision: `${NOW}-500`, rejected });
  });

  it('rejects exactly what was not written if a write fails, and then continues', async () => {
    const [first, second, third] = [appendFull(), appendFull(500), append(put('east~c'))];
    await writing(2);
    database.end('success');
    await first;
    await writing(3);
    const fourth = append(put('east~d'));
    const other = commits.write((batch) => batch.put('other', 'value'));
    database.end('failure');
    const outcomes = await Promise.allSettled([second, third, fourth, other]);
    expect(outcomes).toMatchObject(outcomes.map(() => ({ status: 'rejected', reason: { message: 'disk full' } })));

    database.release();
    expect(await append(put('east~e'))).toEqual({ revision: `${NOW}-500`, rejected: [] });
    expect(new Set(await writtenIds())).toEqual(new Set([...numbered(500).map(({ id }) => id), 'east~e']));
    expect(await database.get('other')).toBeUndefined();
  });

  it('resolves what is being written although the next commit cannot be prepared', async () => {
    database.readsLeft = COMMIT_LIMITS.drafts / RECORDS_AT_ONCE;
    const [first, second] = [appendFull(), append(put('east~b'))];
    second.catch(() => undefined);
    await until('the second read has failed', () => database.waiting === 1 && database.readsLeft < 0);
    database.release();
    await expect(second).rejects.toThrow('unreadable');
    expect((await first).rejected).toEqual([]);
    expect(await writtenIds()).toHaveLength(500);
  });

  it('writes what waits together, and the rest of a long append after it', async () => {
    const first = append(put('east~first'));
    await until('the first commit is being written', () => database.waiting === 1);
    const long = append(...numbered(1_200));
    const other = commits.write((batch) => batch.put('other', 'value'));
    const last = append(put('east~last'));
    database.release();
    const revisions = (await Promise.all([first, long, last])).map(({ revision }) => revision);
    expect(revisions).toEqual([`${NOW}-0`, `${NOW}-1200`, `${NOW}-1201`]);
    await other;
    expect(database.prepared).toBe(4);
  });

  it('divides a long append by the texts that it replaces or removes', async () => {
    database.release();
    const drafts = numbered(200).map(({ id }) => put(id, 'x'.repeat(20_000)));
    const { revision } = await append(...drafts);
    const before = database.prepared;
    const first = Number(revision.split('-')[1]) - 199;
    const removals = drafts.map(({ id }, at) => remove(id, `${NOW}-${first + at}`));
    expect((await append(...removals)).rejected).toEqual([]);
    expect(database.prepared - before).toBe(200 / RECORDS_AT_ONCE);
  });

  it('rejects an append whose lease is lost, also if it arrives while records are read', async () => {
    highestFencing = 2;
    database.release();
    let late: Promise<unknown> | undefined;
    database.onRead = () =>
      (late ??= commits.append([put('east~late')], seenAt(1, 1)).catch((error: unknown) => error));
    await append(...numbered(RECORDS_AT_ONCE));
    expect(await late).toBeInstanceOf(LeaseLostError);
    expect(await writtenIds()).toHaveLength(RECORDS_AT_ONCE);
  });

  it('rejects a write that refuses to be written, and nothing else', async () => {
    const refused = commits.write(() => {
      throw new RangeError('refused');
    });
    const written = commits.write((batch) => batch.put('other', 'value'));
    database.release();
    await expect(refused).rejects.toThrow(RangeError);
    await written;
    expect(await database.get('other')).toBe('value');
  });
});
