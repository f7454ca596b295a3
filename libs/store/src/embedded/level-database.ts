import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Clock, type Logger, StoreUnavailableError } from '@gateway/core';
import { type ChainedBatch, ClassicLevel, type Snapshot } from 'classic-level';

import { checkFolder } from './folder-check.js';
import { checkFolderFormat, writeFolderFormat } from './folder-format.js';
import { type KeyRange } from './keys.js';
import { isDamage, openFailureMessage, reasonOf } from './level-errors.js';

/** An atomic write that is being assembled. */
export type Batch = ChainedBatch<ClassicLevel, string, string>;

/** Number of records to read with one call of `getMany`, because their sizes are not known before. */
export const RECORDS_AT_ONCE = 50;

const PAGE_ENTRIES = 500;
const PAGE_BYTES = 500_000;
/**
 * LevelDB merges its files less often if it creates fewer and larger ones. It keeps up to two write buffers in memory.
 */
export const LEVEL_OPTIONS = { writeBufferSize: 16 << 20, maxFileSize: 4 << 20 };
const COUNTED_KEYS = 5_000;
/** Of a directory that is created: jobs and audit records are for the gateway's user only. */
export const FOLDER_MODE = 0o700;
/** Minimum time between a failure and the next attempt to reopen, because reopening reads LevelDB's whole write log. */
const RETRY_MS = 1_000;
/**
 * How long writes must succeed before the failure counts as over: on an almost full disk, small writes still succeed.
 */
const RECOVERY_MS = 10_000;

/** What `pages` reads. */
export interface PagesOptions extends KeyRange {
  readonly reverse?: boolean;
  /** Maximum size of a page, exceeded by at most one entry. @default PAGE_BYTES */
  readonly pageBytes?: number;
  readonly snapshot?: Snapshot | undefined;
}

/**
 * The LevelDB directory. A write is atomic, and durable when it resolves. After a failed write it is unknown where
 * LevelDB's write log ends, so nothing more may be written to the open files: `makeWritable` closes and reopens them.
 * There must be only one writer, which waits for each write. Every method throws `StoreUnavailableError`.
 */
export class LevelDatabase {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onOpened: () => Promise<void>;
  #level: ClassicLevel | undefined;
  #isHealthy = false;
  #isDamageLogged = false;
  /** The last failure, until writes have succeeded for `RECOVERY_MS`; `at` is in ms since the epoch. */
  #failure: { readonly at: number; readonly error: StoreUnavailableError } | undefined;

  /** `onOpened` loads the data that is kept in memory. It runs after each opening, before any write. */
  constructor(path: string, clock: Clock, logger: Logger, onOpened: () => Promise<void>) {
    this.#path = path;
    this.#clock = clock;
    this.#logger = logger;
    this.#onOpened = onOpened;
  }

  /** True while the directory is open and the last write succeeded. */
  get isHealthy(): boolean {
    return this.#isHealthy;
  }

  /** Opens the directory; creates it if missing. */
  async open(): Promise<void> {
    await this.#open(true);
  }

  /** Closes the directory. No write may be in progress. */
  async close(): Promise<void> {
    this.#isHealthy = false;
    await this.#level?.close();
    this.#level = undefined;
  }

  /** Reopens the files if the last write failed, at least one second after the failure. Call it before writing. */
  async makeWritable(): Promise<void> {
    if (!this.#isHealthy) await this.#reopen();
  }

  /** An empty batch for `write`. */
  batch(): Batch {
    return this.#opened().batch();
  }

  /** Writes all or nothing. */
  async write(batch: Batch): Promise<void> {
    try {
      await (batch.length > 0 ? batch.write({ sync: true }) : batch.close());
    } catch (error) {
      this.#isHealthy = false;
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

  /** The values of several keys as bytes, in the order of the keys; from a snapshot if there is one. */
  async getMany(keys: string[], snapshot?: Snapshot): Promise<(Buffer | undefined)[]> {
    return this.#read((level) => level.getMany<string, Buffer>(keys, { valueEncoding: 'buffer', snapshot }));
  }

  /** The present state, for several reads. The caller closes it. */
  snapshot(): Snapshot {
    return this.#opened().snapshot();
  }

  /** The first keys of a range, at most `limit` of them. */
  async firstKeys(range: KeyRange, limit: number): Promise<string[]> {
    return this.#read((level) => level.keys({ ...range, limit }).all());
  }

  /** The number of keys in a range. */
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
   * The entries of a range in pages of limited size, as they are in the snapshot or else when the first page is read;
   * with `reverse`, in descending order of keys.
   */
  async *pages({
    pageBytes = PAGE_BYTES,
    snapshot,
    ...range
  }: PagesOptions): AsyncGenerator<[string, string][], void, undefined> {
    const iterator = this.#opened().iterator({ ...range, snapshot, highWaterMarkBytes: pageBytes });
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
      if (isDamage(error)) this.#logDamage(error);
      throw new StoreUnavailableError(`the store directory ${this.#path} cannot be read: ${reasonOf(error)}`);
    }
  }

  async #reopen(): Promise<void> {
    if (!this.#level) throw new StoreUnavailableError('the store is not open');
    if (this.#failure && this.#since(this.#failure.at) < RETRY_MS) throw this.#failure.error;
    try {
      await this.#level.close();
      await this.#open(false);
    } catch (error) {
      const isKnown = error instanceof StoreUnavailableError;
      throw this.#failed(
        isKnown ? error : new StoreUnavailableError(`the store cannot be reopened: ${reasonOf(error)}`),
      );
    }
  }

  /** Once for each opening: a damaged file stays damaged. */
  #logDamage(error: unknown): void {
    if (this.#isDamageLogged) return;
    this.#isDamageLogged = true;
    this.#logger.error({ path: this.#path, reason: reasonOf(error) }, 'store is damaged');
  }

  /** Stores a failure, and logs it unless an earlier one is not over yet. */
  #failed(error: StoreUnavailableError): StoreUnavailableError {
    if (!this.#failure) this.#logger.error({ path: this.#path, reason: error.message }, 'store cannot write');
    this.#failure = { at: this.#clock.now(), error };
    return error;
  }

  /** Milliseconds since a time; positive even if the clock was set back. */
  #since(at: number): number {
    return Math.abs(this.#clock.now() - at);
  }

  async #open(createIfMissing: boolean): Promise<void> {
    try {
      // If the directory disappeared, an empty one must not replace it.
      if (!createIfMissing) await access(join(this.#path, 'CURRENT'));
      await checkFolderFormat(this.#path);
      await checkFolder(this.#path);
      if (createIfMissing) await mkdir(this.#path, { recursive: true, mode: FOLDER_MODE });
      this.#isDamageLogged = false;
      this.#level = new ClassicLevel(this.#path, LEVEL_OPTIONS);
      await this.#level.open({ createIfMissing });
      await writeFolderFormat(this.#path);
      await this.#onOpened();
    } catch (error) {
      await this.#level?.close();
      if (error instanceof StoreUnavailableError) throw error;
      throw new StoreUnavailableError(openFailureMessage(this.#path, error));
    }
    this.#isHealthy = true;
  }
}
