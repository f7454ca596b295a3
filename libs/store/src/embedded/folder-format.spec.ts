import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StoreUnavailableError } from '@gateway/core';
import { allJobs } from '@gateway/testing/drafts';

import { DamagedStore } from '../testing/damaged-store.js';
import { RESTORE_MARK } from './folder-check.js';
import { FORMAT_FILE } from './folder-format.js';

const FORMAT = '{"format":1,"readable_since":"0.1.0"}\n';

let fixture: DamagedStore;

beforeEach(async () => {
  fixture = await DamagedStore.create();
});

afterEach(() => fixture.dispose());

/** The names of all files, with their sizes and the times of their last changes. */
async function files(): Promise<readonly unknown[]> {
  const names = (await readdir(fixture.path)).sort();
  return Promise.all(
    names.map(async (name) => {
      const { mtimeNs, size } = await stat(join(fixture.path, name), { bigint: true });
      return [name, size, mtimeNs];
    }),
  );
}

describe('the format of a directory', () => {
  it('is written when the store is created, for the gateway only', async () => {
    await fixture.store.open();
    const file = join(fixture.path, FORMAT_FILE);
    expect(await readFile(file, 'utf8')).toBe(FORMAT);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is 1 in a directory without one, which gets it', async () => {
    await fixture.twoRuns();
    await rm(join(fixture.path, FORMAT_FILE));
    await fixture.store.open();
    expect((await allJobs(fixture.store)).size).toBe(200);
    expect(await readFile(join(fixture.path, FORMAT_FILE), 'utf8')).toBe(FORMAT);
  });

  it.each([
    [
      'a later format',
      FORMAT_FILE,
      '{"format":2,"readable_since":"0.4.0"}',
      'it has format 2, which needs gateway 0.4.0 or later; this version reads formats up to 1',
    ],
    ['a damaged format', FORMAT_FILE, '{"form', 'its file format.json is not valid; restore the directory from a'],
    ['an interrupted restore', RESTORE_MARK, '', 'a restore into it did not complete; delete its contents and restore'],
  ])('is refused before anything is written: %s', async (_what, name, text, reason) => {
    await fixture.twoRuns();
    await writeFile(join(fixture.path, name), text);
    const before = await files();
    const attempt = fixture.store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(`the store directory ${fixture.path} cannot be opened: ${reason}`);
    expect(await files()).toEqual(before);
  });
});
