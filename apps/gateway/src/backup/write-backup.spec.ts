import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { type JobStore, StoreUnavailableError } from '@gateway/core';
import fc from 'fast-check';

import { BackupError } from './backup-error.js';
import { backupLines, line } from './backup-stream.js';
import { parseManifest } from './manifest.js';
import { writeBackup } from './write-backup.js';

const NOW = Date.UTC(2030, 0, 1);
const LINES = [
  line({ time: '2030-01-01T00:00:00.000Z', version: '1.2.3' }),
  line({ store: 'jobs', revision: '7-1' }),
  '["job!east~a","x é"]\n["job!east~b","{\\"n\\":1}"]\n',
  '["memory!east","{}"]\n',
  line({ store: 'actions', revision: '8-0' }),
  line({ end: true }),
];

let parent: string;
let folder: string;
const never = new AbortController().signal;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gateway-backup-'));
  folder = join(parent, 'monday');
});
afterEach(() => rm(parent, { recursive: true }));

async function* of(pieces: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* pieces;
}

async function contentOf(name: string): Promise<string> {
  return gunzipSync(await readFile(join(folder, name))).toString();
}

describe('a backup that is written', () => {
  it('has the entries of both stores, and a manifest that describes its files', async () => {
    const manifest = await writeBackup(folder, of(LINES), never);
    expect(await contentOf('jobs.ndjson.gz')).toBe(`${LINES[2]}${LINES[3]}`);
    expect(await contentOf('actions.ndjson.gz')).toBe('');
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    expect(parseManifest(text, '')).toMatchObject(manifest);
    const jobs = await readFile(join(folder, 'jobs.ndjson.gz'));
    expect(manifest).toMatchObject({
      time: '2030-01-01T00:00:00.000Z',
      version: '1.2.3',
      files: [
        { store: 'jobs', revision: '7-1', entries: 3, bytes: jobs.length },
        { store: 'actions', revision: '8-0', entries: 0 },
      ],
    });
    expect(manifest.files[0]?.sha256).toBe(createHash('sha256').update(jobs).digest('hex'));
    expect((await readdir(folder)).sort()).toEqual(['actions.ndjson.gz', 'jobs.ndjson.gz', 'manifest.json']);
  });

  it('can be read by its user only', async () => {
    await writeBackup(folder, of(LINES), never);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('is the same whatever pieces the lines arrive in', async () => {
    const text = LINES.join('');
    const cuts = fc.array(fc.nat(text.length), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (given) => {
        const places = [0, ...given.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
        const { files } = await writeBackup(folder, of(pieces), never);
        expect(files.map(({ entries }) => entries)).toEqual([3, 0]);
        expect(await contentOf('jobs.ndjson.gz')).toBe(`${LINES[2]}${LINES[3]}`);
        await rm(folder, { recursive: true });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a backup that is not complete leaves the folder as empty as it was', () => {
  const error = line({ error: 'the store cannot be read' });
  it.each<[string, readonly string[], string]>([
    ['the gateway ends before the first line', [], 'ended the backup before it was complete'],
    ['the gateway ends in the middle', LINES.slice(0, 3), 'ended the backup before it was complete'],
    ['the gateway ends in a line', [...LINES.slice(0, 5), '{"end":tr'], 'ended the backup before it was complete'],
    ['the gateway sends an error', [...LINES.slice(0, 3), error], 'cannot make the backup: the store cannot be read'],
    ['a store is missing', [...LINES.slice(0, 4), line({ end: true })], 'sent something else than a backup'],
    ['the stores have another order', [LINES[0] ?? '', LINES[4] ?? ''], 'sent something else than a backup'],
  ])('%s', async (_what, lines, reason) => {
    const attempt = writeBackup(folder, of(lines), never);
    await expect(attempt).rejects.toThrow(BackupError);
    await expect(attempt).rejects.toThrow(reason);
    expect(await readdir(folder)).toEqual([]);
    await writeBackup(folder, of(LINES), never);
  });

  it('a signal aborts it', async () => {
    const abort = new AbortController();
    async function* stalled(): AsyncGenerator<string, void, undefined> {
      yield* LINES.slice(0, 3);
      abort.abort();
      yield '["job!east~c","x"]\n';
    }
    await expect(writeBackup(folder, stalled(), abort.signal)).rejects.toThrow(/abort/);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a folder that is not empty', () => {
  it('is refused, and stays as it is', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'notes'), 'mine');
    const attempt = writeBackup(folder, of(LINES), never);
    await expect(attempt).rejects.toThrow(`expected an empty or missing folder, ${folder} contains "notes"`);
    expect(await readdir(folder)).toEqual(['notes']);
  });

  it('is refused while another backup is written into it', async () => {
    await mkdir(join(folder, '.partial'), { recursive: true });
    const attempt = writeBackup(folder, of(LINES), never);
    await expect(attempt).rejects.toThrow(`runs, or was interrupted: delete ${join(folder, '.partial')}`);
    expect(await readdir(folder)).toEqual(['.partial']);
  });

  it('is refused if it is a file', async () => {
    await writeFile(folder, '');
    await expect(writeBackup(folder, of(LINES), never)).rejects.toThrow('the backup cannot be written: EEXIST');
  });
});

describe('the lines of a backup', () => {
  function storeWith(
    portions: () => AsyncGenerator<[string, string][]>,
    closed: () => void,
  ): Pick<JobStore, 'contents'> {
    return {
      contents: () => ({ revision: async () => '7-1', portions, close: async () => closed() }),
    };
  }

  it('end with the error of the store, which is closed', async () => {
    let closed = 0;
    async function* broken(): AsyncGenerator<[string, string][]> {
      yield [['job!east~a', 'x']];
      throw new StoreUnavailableError('gone');
    }
    const store = storeWith(broken, () => (closed += 1));
    const lines: string[] = [];
    const read = async (): Promise<void> => {
      for await (const each of backupLines({ jobs: store, actions: store }, '1.2.3', NOW)) lines.push(each);
    };
    await expect(read()).rejects.toThrow('gone');
    expect(lines).toHaveLength(3);
    expect(closed).toBe(2);
  });
});
