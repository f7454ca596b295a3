import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type JobStore, type SourceCheckpoint } from '@gateway/core';
import { numbered, put, seenAt } from '@gateway/testing/drafts';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { createStore } from '../create-store.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** When the first run of `twoRuns` begins and ends, in ms. */
export const FIRST_RUN = new ManualTime().now();
/** When the second run of `twoRuns` has written its last job, in ms. */
export const SECOND_RUN = FIRST_RUN + 60 * MINUTE + 100 * SECOND;

/** An embedded store in a new folder, whose files a test damages while it is closed. */
export class DamagedStore {
  readonly clock = new ManualTime(FIRST_RUN);
  readonly logger = new RecordingLogger();
  readonly store: JobStore;
  /** The folder of the store. */
  readonly path: string;

  private constructor(
    private readonly parent: string,
    logLength?: number,
  ) {
    this.path = join(parent, 'data');
    const { clock, logger, path } = this;
    this.store = createStore({ kind: 'embedded', path, clock, logger, ...(logLength && { logLength }) });
  }

  static async create(logLength?: number): Promise<DamagedStore> {
    return new DamagedStore(await mkdtemp(join(tmpdir(), 'gateway-store-')), logLength);
  }

  async dispose(): Promise<void> {
    await this.store.close();
    await rm(this.parent, { recursive: true });
  }

  /**
   * One run writes 100 jobs and a checkpoint, the next one starts an hour later. In it, each of 100 jobs is written by a
   * commit of its own, a second after the one before, and then a checkpoint. A minute passes. LevelDB's write log contains
   * the second run: some blocks of 32 kB, of which it drops those that are damaged.
   */
  async twoRuns(): Promise<void> {
    const { clock, store } = this;
    await store.open();
    const early = numbered(100).map(({ id }) => put(id, 'x'.repeat(500)));
    await store.append(early, seenAt(1));
    await this.#save({ coveredUntil: clock.now() });
    await store.close();
    clock.pass(60 * MINUTE);
    await store.open();
    for (const { id } of numbered(100, 100)) {
      clock.pass(SECOND);
      await store.append([put(id, 'x'.repeat(2_000))], seenAt(1));
    }
    await this.#save({ cursor: 'c', coveredUntil: clock.now(), lastSuccessTime: clock.now() });
    await store.close();
    clock.pass(MINUTE);
  }

  /** The path of the only file whose name matches. */
  async file(pattern: RegExp): Promise<string> {
    const [name, ...others] = (await readdir(this.path)).filter((each) => pattern.test(each));
    if (name === undefined || others.length > 0) throw new Error(`not one file: ${name} ${others.join(' ')}`);
    return join(this.path, name);
  }

  /** The path of LevelDB's write log. */
  writeLog(): Promise<string> {
    return this.file(/\.log$/);
  }

  async #save(checkpoint: SourceCheckpoint): Promise<void> {
    const lease = await this.store.acquireLease('east', 'a', MINUTE);
    if (!lease) throw new Error('no lease');
    await this.store.saveCheckpoint(lease, checkpoint);
  }
}

/** Flips all bits of a byte of a file. */
export async function flipByte(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8() ^ 0xff);
  await handle.write(byte, 0, 1, at);
  await handle.close();
}
