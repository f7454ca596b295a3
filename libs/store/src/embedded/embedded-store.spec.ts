import { access, chmod, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareRevisions, FIRST_REVISION, type JobStore, StoreUnavailableError } from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { ClassicLevel } from 'classic-level';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';
import { describeStoreContract } from '../testing/store-contract.js';
import { logKey } from './keys.js';

describeStoreContract('the embedded store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
  const path = join(folder, 'data');
  const clock = new ManualTime();
  return {
    async open(logLength, logger = new RecordingLogger()) {
      const store = createStore({ kind: 'embedded', path, clock, logger, ...(logLength && { logLength }) });
      await store.open();
      return store;
    },
    advanceTime: (ms) => clock.pass(ms),
    async corrupt(id, record) {
      const level = new ClassicLevel(path);
      await level.put(`job!${id}`, record);
      await level.close();
    },
    dispose: () => rm(folder, { recursive: true }),
  };
});

describe('the embedded store and its disk', () => {
  let folder: string;
  let path: string;
  let clock: ManualTime;
  let logger: RecordingLogger;
  let store: JobStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
    path = join(folder, 'data');
    clock = new ManualTime();
    logger = new RecordingLogger();
    store = createStore({ kind: 'embedded', path, clock, logger });
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('continues with higher revisions after a restart with a clock that was set back', async () => {
    await store.open();
    const { revision } = await store.append(numbered(3), seenAt(1));
    await store.close();
    clock.pass(-3_600_000);
    await store.open();
    expect(await store.revision()).toBe(revision);
    const next = await store.append([put('east~x')], seenAt(1));
    expect(compareRevisions(next.revision, revision)).toBeGreaterThan(0);
    const follower = new Follower(store, revision);
    await follower.reach(next.revision);
    await follower.stop();
    expect(follower.changes).toHaveLength(1);
  });

  it('sorts its log by the numbers in the revisions, not by their digits', async () => {
    clock = new ManualTime(98);
    store = createStore({ kind: 'embedded', path, clock, logger });
    await store.open();
    await store.append(numbered(12), seenAt(1));
    clock.pass(2);
    const { revision } = await store.append(numbered(2, 12), seenAt(1));
    expect(revision).toBe('100-1');
    await store.close();
    await store.open();
    expect(await store.revision()).toBe(revision);
    const follower = new Follower(store, FIRST_REVISION);
    await follower.reach(revision);
    await follower.stop();
    expect(follower.changes.map(({ id }) => id)).toEqual(numbered(14).map(({ id }) => id));
  });

  it('reads data whose log entries all contain their texts, and continues it', async () => {
    const level = new ClassicLevel(path);
    await level.batch([
      { type: 'put', key: 'job!east~a', value: '7-1 1 0\n{"n":2}' },
      { type: 'put', key: 'job!east~b', value: '7-2 1 0\n' },
      { type: 'put', key: 'log!0000000000000007-0000000000000000', value: 'put east~a\n{"n":1}' },
      { type: 'put', key: 'log!0000000000000007-0000000000000001', value: 'put east~a\n{"n":2}' },
      { type: 'put', key: 'log!0000000000000007-0000000000000002', value: 'put east~b\n' },
      { type: 'put', key: 'log!0000000000000007-0000000000000003', value: 'put east~c\n{}' },
      { type: 'put', key: 'log!0000000000000007-0000000000000004', value: 'remove east~c\n' },
    ]);
    await level.close();
    await store.open();
    const { revision } = await store.append([put('east~a', '{"n":3}', '7-1')], seenAt(1));
    await store.close();
    await store.open();
    expect(await store.recent({ changes: 10, characters: 1_000 })).toEqual([
      { type: 'put', id: 'east~a', revision: '7-0', text: '{"n":1}' },
      { type: 'put', id: 'east~a', revision: '7-1', text: '{"n":2}' },
      { type: 'put', id: 'east~b', revision: '7-2', text: '' },
      { type: 'put', id: 'east~c', revision: '7-3', text: '{}' },
      { type: 'remove', id: 'east~c', revision: '7-4' },
      { type: 'put', id: 'east~a', revision, text: '{"n":3}' },
    ]);
  });

  it('returns a change of its log without a text if the record is damaged', async () => {
    await store.open();
    await store.append([put('east~a'), put('east~b', 'b')], seenAt(1));
    await store.close();
    await change((level) => level.put('job!east~a', 'no record'));
    await store.open();
    const log = await store.recent({ changes: 10, characters: 1_000 });
    expect(log).toMatchObject([
      { id: 'east~a', text: '' },
      { id: 'east~b', text: 'b' },
    ]);
  });

  it.each([
    ['garbage', 'x\u0000y'],
    ['no change', '{}'],
    ['of an unknown type', 'rename east~a'],
    ['empty', ''],
  ])('returns an entry of its log that is %s as a change of no job, and continues', async (_case, entry) => {
    await store.open();
    const first = await store.append([put('east~a', 'a')], seenAt(1));
    const second = await store.append([put('east~b', 'b')], seenAt(1));
    await store.close();
    await change((level) => level.put(logKey(second.revision), entry));
    await store.open();
    expect(await store.revision()).toBe(second.revision);
    const third = await store.append([put('east~c', 'c')], seenAt(1));
    const follower = new Follower(store, first.revision);
    await follower.reach(third.revision);
    await follower.stop();
    expect(follower.changes).toEqual([
      { type: 'put', id: '', revision: second.revision, text: '' },
      { type: 'put', id: 'east~c', revision: third.revision, text: 'c' },
    ]);
  });

  it.each(['log!x', 'log!9999999999999999-9999999999999999', 'log!1', 'log-floor'])(
    'ignores a damaged key or value: %s',
    async (key) => {
      store = createStore({ kind: 'embedded', path, clock, logger, logLength: 10 });
      await store.open();
      const { revision } = await store.append(numbered(20), seenAt(1));
      await store.close();
      await change((level) => level.put(key, 'x'));
      await store.open();
      expect(await store.revision()).toBe(revision);
      const next = await store.append(numbered(600, 20), seenAt(1));
      expect(compareRevisions(next.revision, revision)).toBeGreaterThan(0);
      const follower = new Follower(store, revision);
      await follower.reach(next.revision);
      await follower.stop();
      expect([follower.outcome?.error, follower.last()]).toEqual([undefined, next.revision]);
      expect((await store.recent({ changes: 1, characters: 1_000 })).map((each) => each.revision)).toEqual([
        next.revision,
      ]);
    },
  );

  it('does not take a damaged oldest revision for a number of changes', async () => {
    await store.open();
    await store.append(numbered(20), seenAt(1));
    await store.close();
    await change((level) => level.put('log-floor', '999999'));
    await store.open();
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect((await store.recent({ changes: 100, characters: 1_000 })).length).toBe(20);
  });

  it('writes under a lease although the last fencing number is damaged', async () => {
    await store.open();
    const before = await store.acquireLease('east', 'a', 1_000);
    const { revision } = await store.append([put('east~a', '1')], seenAt(1, before?.fencing));
    await store.close();
    await change((level) => level.put('fencing!east', 'x'));
    clock.pass(1_000);
    await store.open();
    const lease = await store.acquireLease('east', 'a', 1_000);
    const { rejected } = await store.append([put('east~a', '2', revision)], seenAt(2, lease?.fencing));
    expect(rejected).toEqual([]);
    expect((await allJobs(store)).get('east~a')?.text).toBe('2');
  });

  it('creates a directory that only its user can read, and leaves the mode of an existing one', async () => {
    await store.open();
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await store.close();
    await chmod(path, 0o750);
    await store.open();
    expect((await stat(path)).mode & 0o777).toBe(0o750);
  });

  it('cannot open a directory that another store of the same process uses', async () => {
    await store.open();
    const second = createStore({ kind: 'embedded', path, clock, logger });
    await expect(second.open()).rejects.toThrow(`the store directory ${path} is in use by another process`);
    expect(second.healthy()).toBe(false);
    expect((await store.append([put('east~a')], seenAt(1))).rejected).toEqual([]);
  });

  it('throws the reason if its directory cannot be opened, and opens it when that is fixed', async () => {
    await writeFile(path, 'a file in the way');
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(`the store directory ${path} cannot be opened: `);
    await rm(path);
    await store.open();
    expect(store.healthy()).toBe(true);
  });

  it('does not replace a damaged store by a new one', async () => {
    await mkdir(path);
    await writeFile(join(path, 'CURRENT'), 'MANIFEST-000007\n');
    await expect(store.open()).rejects.toThrow(StoreUnavailableError);
    await expect(store.open()).rejects.toThrow(StoreUnavailableError);
  });

  it('rejects writes while the disk fails, loses none, writes none in part, and writes again afterwards', async () => {
    await store.open();
    const follower = new Follower(store, FIRST_REVISION);
    const kept = [put('east~before')];
    await store.append(kept, seenAt(1));

    // LevelDB has its files open, so it fails only when one is full and it creates the next.
    await rename(path, `${path}-away`);
    const failure = await appendUntilItFails(kept);
    expect(failure).toBeInstanceOf(StoreUnavailableError);
    expect(store.healthy()).toBe(false);
    const refusedMeanwhile = await Promise.allSettled([
      store.append([put('east~meanwhile')], seenAt(1)),
      store.acquireLease('east', 'a', 1_000),
    ]);
    expect(refusedMeanwhile).toMatchObject([
      { status: 'rejected', reason: { name: 'StoreUnavailableError' } },
      { status: 'rejected', reason: { name: 'StoreUnavailableError' } },
    ]);
    await expect(access(path)).rejects.toThrow('ENOENT');

    await rename(`${path}-away`, path);
    clock.pass(1_000);
    const { revision, rejected } = await store.append([put('east~after')], seenAt(1));
    expect(rejected).toEqual([]);
    expect(store.healthy()).toBe(true);
    const ids = [...kept.map(({ id }) => id), 'east~after'];
    expect([...(await allJobs(store)).keys()].sort()).toEqual([...ids].sort());
    await follower.reach(revision);
    expect(follower.changes.map(({ id }) => id)).toEqual(ids);
    expect(await store.acquireLease('east', 'a', 1_000)).toMatchObject({ fencing: clock.now() });
    await follower.stop();
  });

  it('logs the failure of the disk once, retries once per second, and logs the recovery once', async () => {
    await store.open();
    await rename(path, `${path}-away`);
    await appendUntilItFails([]);
    const failedBefore = store.failedWrites();
    for (let second = 0; second < 5; second += 1) {
      clock.pass(1_000);
      await expect(store.append([put('east~x')], seenAt(1))).rejects.toThrow('cannot be opened');
    }
    expect(store.failedWrites()).toBe(failedBefore + 5);
    await rename(`${path}-away`, path);
    await expect(store.append([put('east~x')], seenAt(1))).rejects.toThrow('cannot be opened');
    for (let second = 0; second < 15; second += 1) {
      clock.pass(1_000);
      await store.append([put(`east~after-${second}`)], seenAt(1));
    }
    const logged = logger.lines.filter(({ message }) => message.startsWith('store'));
    expect(logged.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'store cannot write'],
      ['info', 'store writes again'],
    ]);
  });

  /** Changes the data as another program could while no store is open. */
  async function change(write: (level: ClassicLevel) => Promise<void>): Promise<void> {
    const level = new ClassicLevel(path);
    await write(level);
    await level.close();
  }

  /** Appends until an append fails, and returns its error; acknowledged drafts are added to `kept`. */
  async function appendUntilItFails(kept: { id: string }[]): Promise<unknown> {
    for (let at = 0; at < 1_000; at += 1) {
      const draft = put(`east~${at}`, 'x'.repeat(100_000));
      try {
        await store.append([draft], seenAt(1));
      } catch (error) {
        return error;
      }
      kept.push(draft);
    }
    return undefined;
  }
});
