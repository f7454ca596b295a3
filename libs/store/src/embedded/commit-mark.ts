import { constants, type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Logger } from '@gateway/core';

import { undefinedIfMissing } from './missing-file.js';

/** Name of the mark's file in the directory of the store. LevelDB ignores files with names that are not its own. */
export const COMMIT_MARK_FILE = 'commit-mark';

/** Every mark has this length, so that a shorter one replaces a longer one. */
const LENGTH = 40;

/** What the mark says about the last run. */
export interface Mark {
  /** Number of changes ever written: see `WRITTEN_COUNT_KEY`. */
  readonly written: number;
  /** A time in ms since the epoch: all changes before it were no longer in LevelDB's write log when the run began. */
  readonly since: number;
}

/**
 * A small file outside LevelDB that shows how many changes were durable. LevelDB cannot distinguish a write log that was
 * cut off from one whose last write was interrupted: the mark can, because it only counts acknowledged changes. It may
 * lag behind the store, but is never ahead of it.
 */
export class CommitMark {
  readonly #path: string;
  readonly #logger: Logger;
  #file: FileHandle | undefined;
  #mark: Mark = { written: 0, since: 0 };
  #saving: Promise<void> | undefined;
  #hasFailed = false;

  constructor(folder: string, logger: Logger) {
    this.#path = join(folder, COMMIT_MARK_FILE);
    this.#logger = logger;
  }

  /** Reads the mark of the last run; `undefined` if there is none. One that is not valid is logged and ignored. */
  async read(): Promise<Mark | undefined> {
    const text = await readFile(this.#path, 'latin1').catch(undefinedIfMissing);
    const [, written, since] = /^(\d{1,15}) (\d{1,15}) *\n$/.exec(text ?? '') ?? [];
    if (text !== undefined && since === undefined)
      this.#logger.warn({ path: this.#path }, 'mark of the last commit is unreadable and was ignored');
    return since === undefined ? undefined : { written: Number(written), since: Number(since) };
  }

  /** Replaces the mark by the one of a new run; it is durable when this resolves. Throws the error of the file system. */
  async begin(mark: Mark): Promise<void> {
    await this.close();
    this.#mark = mark;
    this.#file = await open(this.#path, constants.O_WRONLY | constants.O_CREAT);
    await this.#write(this.#file);
    await this.#file.sync();
  }

  /** Saves that this many changes are durable, soon and without waiting for the disk. A failure is logged once. */
  note(written: number): void {
    this.#mark = { ...this.#mark, written };
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined;
    });
  }

  /** Saves what was noted, and closes the file. */
  async close(): Promise<void> {
    await this.#saving;
    await this.#save();
    await this.#file?.close();
    this.#file = undefined;
  }

  /** Writes until nothing was noted meanwhile. */
  async #save(): Promise<void> {
    try {
      for (let saved = -1; this.#file && saved !== this.#mark.written;) {
        saved = this.#mark.written;
        await this.#write(this.#file);
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#logger.warn({ path: this.#path, reason: String(error) }, 'commit cannot be marked');
      this.#hasFailed = true;
    }
  }

  async #write(file: FileHandle): Promise<void> {
    const { written, since } = this.#mark;
    await file.write(`${`${written} ${since}`.padEnd(LENGTH - 1)}\n`, 0, 'latin1');
  }
}
