import { rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type JobStore } from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';
import { type ManualTime } from '@gateway/testing/manual-time';

import { DamagedStore, FIRST_RUN, flipByte, SECOND_RUN } from '../testing/damaged-store.js';
import { Follower } from '../testing/follower.js';

const MINUTE = 60_000;
const MESSAGE = 'store has lost changes; every source has a gap since then';

describe('changes that a damaged disk has lost', () => {
  let damaged: DamagedStore;
  let store: JobStore;
  let clock: ManualTime;

  beforeEach(async () => {
    damaged = await DamagedStore.create();
    ({ clock, store } = damaged);
  });

  afterEach(() => damaged.dispose());

  async function cutOff(file: string, share: number): Promise<void> {
    await truncate(file, Math.floor((await stat(file)).size * share));
  }

  async function damageMiddle(file: string): Promise<void> {
    await flipByte(file, Math.floor((await stat(file)).size / 3));
  }

  function expectLogged(changes: number, since: number): void {
    const fields = { path: damaged.path, changes, since: new Date(since).toISOString() };
    expect(damaged.logger.lines).toEqual([{ level: 'error', fields, message: MESSAGE }]);
  }

  it('at the end of the write log are a gap since the last change that is left', async () => {
    await damaged.twoRuns();
    await cutOff(await damaged.writeLog(), 0.5);
    await store.open();
    const left = (await allJobs(store)).size;
    expect(left).toBeGreaterThan(140);
    expect(left).toBeLessThan(160);
    const since = SECOND_RUN - (200 - left) * 1_000;
    expectLogged(200 - left, since);
    // The last checkpoint before the loss is that of the first run.
    const now = clock.now();
    expect(await store.loadCheckpoint('east')).toEqual({ coveredUntil: now, gaps: [[FIRST_RUN, now]] });
    expect(await store.loadCheckpoint('west')).toEqual({ coveredUntil: now, gaps: [[since, now]] });
  });

  it('in the middle of the write log are a gap since the end of the run before', async () => {
    await damaged.twoRuns();
    await damageMiddle(await damaged.writeLog());
    await store.open();
    const jobs = await allJobs(store);
    expect(jobs.size).toBeLessThan(200);
    expect([...jobs.keys()]).toContain('east~199');
    expectLogged(200 - jobs.size, FIRST_RUN);
    const now = clock.now();
    expect(await store.loadCheckpoint('east')).toEqual({
      lastSuccessTime: FIRST_RUN,
      coveredUntil: now,
      gaps: [[FIRST_RUN, now]],
    });
  });

  it('are a gap since the beginning if nothing is left', async () => {
    await store.open();
    await store.append(numbered(10), seenAt(1));
    await store.close();
    clock.pass(MINUTE);
    await cutOff(await damaged.writeLog(), 0);
    await store.open();
    expect((await allJobs(store)).size).toBe(0);
    expectLogged(10, FIRST_RUN);
    const now = clock.now();
    expect(await store.loadCheckpoint('east')).toEqual({ coveredUntil: now, gaps: [[FIRST_RUN, now]] });
  });

  it('are a gap if LevelDB drops data files because the end of its MANIFEST is missing', async () => {
    await damaged.twoRuns();
    await store.open();
    for (const { id } of numbered(200, 200)) await store.append([put(id, id.repeat(15_000))], seenAt(1));
    await store.close();
    await cutOff(await damaged.file(/^MANIFEST/), 0.99);
    await store.open();
    const left = (await allJobs(store)).size;
    expect(left).toBeLessThan(400);
    expectLogged(400 - left, SECOND_RUN);
  });

  it('are logged once, and their gap remains over restarts', async () => {
    await damaged.twoRuns();
    await damageMiddle(await damaged.writeLog());
    await store.open();
    const checkpoint = await store.loadCheckpoint('east');
    for (let restart = 0; restart < 2; restart += 1) {
      await store.close();
      clock.pass(MINUTE);
      await store.open();
      expect(await store.loadCheckpoint('east')).toEqual(checkpoint);
      await store.append(numbered(1, 1_000 + restart), seenAt(1));
    }
    expect(damaged.logger.lines).toHaveLength(1);
  });

  it('are no gap of a source that is added later', async () => {
    await damaged.twoRuns();
    await damageMiddle(await damaged.writeLog());
    await store.open();
    clock.pass(MINUTE);
    expect(await store.loadCheckpoint('west')).toMatchObject({ gaps: [[FIRST_RUN, expect.any(Number)]] });
    clock.pass(10 * MINUTE);
    expect(await store.loadCheckpoint('north')).toBeUndefined();
    expect(await store.loadCheckpoint('east')).toMatchObject({ gaps: [[FIRST_RUN, expect.any(Number)]] });
  });

  it('are a gap since the first change in the log if the mark of the last commit is missing too', async () => {
    await damaged.twoRuns();
    await damageMiddle(await damaged.writeLog());
    await rm(join(damaged.path, 'commit-mark'));
    await store.open();
    expect(damaged.logger.lines).toMatchObject([{ message: MESSAGE, fields: { since: isoTime(FIRST_RUN) } }]);
  });

  it('make followers load everything again if they are lost while the store is open', async () => {
    await store.open();
    const { revision } = await store.append(numbered(10), seenAt(1));
    const follower = new Follower(store, revision);
    const log = await damaged.writeLog();
    // LevelDB has its files open, so it fails only when one is full and it creates the next.
    await rename(damaged.path, `${damaged.path}-away`);
    await appendUntilItFails();
    await rename(`${damaged.path}-away`, damaged.path);
    await cutOff(log, 0);
    clock.pass(MINUTE);
    await store.append([put('east~after')], seenAt(1));
    expect(await follower.ended).toEqual(expect.objectContaining({ name: 'LogCompactedError', lostWrites: true }));
    expect(damaged.logger.lines.map(({ message }) => message)).toContain(MESSAGE);
  });

  it('are not assumed if the mark of the last commit is damaged', async () => {
    await damaged.twoRuns();
    const mark = join(damaged.path, 'commit-mark');
    await writeFile(mark, 'no mark');
    await store.open();
    expect((await allJobs(store)).size).toBe(200);
    expect(damaged.logger.lines).toMatchObject([{ level: 'warn', fields: { path: mark } }]);
  });

  it('are not assumed after commits, compactions and restarts', async () => {
    await damaged.dispose();
    damaged = await DamagedStore.create(50);
    for (let run = 0; run < 4; run += 1) {
      await damaged.store.open();
      const drafts = Array.from({ length: 20 }, (_, at) => numbered(100, (run * 20 + at) * 100));
      await Promise.all(drafts.map((each) => damaged.store.append(each, seenAt(1))));
      await damaged.store.close();
    }
    expect(damaged.logger.lines).toEqual([]);
  });

  async function appendUntilItFails(): Promise<void> {
    for (let at = 0; at < 1_000; at += 1) {
      try {
        await store.append([put(`west~${at}`, 'x'.repeat(100_000))], seenAt(1));
      } catch {
        return;
      }
    }
    throw new Error('nothing fails');
  }
});

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
