import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type Change,
  FIRST_REVISION,
  LogCompactedError,
  nextRevision,
  type Revision,
  systemClock,
} from '@gateway/core';
import { numbered } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { type Snapshot } from 'classic-level';

import { formatRecord } from '../record.js';
import { ChangeLog } from './change-log.js';
import { jobKey, logKey } from './keys.js';
import { type Batch, LevelDatabase, type PagesOptions } from './level-database.js';
import { formatLogEntry } from './log-entry.js';

/** A database in which each read first waits for `readersWaitFor`. */
class DelayedDatabase extends LevelDatabase {
  readersWaitFor: Promise<unknown> = Promise.resolve();
  reads = 0;
  /** The largest number of records that were read at once. */
  mostKeys = 0;

  override async *pages(options: PagesOptions): AsyncGenerator<[string, string][], void, undefined> {
    this.reads += 1;
    await this.readersWaitFor;
    yield* super.pages(options);
  }

  override async getMany(keys: string[], snapshot?: Snapshot): Promise<(Buffer | undefined)[]> {
    this.mostKeys = Math.max(this.mostKeys, keys.length);
    return super.getMany(keys, snapshot);
  }
}

describe('the change log of the embedded store', () => {
  let folder: string;
  let database: DelayedDatabase;
  let log: ChangeLog;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
    const logger = new RecordingLogger();
    database = new DelayedDatabase(folder, systemClock, logger, () => log.load());
    log = new ChangeLog(database, 100, logger);
    await database.open();
  });

  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function write(count: number, from = 0): Promise<void> {
    let last = log.last;
    const changes = numbered(count, from).map(({ id }): Change => {
      last = nextRevision(last, 1);
      return { type: 'put', id, revision: last, text: id };
    });
    await writeBatch((batch) => {
      for (const { id, revision } of changes) batch.put(logKey(revision), formatLogEntry('put', id, id));
    });
    log.advance(changes);
  }

  /** Writes log entries without texts, although there are no records. */
  async function writeDamaged(count: number): Promise<void> {
    await writeBatch((batch) => {
      let last = log.last;
      for (let written = 0; written < count; written += 1) {
        last = nextRevision(last, 1);
        batch.put(logKey(last), formatLogEntry('put', 'east~damaged'));
      }
    });
    await log.load();
  }

  async function writeBatch(addTo: (batch: Batch) => void): Promise<void> {
    const batch = database.batch();
    addTo(batch);
    await database.write(batch);
  }

  async function compactAll(): Promise<void> {
    while (log.needsCompaction) await log.compact(writeBatch);
  }

  it('rejects a follower whose next changes were compacted while it was reading', async () => {
    await write(3_000);
    await log.load(); // As after a restart: the changes are not in memory.
    const received: Change[] = [];
    const following = log.follow(
      FIRST_REVISION,
      (changes) => {
        received.push(...changes);
        database.readersWaitFor = compactAll();
      },
      new AbortController().signal,
    );
    await expect(following).rejects.toThrow(LogCompactedError);
    expect(received.length).toBeGreaterThan(0);
    expect(received.map(({ id }) => id)).toEqual(numbered(received.length).map(({ id }) => id));
  });

  /** Follows the log after a revision until `count` changes have arrived, and returns their ids. */
  async function follow(
    after: Revision,
    count: number,
    onChanges = (_changes: readonly Change[]): unknown => undefined,
  ): Promise<string[]> {
    const ids: string[] = [];
    const stop = new AbortController();
    await log.follow(
      after,
      (changes) => {
        ids.push(...changes.map(({ id }) => id));
        onChanges(changes);
        if (ids.length >= count) stop.abort();
      },
      stop.signal,
    );
    return ids;
  }

  it('sends the last commits from memory, also from the middle of one', async () => {
    await write(10);
    const middle = log.last;
    await write(10, 10);
    await log.load();
    for (let from = 20; from < 50; from += 10) await write(10, from);
    const readsBefore = database.reads;
    const start = await follow(FIRST_REVISION, 50);
    expect(start).toEqual(numbered(50).map(({ id }) => id));
    expect(database.reads).toBeGreaterThan(readsBefore);
    expect(await follow(middle, 40)).toEqual(start.slice(10));

    const readsFromDisk = database.reads;
    expect(await follow('1-19', 30)).toEqual(start.slice(20));
    expect(await follow('1-33', 16)).toEqual(start.slice(34));
    expect(database.reads).toBe(readsFromDisk);
  });

  it('loses and repeats no change if a follower that reads the disk falls behind the commits in memory', async () => {
    await write(1_000);
    await log.load();
    let isWriting = false;
    const following = follow(FIRST_REVISION, 1_500, () => {
      if (isWriting) return;
      isWriting = true;
      database.readersWaitFor = (async () => {
        for (let from = 1_000; from < 1_500; from += 10) await write(10, from);
      })();
    });
    expect(await following).toEqual(numbered(1_500).map(({ id }) => id));
  });

  it('reads nothing from the disk for a follower that has every change', async () => {
    await write(10);
    const readsBefore = database.reads;
    const following = follow(log.last, 20);
    await write(10, 10);
    await write(10, 20);
    expect(await following).toEqual(numbered(20, 10).map(({ id }) => id));
    expect(database.reads).toBe(readsBefore);
  });

  it('sends changes without a text if their records are damaged, more than one page contains', async () => {
    await writeDamaged(1_200);
    await write(10);
    await log.load();
    const texts: string[] = [];
    const keepTexts = (changes: readonly Change[]): unknown =>
      texts.push(...changes.map((change) => (change.type === 'put' ? change.text : 'removed')));
    await follow(FIRST_REVISION, 1_210, keepTexts);
    expect(texts).toEqual([...Array.from({ length: 1_200 }, () => ''), ...numbered(10).map(({ id }) => id)]);
  });

  it('leaves out entries whose keys are damaged, more than one page contains', async () => {
    await write(10);
    await writeBatch((batch) => {
      for (const { id } of numbered(1_200)) batch.put(`${logKey(log.last)}${id}`, formatLogEntry('put', id, id));
    });
    await log.load();
    expect(log.last).toBe('1-9');
    await write(10, 10);
    await log.load();
    expect(await follow(FIRST_REVISION, 20)).toEqual(numbered(20).map(({ id }) => id));
  });

  it('reads long texts from their records in pages of limited size', async () => {
    const text = 'x'.repeat(20_000);
    await writeBatch((batch) => {
      let revision = log.last;
      for (const { id } of numbered(200)) {
        revision = nextRevision(revision, 1);
        batch.put(jobKey(id), formatRecord({ revision, observedAt: 1, fencing: 0 }, text));
        batch.put(logKey(revision), formatLogEntry('put', id));
      }
    });
    await log.load();
    const sizes: number[] = [];
    const ids = await follow(FIRST_REVISION, 200, (changes) => sizes.push(changes.length));
    expect(ids).toEqual(numbered(200).map(({ id }) => id));
    expect(sizes).toEqual([50, 50, 50, 50]);
    expect(database.mostKeys).toBe(50);
    expect((await log.recent({ changes: 200, characters: 120 * text.length })).map(({ id }) => id)).toEqual(
      ids.slice(80),
    );
  });

  it('does not read the records of recent changes whose texts the caller knows', async () => {
    await writeDamaged(3);
    const recent = await log.recent({ changes: 3, characters: 1_000_000 }, (id) => `known text of ${id}`);
    expect(recent.map((change) => change.type === 'put' && change.text)).toEqual(
      recent.map(({ id }) => `known text of ${id}`),
    );
    expect(database.mostKeys).toBe(0);
  });

  it('keeps at least the minimum number of changes and removes older ones', async () => {
    await write(3_000);
    await compactAll();
    expect(log.needsCompaction).toBe(false);
    const kept = await database.count({ gt: logKey(FIRST_REVISION), lt: logKey('9-0') });
    expect(kept).toBeGreaterThanOrEqual(100);
    expect(kept).toBeLessThan(600);
  });
});
