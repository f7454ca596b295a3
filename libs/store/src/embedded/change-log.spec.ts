import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, FIRST_REVISION, LogCompactedError, nextRevision, systemClock } from '@gateway/core';
import { numbered } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { ChangeLog, formatLogEntry } from './change-log.js';
import { type KeyRange, logKey } from './keys.js';
import { LevelDatabase, type Operation } from './level-database.js';

/** A database whose readers wait for something each time before they begin. */
class HesitantDatabase extends LevelDatabase {
  readersWaitFor: Promise<unknown> = Promise.resolve();

  override async *pages(range: KeyRange): AsyncGenerator<[string, string][], void, undefined> {
    await this.readersWaitFor;
    yield* super.pages(range);
  }
}

describe('the change log of the embedded store', () => {
  let folder: string;
  let database: HesitantDatabase;
  let log: ChangeLog;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
    const logger = new RecordingLogger();
    database = new HesitantDatabase(folder, systemClock, logger, () => log.load());
    log = new ChangeLog(database, 100, logger);
    await database.open();
  });

  afterEach(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function write(count: number): Promise<void> {
    let last = log.last;
    const operations = numbered(count).map((draft): Operation => {
      last = nextRevision(last, 1);
      return { type: 'put', key: logKey(last), value: formatLogEntry(draft) };
    });
    await database.exclusive(() => database.write(operations));
    log.advance(last, count);
  }

  async function trimAll(): Promise<void> {
    while (log.overfull) await database.exclusive(() => log.trim());
  }

  it('turns a follower away when what it would read next was let go meanwhile', async () => {
    await write(3_000);
    const handed: Change[] = [];
    const following = log.follow(
      FIRST_REVISION,
      (changes) => {
        handed.push(...changes);
        database.readersWaitFor = trimAll();
      },
      new AbortController().signal,
    );
    await expect(following).rejects.toThrow(LogCompactedError);
    expect(handed.length).toBeGreaterThan(0);
    expect(handed.map(({ id }) => id)).toEqual(numbered(handed.length).map(({ id }) => id));
  });

  it('keeps the changes asked for and lets the rest go', async () => {
    await write(3_000);
    await trimAll();
    expect(log.overfull).toBe(false);
    const kept = await database.count({ gt: logKey(FIRST_REVISION), lt: logKey('9-0') });
    expect(kept).toBeGreaterThanOrEqual(100);
    expect(kept).toBeLessThan(600);
  });
});
