import { EventEmitter, once } from 'node:events';
import { setImmediate as immediate } from 'node:timers/promises';

import {
  type Change,
  compareRevisions,
  FIRST_REVISION,
  type KnownText,
  LogCompactedError,
  type Logger,
  type Revision,
  StoreUnavailableError,
} from '@gateway/core';

import { pause } from '../pause.js';
import { readAhead } from '../read-ahead.js';
import { collectRecent, type RecentLimits } from '../recent-changes.js';
import { LOG_KEYS, logKey } from './keys.js';
import { type Batch, type LevelDatabase } from './level-database.js';
import { keysAfter, LogExtent } from './log-extent.js';
import { type LogPage, readLog } from './log-pages.js';

/** How many changes compaction removes at once. */
const [MIN_COMPACTED, MAX_COMPACTED] = [500, 2_000];
const COMMITS_IN_MEMORY = 8;
const READ_RETRY_MS = 250;

/** The changes of a commit, and the revision before them. */
interface WrittenCommit extends LogPage {
  readonly after: Revision;
}

/**
 * The change log on the disk. Each follower reads it at its own pace and sees only durable changes: the last commits
 * from memory, earlier ones from the disk.
 */
export class ChangeLog {
  /** Which changes are on the disk. */
  readonly extent: LogExtent;
  readonly #database: LevelDatabase;
  readonly #minLength: number;
  readonly #logger: Logger;
  readonly #onAdvanced: (written: number) => void;
  readonly #events = new EventEmitter().setMaxListeners(0);
  /** Number of times that changes were lost since the process started. */
  #losses = 0;
  /** The last commits, without gaps, oldest first. */
  #lastCommits: WrittenCommit[] = [];

  /**
   * `minLength` is the number of changes that compaction leaves at least. `onAdvanced` receives the number of changes
   * ever written each time that more of them are durable.
   */
  constructor(
    database: LevelDatabase,
    minLength: number,
    logger: Logger,
    onAdvanced: (written: number) => void = () => undefined,
  ) {
    this.extent = new LogExtent(database, logger);
    this.#database = database;
    this.#minLength = minLength;
    this.#logger = logger;
    this.#onAdvanced = onAdvanced;
  }

  /** Revision of the last change on the disk. */
  get last(): Revision {
    return this.extent.last;
  }

  /** Revision of the last change that compaction removed. */
  get oldestRevision(): Revision {
    return this.extent.oldestRevision;
  }

  /** True if the log exceeds its minimum length by enough changes for one compaction. */
  get needsCompaction(): boolean {
    return this.extent.length - this.#minLength >= MIN_COMPACTED;
  }

  /** Reads which changes are on the disk. */
  async load(): Promise<void> {
    await this.extent.load();
    // After a failed write, the log on the disk may contain changes that are not in memory.
    this.#lastCommits = [];
    this.#events.emit('written');
  }

  /** Called after the changes of a commit have been written to the disk; wakes the followers. */
  advance(changes: readonly Change[]): void {
    const newest = changes.at(-1);
    if (!newest) return;
    this.#lastCommits.push({ after: this.last, changes, last: newest.revision });
    if (this.#lastCommits.length > COMMITS_IN_MEMORY) this.#lastCommits.shift();
    this.extent.added(changes.length, newest.revision);
    this.#onAdvanced(this.extent.written);
    this.#events.emit('written');
  }

  /** Makes all followers throw `LogCompactedError`: changes that they have received were lost. */
  endFollowers(): void {
    this.#losses += 1;
    this.#events.emit('written');
  }

  /** Removes some of the oldest changes with one call of `write`, which resolves when its operations are durable. */
  async compact(write: (addTo: (batch: Batch) => void) => Promise<void>): Promise<void> {
    const count = Math.min(this.extent.length - this.#minLength, MAX_COMPACTED);
    const keys = await this.#database.firstKeys(keysAfter(this.oldestRevision), count);
    await write((batch) => this.extent.remove(keys, batch));
  }

  /** As `JobStore.follow`. If the disk cannot be read, retries until it can. */
  async follow(
    after: Revision,
    onChanges: (changes: readonly Change[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const losses = this.#losses;
    if ((await this.#retry(() => this.#reachesBackTo(after), signal)) === false) throw compactedError(after);
    let at = after;
    while (!signal.aborted) {
      if (this.#losses > losses) throw compactedError(at, true);
      if (compareRevisions(this.last, at) <= 0) {
        await this.#nextWrite(signal);
        continue;
      }
      const page = (await this.#pageInMemory(at)) ?? (await this.#retry(() => this.#page(at), signal));
      if (signal.aborted || !page) return;
      if (page.changes.length > 0) await onChanges(page.changes);
      at = page.last;
    }
  }

  /** As `JobStore.recent`. */
  async recent(limits: RecentLimits, known?: KnownText): Promise<readonly Change[]> {
    const newestFirst = readLog(this.#database, { ...LOG_KEYS, reverse: true }, known);
    return collectRecent(changesOf(readAhead(newestFirst)), limits);
  }

  async #reachesBackTo(revision: Revision): Promise<boolean> {
    if (revision === this.last) return true;
    if (revision === FIRST_REVISION) return this.oldestRevision === FIRST_REVISION;
    return (await this.#database.get(logKey(revision))) !== undefined;
  }

  /** The next changes in memory, in a turn of the event loop of their own; `undefined` if they must be read. */
  async #pageInMemory(after: Revision): Promise<LogPage | undefined> {
    const next = this.#lastCommits.findLast((commit) => compareRevisions(commit.after, after) <= 0);
    if (!next) return undefined;
    await immediate();
    if (next.after === after) return next;
    const changes = next.changes.filter(({ revision }) => compareRevisions(revision, after) > 0);
    return { changes, last: next.last };
  }

  /** The next changes on the disk. There must be some, unless compaction has removed them. */
  async #page(after: Revision): Promise<LogPage> {
    for await (const page of readLog(this.#database, keysAfter(after))) {
      if (compareRevisions(after, this.oldestRevision) < 0) break;
      return page;
    }
    throw compactedError(after);
  }

  /** Retries a read until it succeeds; `undefined` if the signal aborts first. */
  async #retry<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    for (let isLogged = false; !signal.aborted; isLogged = true) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        if (!isLogged && !signal.aborted) this.#logger.warn({ reason: error.message }, 'change log cannot be read');
      }
      await pause(READ_RETRY_MS, signal);
    }
    return undefined;
  }

  async #nextWrite(signal: AbortSignal): Promise<void> {
    try {
      await once(this.#events, 'written', { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

async function* changesOf(pages: AsyncIterable<LogPage>): AsyncGenerator<readonly Change[], void, undefined> {
  for await (const { changes } of pages) yield changes;
}

function compactedError(after: Revision, lostWrites = false): LogCompactedError {
  return new LogCompactedError(`the change log no longer reaches back to ${after}`, lostWrites);
}
