import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
  compareRevisions,
  FIRST_REVISION,
  type JobStore,
  type Revision,
  StoreUnavailableError,
  systemClock,
} from '@gateway/core';
import { allJobs } from '@gateway/testing/drafts';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';

import { createStore } from '../create-store.js';
import { Follower } from '../testing/follower.js';

const ROUNDS = 5;
const LOADER = new URL('../../../testing/src/typescript-loader.mjs', import.meta.url).href;
const SCRIPT = fileURLToPath(new URL('../testing/append-until-killed.ts', import.meta.url));

/** A line that the process printed after the store had acknowledged an append. */
interface Acknowledged {
  readonly added: string;
  readonly rewritten: string;
  readonly count: number;
  readonly revision: Revision;
}

describe('the embedded store in a process that is killed', () => {
  let folder: string;
  let child: ChildProcess | undefined;
  let logger: RecordingLogger;

  beforeEach(async () => {
    logger = new RecordingLogger();
    folder = await mkdtemp(join(tmpdir(), 'gateway-store-'));
  });

  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  function storeInFolder(): JobStore {
    return createStore({ kind: 'embedded', path: folder, clock: systemClock, logger });
  }

  /** Starts the process; `lines` returns the complete lines that it has printed. */
  function startAppending(round: number): { readonly process: ChildProcess; lines(): string[] } {
    let output = '';
    const process_ = spawn(process.execPath, ['--import', LOADER, SCRIPT, folder, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process_.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child = process_;
    return { process: process_, lines: () => output.split('\n').slice(0, -1) };
  }

  it('keeps everything it had acknowledged, in every round, and reports no loss', async () => {
    const acknowledged: Acknowledged[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const appending = startAppending(round);
      await until('enough is acknowledged', () => appending.lines().length >= round * 60);
      appending.process.kill('SIGKILL');
      await once(appending.process, 'close');
      acknowledged.push(...appending.lines().map((line) => JSON.parse(line) as Acknowledged));

      const store = storeInFolder();
      await store.open();
      await expectAllKept(store, acknowledged);
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(ROUNDS * 60);
    expect(logger.lines).toEqual([]);
  }, 60_000);

  it('cannot be opened by a second process while the first one runs', async () => {
    const appending = startAppending(1);
    await until('the store is in use', () => appending.lines().length > 0);
    const store = storeInFolder();
    const attempt = store.open();
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    await expect(attempt).rejects.toThrow(`the store directory ${folder} is in use by another process`);
    appending.process.kill('SIGKILL');
    await once(appending.process, 'close');
    await store.open();
    expect(store.healthy()).toBe(true);
    await store.close();
  }, 30_000);
});

async function expectAllKept(store: JobStore, acknowledged: readonly Acknowledged[]): Promise<void> {
  const jobs = await allJobs(store);
  const lost = acknowledged.filter(({ added, rewritten, count }) => {
    return !jobs.has(added) || Number(jobs.get(rewritten)?.text) < count;
  });
  expect(lost).toEqual([]);

  const log = new Follower(store, FIRST_REVISION);
  await log.reach(await store.revision());
  await log.stop();
  const revisions = log.changes.map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort(compareRevisions));
  const written = new Set(revisions);
  expect(acknowledged.filter(({ revision }) => !written.has(revision))).toEqual([]);
  const replayed = new Map(log.changes.map((change) => [change.id, change.revision]));
  expect(replayed).toEqual(new Map([...jobs.values()].map(({ id, revision }) => [id, revision])));
}
