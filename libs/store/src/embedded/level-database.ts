import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { type Clock, type Logger, StoreUnavailableError } from '@gateway/core';
import { type BatchOperation, ClassicLevel } from 'classic-level';

import { type KeyRange } from './keys.js';

/** One step of an atomic write. */
export type Operation = BatchOperation<ClassicLevel, string, string>;

const PAGE_ENTRIES = 250;
const PAGE_BYTES = 250_000;
const COUNTED_KEYS = 5_000;
/** After a failure the disk is left alone for so long, in ms: reopening reads the whole log of LevelDB. */
const RETRY_MS = 1_000;
/** Writes that go well for so long, in ms, end the trouble: on a disk that is all but full small ones do between others. */
const RECOVERY_MS = 10_000;

/**
 * The LevelDB directory. Writes go one at a time, each atomic and on the disk when it resolves. After a failed write
 * nothing further is written to the open files, since where their log ends is then unknown: a later writer closes
 * and reopens them first, a second after the failure at the earliest. Every method throws `StoreUnavailableError`.
 */
export class LevelDatabase {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onOpened: () => Promise<void>;
  #level: ClassicLevel | undefined;
  #sound = false;
  /** The last failure of a trouble that is not over. */
  #failure: { readonly at: number; readonly error: StoreUnavailableError } | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** `onOpened` reads what is kept in memory; it runs after each opening, before anybody writes. */
  constructor(path: string, clock: Clock, logger: Logger, onOpened: () => Promise<void>) {
    this.#path = path;
    this.#clock = clock;
    this.#logger = logger;
    this.#onOpened = onOpened;
  }

  /** True while open and the last write did not fail. */
  get isHealthy(): boolean {
    return this.#sound;
  }

  /** Opens the directory, making it when it is missing. */
  async open(): Promise<void> {
    await this.#open(true);
  }

  /** Waits for the writer at work and closes. */
  async close(): Promise<void> {
    await this.#lastTurn;
    this.#sound = false;
    await this.#level?.close();
    this.#level = undefined;
  }

  /** Runs `work` when no other writer is at work, on files known to be sound. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(async () => {
      if (!this.#sound) await this.#reopen();
      return work();
    });
    // Its caller hears of a failure; for the next in line it only means that the turn is over.
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** Writes all or nothing. Only for use within `exclusive`. */
  async write(operations: Operation[]): Promise<void> {
    const level = this.#opened();
    try {
      await level.batch(operations, { sync: true });
    } catch (error) {
      this.#sound = false;
      throw this.#failed(new StoreUnavailableError(`the store cannot write: ${reasonOf(error)}`));
    }
    if (this.#failure && this.#since(this.#failure.at) >= RECOVERY_MS) {
      this.#failure = undefined;
      this.#logger.info({ path: this.#path }, 'store writes again');
    }
  }

  /** The value of a key. */
  async get(key: string): Promise<string | undefined> {
    return this.#read((level) => level.get(key));
  }

  /** The values of keys as bytes, in the order of the keys. */
  async getMany(keys: string[]): Promise<(Buffer | undefined)[]> {
    return this.#read((level) => level.getMany<string, Buffer>(keys, { valueEncoding: 'buffer' }));
  }

  /** The last key of a range. */
  async lastKey(range: KeyRange): Promise<string | undefined> {
    return this.#read(async (level) => (await level.keys({ ...range, reverse: true, limit: 1 }).all())[0]);
  }

  /** The first keys of a range, at most `limit` of them. */
  async firstKeys(range: KeyRange, limit: number): Promise<string[]> {
    return this.#read((level) => level.keys({ ...range, limit }).all());
  }

  /** How many keys a range has. */
  async count(range: KeyRange): Promise<number> {
    return this.#read(async (level) => {
      let count = 0;
      const iterator = level.keys({ ...range, highWaterMarkBytes: PAGE_BYTES });
      for (let keys = 1; keys > 0; count += keys) keys = (await iterator.nextv(COUNTED_KEYS)).length;
      await iterator.close();
      return count;
    });
  }

  /**
   * The entries of a range as they are when the first page is asked for, in pages of bounded size; with `reverse` the last
   * one first.
   */
  async *pages(range: KeyRange & { readonly reverse?: boolean }): AsyncGenerator<[string, string][], void, undefined> {
    const iterator = this.#opened().iterator({ ...range, highWaterMarkBytes: PAGE_BYTES });
    try {
      for (;;) {
        const page = await this.#read(() => iterator.nextv(PAGE_ENTRIES));
        if (page.length === 0) return;
        yield page;
      }
    } finally {
      await iterator.close();
    }
  }

  #opened(): ClassicLevel {
    if (this.#level?.status !== 'open') throw new StoreUnavailableError('the store is not open');
    return this.#level;
  }

  async #read<T>(read: (level: ClassicLevel) => Promise<T>): Promise<T> {
    const level = this.#opened();
    try {
      return await read(level);
    } catch (error) {
      throw new StoreUnavailableError(`the store cannot be read: ${reasonOf(error)}`);
    }
  }

  async #reopen(): Promise<void> {
    if (!this.#level) throw new StoreUnavailableError('the store is not open');
    if (this.#failure && this.#since(this.#failure.at) < RETRY_MS) throw this.#failure.error;
    await this.#level.close();
    try {
      await this.#open(false);
    } catch (error) {
      throw error instanceof StoreUnavailableError ? this.#failed(error) : error;
    }
  }

  /** Takes note of a failure, and tells it when it is the first of a trouble. */
  #failed(error: StoreUnavailableError): StoreUnavailableError {
    if (!this.#failure) this.#logger.error({ path: this.#path, reason: error.message }, 'store cannot write');
    this.#failure = { at: this.#clock.now(), error };
    return error;
  }

  /** Milliseconds between then and now, also where the clock was set back meanwhile. */
  #since(at: number): number {
    return Math.abs(this.#clock.now() - at);
  }

  async #open(createIfMissing: boolean): Promise<void> {
    try {
      // A directory that has gone away must not come back empty.
      if (!createIfMissing) await access(join(this.#path, 'CURRENT'));
      this.#level = new ClassicLevel(this.#path);
      await this.#level.open({ createIfMissing });
      await this.#onOpened();
    } catch (error) {
      await this.#level?.close();
      throw new StoreUnavailableError(openingFailed(this.#path, error));
    }
    this.#sound = true;
  }
}

function openingFailed(path: string, error: unknown): string {
  return innermost(error).code === 'LEVEL_LOCKED'
    ? `the store directory ${path} is in use by another process`
    : `the store directory ${path} cannot be opened: ${reasonOf(error)}`;
}

function reasonOf(error: unknown): string {
  return innermost(error).message;
}

/** LevelDB's own error: abstract-level wraps it. */
function innermost(error: unknown): Error & { readonly code?: unknown } {
  const { cause } = error as Error;
  return cause === undefined ? (error as Error) : innermost(cause);
}
