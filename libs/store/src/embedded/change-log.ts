import { EventEmitter, once } from 'node:events';

import {
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  type Logger,
  LogCompactedError,
  type Revision,
  StoreUnavailableError,
} from '@gateway/core';

import { pause } from '../pause.js';
import { collectRecent, type RecentLimits } from '../recent-changes.js';
import { OLDEST_REVISION_KEY, LOG_KEYS, logKey, revisionOfKey } from './keys.js';
import { type LevelDatabase, type Operation } from './level-database.js';

const COMPACTION_CHANGES = 500;
const READ_RETRY_MS = 250;

/**
 * The ordered log of changes. Followers are handed what they read from the disk in pages: only what is durable, and
 * each at its own pace.
 */
export class ChangeLog {
  readonly #database: LevelDatabase;
  readonly #limit: number;
  readonly #logger: Logger;
  readonly #events = new EventEmitter().setMaxListeners(0);
  #last = FIRST_REVISION;
  #floor = FIRST_REVISION;
  #length = 0;

  /** `limit` is how many changes are kept at least. */
  constructor(database: LevelDatabase, limit: number, logger: Logger) {
    this.#database = database;
    this.#limit = limit;
    this.#logger = logger;
  }

  /** Revision of the last change on the disk. */
  get last(): Revision {
    return this.#last;
  }

  /** True when enough changes are kept in excess to be worth a write. */
  get needsCompaction(): boolean {
    return this.#length - this.#limit >= COMPACTION_CHANGES;
  }

  /** Reads where the log begins and ends. */
  async load(): Promise<void> {
    const lastKey = await this.#database.lastKey(LOG_KEYS);
    this.#last = lastKey === undefined ? FIRST_REVISION : revisionOfKey(lastKey);
    this.#floor = (await this.#database.get(OLDEST_REVISION_KEY)) ?? FIRST_REVISION;
    this.#length = await this.#database.count(keysAfter(this.#floor));
    this.#events.emit('written');
  }

  /** Takes note of changes that are on the disk now. */
  advance(last: Revision, count: number): void {
    this.#last = last;
    this.#length += count;
    this.#events.emit('written');
  }

  /** Lets go of some of the oldest changes of an overfull log. Only for use within `exclusive`. */
  async compact(): Promise<void> {
    const keys = await this.#database.firstKeys(keysAfter(this.#floor), COMPACTION_CHANGES);
    const floor = revisionOfKey(keys.at(-1) ?? logKey(this.#floor));
    await this.#database.write([
      ...keys.map((key): Operation => ({ type: 'del', key })),
      { type: 'put', key: OLDEST_REVISION_KEY, value: floor },
    ]);
    this.#floor = floor;
    this.#length -= keys.length;
  }

  /** As `JobStore.follow`; a disk that cannot be read is asked again until it can. */
  async follow(after: Revision, onChanges: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void> {
    if ((await this.#insist(() => this.#holds(after), signal)) === false) throw compactedError(after);
    let at = after;
    while (!signal.aborted) {
      const changes = await this.#insist(() => this.#page(at), signal);
      if (signal.aborted || !changes) return;
      const newest = changes.at(-1);
      if (newest) {
        onChanges(changes);
        at = newest.revision;
      } else if (compareRevisions(this.#last, at) <= 0) {
        await this.#written(signal);
      }
    }
  }

  /** As `JobStore.recent`. */
  async recent(limits: RecentLimits): Promise<readonly Change[]> {
    return collectRecent(this.#newestFirst(), limits);
  }

  async *#newestFirst(): AsyncGenerator<readonly Change[], void, undefined> {
    for await (const page of this.#database.pages({ ...LOG_KEYS, reverse: true })) {
      yield page.map(([key, entry]) => parseLogEntry(key, entry));
    }
  }

  async #holds(revision: Revision): Promise<boolean> {
    if (revision === this.#last) return true;
    if (revision === FIRST_REVISION) return this.#floor === FIRST_REVISION;
    return (await this.#database.get(logKey(revision))) !== undefined;
  }

  async #page(after: Revision): Promise<Change[]> {
    for await (const page of this.#database.pages(keysAfter(after))) {
      if (compareRevisions(after, this.#floor) < 0) throw compactedError(after);
      return page.map(([key, entry]) => parseLogEntry(key, entry));
    }
    return [];
  }

  async #insist<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    for (let failed = false; !signal.aborted; failed = true) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        if (!failed && !signal.aborted) this.#logger.warn({ reason: error.message }, 'change log cannot be read');
      }
      await pause(READ_RETRY_MS, signal);
    }
    return undefined;
  }

  async #written(signal: AbortSignal): Promise<void> {
    try {
      await once(this.#events, 'written', { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** What the log keeps of a draft: `<type> <id>`, a line feed, the text. */
export function formatLogEntry(draft: ChangeDraft): string {
  return `${draft.type} ${draft.id}\n${draft.type === 'put' ? draft.text : ''}`;
}

function parseLogEntry(key: string, entry: string): Change {
  const space = entry.indexOf(' ');
  const end = entry.indexOf('\n');
  const id = entry.slice(space + 1, end);
  const revision = revisionOfKey(key);
  return entry.startsWith('remove ')
    ? { type: 'remove', id, revision }
    : { type: 'put', id, revision, text: entry.slice(end + 1) };
}

function keysAfter(revision: Revision): typeof LOG_KEYS {
  return { ...LOG_KEYS, gt: logKey(revision) };
}

function compactedError(after: Revision): LogCompactedError {
  return new LogCompactedError(`the change log no longer reaches back to ${after}`, false);
}
