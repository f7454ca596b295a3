import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { ConfigError } from '@gateway/config';
import { ManualTime } from '@gateway/testing/manual-time';
import { readUntil, until } from '@gateway/testing/until';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { openLedger, sampleRecord, type TestLedger } from '../actions/testing/test-ledger.js';
import { AuditFile } from './audit-file.js';

describe('the audit file', () => {
  const time = new ManualTime();
  let home: FolderHome;
  let folder: string;
  let path: string;
  let trail: TestLedger;
  let file: AuditFile;

  beforeEach(async () => {
    home = await makeFolder();
    folder = join(home.path, 'log');
    path = join(folder, 'audit.jsonl');
    trail = await openLedger(home, time);
    const config = { audit: { file: path } } as ConstructorParameters<typeof AuditFile>[0];
    file = new AuditFile(config, trail.audit, time, trail.logger);
  });
  afterEach(async () => {
    await file.stop();
    await trail.close();
    await home.remove();
  });

  async function start(): Promise<void> {
    await mkdir(folder);
    await file.start();
  }

  const add = (id: string): Promise<boolean> => trail.audit.add(sampleRecord(id));
  /** The ids and outcomes in a file, once it has this many lines. */
  const linesOf = async (from: string, count: number): Promise<readonly string[]> =>
    (
      await readUntil(
        async () => (existsSync(from) ? await readFile(from, 'utf8') : '').split('\n').filter((line) => line !== ''),
        ({ length }) => length === count,
      )
    ).map((line) => {
      const { id, outcome } = JSON.parse(line) as Record<string, string>;
      return `${id} ${outcome}`;
    });
  const errors = (): readonly string[] =>
    trail.logger.lines.filter(({ level }) => level === 'error').map(({ message }) => message);

  it('that cannot be opened is an error of the configuration', async () => {
    await expect(file.start()).rejects.toThrow(ConfigError);
    await expect(file.start()).rejects.toThrow(/audit\.file: cannot be opened: ENOENT/);
  });

  it('gets what could not be written later, in order; this is logged once and counted', async () => {
    await start();
    await rm(folder, { recursive: true });
    await add('1');
    await until('a write fails', () => file.failedWrites === 1);
    await add('2');
    time.elapse(1_000);
    await until('a write fails again', () => file.failedWrites === 2);
    expect(errors()).toEqual(['audit file cannot be written']);
    await mkdir(folder);
    time.elapse(1_000);
    expect(await linesOf(path, 2)).toEqual(['1 pending', '2 pending']);
    await add('3');
    expect(await linesOf(path, 3)).toEqual(['1 pending', '2 pending', '3 pending']);
    expect([errors().length, file.lostLines]).toEqual([1, 0]);
  });

  it('loses lines only if the gateway stops before it can be written', async () => {
    await start();
    await rm(folder, { recursive: true });
    await add('1');
    await file.stop();
    expect(file.lostLines).toBe(1);
    expect(errors()).toContain('lines for the audit file are lost');
  });

  it('gets a line for each record and each change of its outcome, and only its user may read it', async () => {
    await start();
    await add('1');
    await trail.audit.settle('1', { outcome: 'accepted', status: 202 });
    await trail.audit.settle('1', { outcome: 'done' });
    await trail.audit.settle('1', { outcome: 'failed' });
    await add('2');
    expect(await linesOf(path, 4)).toEqual(['1 pending', '1 accepted', '1 done', '2 pending']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is a new one after it was moved, as programs that rotate logs do', async () => {
    await start();
    await add('1');
    await linesOf(path, 1);
    await rename(path, `${path}.1`);
    await add('2');
    expect(
      await readUntil(
        () => linesOf(path, 1).catch(() => []),
        ({ length }) => length === 1,
      ),
    ).toEqual(['2 pending']);
    expect(await linesOf(`${path}.1`, 1)).toEqual(['1 pending']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is continued after a restart, and gets the lines that wait when the gateway stops', async () => {
    await start();
    await Promise.all(Array.from({ length: 1_200 }, (_, number) => add(`${number}`)));
    await file.stop();
    expect(await linesOf(path, 1_200)).toHaveLength(1_200);
  });
});
