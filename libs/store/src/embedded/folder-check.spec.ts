import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FIRST_REVISION, StoreUnavailableError } from '@gateway/core';
import { allJobs, numbered, put, seenAt } from '@gateway/testing/drafts';

import { DamagedStore, flipByte } from '../testing/damaged-store.js';

let damaged: DamagedStore;

beforeEach(async () => {
  damaged = await DamagedStore.create();
});

afterEach(() => damaged.dispose());

/** The path of a file in the folder of the store. */
function inFolder(name: string): string {
  return join(damaged.path, name);
}

/** The files that contain data, and their sizes. */
async function dataFiles(): Promise<Record<string, number>> {
  const names = (await readdir(damaged.path)).filter((name) => /\.(log|ldb|sst)$|^MANIFEST|^CURRENT/.test(name)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await stat(inFolder(name))).size] as const)),
  );
}

describe('the embedded store refuses a damaged directory, says what to do, and leaves the other files as they are', () => {
  it.each<[string, RegExp, () => Promise<void>]>([
    ['without CURRENT', /contains .* but no CURRENT/, async () => rm(inFolder('CURRENT'))],
    ['with an empty CURRENT', /CURRENT does not name a MANIFEST/, async () => truncate(inFolder('CURRENT'))],
    ['with a damaged CURRENT', /CURRENT does not name/, async () => writeFile(inFolder('CURRENT'), 'MANIFEST-7')],
    [
      'if CURRENT names a file that is missing',
      /MANIFEST-000999 is missing/,
      async () => writeFile(inFolder('CURRENT'), 'MANIFEST-000999\n'),
    ],
    ['without its MANIFEST', /MANIFEST-\d+ is missing/, async () => rm(await damaged.file(/^MANIFEST/))],
    ['with an empty MANIFEST', /Corruption/, async () => truncate(await damaged.file(/^MANIFEST/))],
    ['with a damaged MANIFEST', /Corruption/, async () => flipByte(await damaged.file(/^MANIFEST/), 20)],
    ['without a data file', /Corruption: 1 missing files/, async () => rm(await damaged.file(/\.ldb$/))],
    ['without its write log', /write log is missing/, async () => rm(await damaged.writeLog())],
    [
      'if its write log is not a file',
      /is not a file/,
      async () => {
        const log = await damaged.writeLog();
        await rm(log);
        await mkdir(log);
      },
    ],
  ])('%s', async (_what, reason, damage) => {
    await damaged.twoRuns();
    await damage();
    const before = await dataFiles();
    const attempt = damaged.store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(reason);
    await expect(attempt).rejects.toThrow(`the store directory ${damaged.path} cannot be opened: `);
    await expect(attempt).rejects.toThrow('restore the directory from a copy, or move it away to start with an empty');
    expect(await dataFiles()).toEqual(before);
    expect(damaged.store.healthy()).toBe(false);
  });

  it('and opens it with everything when the missing file is back', async () => {
    await damaged.twoRuns();
    await rename(inFolder('CURRENT'), inFolder('elsewhere'));
    await expect(damaged.store.open()).rejects.toThrow('no CURRENT');
    await rename(inFolder('elsewhere'), inFolder('CURRENT'));
    await damaged.store.open();
    expect((await allJobs(damaged.store)).size).toBe(200);
    expect(damaged.logger.lines).toEqual([]);
  });

  it.each<[string, RegExp, () => Promise<unknown>]>([
    ['if it is a file', /it is not a directory/, async () => writeFile(damaged.path, '')],
    ['if LOCK is a directory', /LOCK: Is a directory/, async () => mkdir(inFolder('LOCK'), { recursive: true })],
  ])('%s', async (_what, reason, damage) => {
    await damage();
    const attempt = damaged.store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(reason);
  });
});

describe('the embedded store opens its directory', () => {
  it('if its creation was interrupted', async () => {
    await mkdir(damaged.path);
    await writeFile(inFolder('MANIFEST-000001'), '');
    await damaged.store.open();
    expect((await damaged.store.append(numbered(1), seenAt(1))).rejected).toEqual([]);
    expect(damaged.logger.lines).toEqual([]);
  });

  it('and reports nothing if the last write was interrupted before it was acknowledged', async () => {
    await damaged.twoRuns();
    const log = await damaged.writeLog();
    const bytes = await readFile(log);
    // The beginning of a record: its header promises more bytes than there are.
    await appendFile(log, bytes.subarray(0, 30));
    await damaged.store.open();
    expect((await allJobs(damaged.store)).size).toBe(200);
    expect(damaged.logger.lines).toEqual([]);
  });
});

describe('a damaged data file of the embedded store', () => {
  it('makes a record unreadable whose text LevelDB returns although a bit is flipped, until a write replaces it', async () => {
    const { store } = damaged;
    await store.open();
    const [text, other] = [randomBytes(300).toString('base64'), randomBytes(300).toString('base64')];
    await store.append([put('east~a', text), put('east~b', other)], seenAt(1));
    await store.close();
    await store.open();
    await store.close();
    const table = await damaged.file(/\.ldb$/);
    await flipByte(table, (await readFile(table)).indexOf(text.slice(40, 60)));
    await store.open();
    const { revision } = (await allJobs(store)).get('east~b') ?? {};
    expect([...(await allJobs(store)).values()]).toEqual([
      { id: 'east~a', revision: FIRST_REVISION, text: '' },
      { id: 'east~b', revision, text: other },
    ]);
    expect((await store.append([put('east~a', 'new')], seenAt(1))).rejected).toEqual([]);
    expect((await allJobs(store)).get('east~a')).toMatchObject({ text: 'new' });
  });

  it('is logged once, and the error says what to do', async () => {
    await damaged.twoRuns();
    // In a block that contains only jobs.
    for (let at = 1_500; at < 1_560; at += 1) await flipByte(await damaged.file(/\.ldb$/), at);
    await damaged.store.open();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const reading = allJobs(damaged.store);
      await expect(reading).rejects.toThrow(StoreUnavailableError);
      await expect(reading).rejects.toThrow(`the store directory ${damaged.path} cannot be read: Corruption: `);
      await expect(reading).rejects.toThrow('restore the directory from a copy');
    }
    expect(damaged.logger.lines).toMatchObject([
      { level: 'error', message: 'store is damaged', fields: { path: damaged.path } },
    ]);
  });
});
