import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Change, FIRST_REVISION, LogCompactedError, nextRevision, systemClock } from '@gateway/core';
import { numbered } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { ChangeLog } from './change-log.js';
import { logKey } from './keys.js';
import { type Batch, LevelDatabase, type PagesOptions } from './level-database.js';
import { formatLogEntry } from './log-entry.js';

/** A database in which each read first waits for `readersWaitFor`. */
class DelayedDatabase extends LevelDatabase {
  readersWaitFor: Promise<unknown> = Promise.resolve();

  override async *pages(options: PagesOptions): AsyncGenerator<[string, string][], void, undefined> {
    await this.readersWaitFor;
    yield* super.pages(options);
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

  async function write(count: number): Promise<void> {
    let last = log.last;
    const changes = numbered(count).map(({ id }): Change => {
      last = nextRevision(last, 1);
      return { type: 'put', id, revision: last, text: id };
    });
    await writeBatch((batch) => {
      for (const { id, revision } of changes) batch.put(logKey(revision), formatLogEntry('put', id, id));
    });
    log.advance(changes);
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

  it('keeps at least the minimum number of changes and removes older ones', async () => {
    await write(3_000);
    await compactAll();
    expect(log.needsCompaction).toBe(false);
    const kept = await database.count({ gt: logKey(FIRST_REVISION), lt: logKey('9-0') });
    expect(kept).toBeGreaterThanOrEqual(100);
    expect(kept).toBeLessThan(600);
  });
});
