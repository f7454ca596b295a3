import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BlockedFiles } from '@gateway/config';

import { WatchedFiles } from './watched-files.js';

describe('a check of the files', () => {
  let folder: string;
  let files: readonly [string, string, string];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watched-'));
    files = [join(folder, 'configuration'), join(folder, 'blocked'), join(folder, 'other')];
    await touchAll('first');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function touchAll(text: string): Promise<void> {
    for (const file of files) await writeFile(file, text);
  }

  it('finds changed, created and deleted files', async () => {
    const watched = new WatchedFiles(new BlockedFiles());
    expect(await watched.changed(files)).toEqual(files);
    expect(await watched.changed(files)).toEqual([]);
    await writeFile(files[1], 'longer than before');
    await rm(files[2]);
    expect(await watched.changed(files)).toEqual([files[1], files[2]]);
    await writeFile(files[2], 'first');
    expect(await watched.changed(files)).toEqual([files[2]]);
  });

  it('touches only the configuration while a file does not answer, and finds all changes afterwards', async () => {
    const blocked = new BlockedFiles();
    const watched = new WatchedFiles(blocked);
    await watched.changed(files);
    let answer: () => void = () => undefined;
    const call = new Promise<void>((resolve) => (answer = resolve));
    blocked.add(files[1], call);
    await touchAll('second text');
    expect(await watched.changed(files)).toEqual([files[0], files[1]]);
    expect(await watched.changed(files)).toEqual([]);
    answer();
    await call;
    expect(await watched.changed(files)).toEqual([files[1], files[2]]);
  });
});
