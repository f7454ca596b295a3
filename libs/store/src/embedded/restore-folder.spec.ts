import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compareRevisions, type JobStore, type StoreEntry, StoreUnavailableError } from '@gateway/core';
import { allJobs, numbered, put, remove, seenAt } from '@gateway/testing/drafts';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';
import { RESTORE_MARK } from './folder-check.js';
import { type RestoredStore, restoreFolders } from './restore-folder.js';

let folder: string;
let clock: ManualTime;
let logger: RecordingLogger;
let store: JobStore;
let opened: JobStore[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
  clock = new ManualTime();
  logger = new RecordingLogger();
  opened = [];
  store = await open('data');
});

afterEach(async () => {
  for (const each of opened) await each.close();
  await rm(folder, { recursive: true });
});

async function open(name: string): Promise<JobStore> {
  const created = createStore({ kind: 'embedded', path: join(folder, name), clock, logger });
  await created.open();
  opened.push(created);
  return created;
}

/** What the store contains now, as `restoreFolders` takes it. */
async function contentFor(name: string, others: Partial<RestoredStore> = {}): Promise<RestoredStore> {
  const contents = store.contents();
  if (!contents) throw new Error('no contents');
  const portions: (readonly StoreEntry[])[] = [];
  for await (const portion of contents.portions()) portions.push(portion);
  const revision = await contents.revision();
  await contents.close();
  return { path: join(folder, name), revision, portions: of(portions), ...others };
}

async function* of<T>(values: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* values;
}

describe('the contents of the embedded store', () => {
  it('are those of the moment at which they were requested, whatever is written meanwhile', async () => {
    const first = await store.append(numbered(1_000), seenAt(1));
    const contents = store.contents();
    const { revision } = (await allJobs(store)).get('east~0') ?? { revision: '' };
    await store.append([put('east~new'), remove('east~0', revision)], seenAt(2));
    const keys: string[] = [];
    let portions = 0;
    for await (const portion of contents?.portions() ?? []) {
      keys.push(...portion.map(([key]) => key));
      portions += 1;
    }
    expect(new Set(keys)).toEqual(new Set(numbered(1_000).map(({ id }) => `job!${id}`)));
    expect(portions).toBeGreaterThan(1);
    expect(await contents?.revision()).toBe(first.revision);
    await contents?.close();
  });
});

describe('a restored directory', () => {
  it('has the records, checkpoints, metadata and fencing numbers', async () => {
    await store.append(numbered(50), seenAt(1));
    const lease = await store.acquireLease('east', 'a', 60_000);
    if (!lease) throw new Error('no lease');
    await store.saveCheckpoint(lease, { cursor: 'c', gaps: [[1, 2]] });
    await store.replaceMetadata('clusters', undefined, 'known');
    await restoreFolders(of([await contentFor('copy')]), clock.now());
    const copy = await open('copy');
    expect(await allJobs(copy)).toEqual(await allJobs(store));
    expect(await copy.loadCheckpoint('east')).toEqual({ cursor: 'c', gaps: [[1, 2]] });
    expect(await copy.metadata('clusters')).toBe('known');
    clock.setBack(60_000);
    expect((await copy.acquireLease('east', 'b', 60_000))?.fencing).toBeGreaterThan(lease.fencing);
    expect(logger.lines).toEqual([]);
  });

  it('continues after all revisions that were served before, and none of them can be followed', async () => {
    const { revision } = await store.append(numbered(3), seenAt(1));
    const content = await contentFor('copy');
    clock.pass(1_000);
    const lost = await store.append(numbered(3, 3), seenAt(1));
    clock.pass(1_000);
    await restoreFolders(of([content]), clock.now());
    const copy = await open('copy');
    const begun = await copy.revision();
    expect(compareRevisions(begun, lost.revision)).toBeGreaterThan(0);
    for (const after of ['0-0', revision, lost.revision]) {
      expect(await new Follower(copy, after).ended).toMatchObject({ name: 'LogCompactedError' });
    }
    const follower = new Follower(copy, begun);
    const next = await copy.append([put('east~x')], seenAt(1));
    await follower.reach(next.revision);
    await follower.stop();
    expect(follower.changes.map(({ id }) => id)).toEqual(['east~x']);
    expect(await copy.recent({ changes: 10, characters: 1_000 })).toMatchObject([
      { type: 'remove', id: '', revision: begun },
      { type: 'put', id: 'east~x' },
    ]);
  });

  it('is empty if the backup is, and then starts as a new store does', async () => {
    await restoreFolders(of([await contentFor('copy')]), clock.now());
    const copy = await open('copy');
    const { revision } = await copy.append(numbered(2), seenAt(1));
    const follower = new Follower(copy, '0-0');
    await follower.reach(revision);
    await follower.stop();
    expect((await allJobs(copy)).size).toBe(2);
  });

  it('can have other texts, with their checksums', async () => {
    await store.append([put('bulk/1', 'running'), put('action/1', 'done')], seenAt(1));
    const content = await contentFor('copy', { textOf: (id, text) => (id === 'bulk/1' ? 'stopped' : text) });
    await restoreFolders(of([content]), clock.now());
    const jobs = await allJobs(await open('copy'));
    expect([jobs.get('bulk/1')?.text, jobs.get('action/1')?.text]).toEqual(['stopped', 'done']);
  });

  it('cannot be opened until the second store in it is complete', async () => {
    await store.append(numbered(2), seenAt(1));
    const [first, second] = [await contentFor('copy'), await contentFor('copy/actions')];
    async function* broken(): AsyncGenerator<readonly StoreEntry[], void, undefined> {
      yield [];
      throw new Error('the backup cannot be read');
    }
    const stores = of([first, { ...second, portions: broken() }]);
    await expect(restoreFolders(stores, clock.now())).rejects.toThrow('the backup cannot be read');
    expect(await readdir(first.path)).toContain(RESTORE_MARK);
    await expect(open('copy')).rejects.toThrow('a restore into it did not complete');
  });

  it('is not created in the directory of another store', async () => {
    await store.append(numbered(2), seenAt(1));
    const attempt = restoreFolders(of([await contentFor('data')]), clock.now());
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow('cannot be written: it is not empty, it contains ');
    await store.close();
    expect((await allJobs(await open('data'))).size).toBe(2);
  });
});
