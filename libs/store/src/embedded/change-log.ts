import { EventEmitter, once } from 'node:events';

import {
  type Change,
  type ChangeDraft,
  compareRevisions,
  FIRST_REVISION,
  LogCompactedError,
  type Logger,
  type Revision,
  StoreUnavailableError,
} from '@gateway/core';

import { pause } from '../pause.js';
import { collectRecent, type RecentLimits } from '../recent-changes.js';
import { LOG_KEYS, logKey, OLDEST_REVISION_KEY, revisionOfKey } from './keys.js';
import { type LevelDatabase, type Operation } from './level-database.js';

const COMPACTION_CHANGES = 500;
const READ_RETRY_MS = 250;

/**
 * The change log on the disk. Each follower reads it in pages, at its own pace, so it sees only durable changes.
 */
export class ChangeLog {
  readonly #database: LevelDatabase;
  readonly #minLength: number;
  readonly #logger: Logger;
  readonly #events = new EventEmitter().setMaxListeners(0);
  #last = FIRST_REVISION;
  #oldestRevision = FIRST_REVISION;
  #length = 0;

  /** `minLength` is the number of changes that compaction leaves at least. */
  constructor(database: LevelDatabase, minLength: number, logger: Logger) {
    this.#database = database;
    this.#minLength = minLength;
    this.#logger = logger;
  }

  /** Revision of the last change on the disk. */
  get last(): Revision {
    return this.#last;
  }

  /** True if `compact` can remove a full batch of changes. */
  get needsCompaction(): boolean {
    return this.#length - this.#minLength >= COMPACTION_CHANGES;
  }

  /** Reads the first and the last revision of the log. */
  async load(): Promise<void> {
    const lastKey = await this.#database.lastKey(LOG_KEYS);
    this.#last = lastKey === undefined ? FIRST_REVISION : revisionOfKey(lastKey);
    this.#oldestRevision = (await this.#database.get(OLDEST_REVISION_KEY)) ?? FIRST_REVISION;
    this.#length = await this.#database.count(keysAfter(this.#oldestRevision));
    this.#events.emit('written');
  }

  /** Called after `count` changes, up to the revision `last`, have been written to the disk; wakes the followers. */
  advance(last: Revision, count: number): void {
    this.#last = last;
    this.#length += count;
    this.#events.emit('written');
  }

  /** Removes one batch of the oldest changes. Only for use within `exclusive`. */
  async compact(): Promise<void> {
    const keys = await this.#database.firstKeys(keysAfter(this.#oldestRevision), COMPACTION_CHANGES);
    const oldestRevision = revisionOfKey(keys.at(-1) ?? logKey(this.#oldestRevision));
    await this.#database.write([
      ...keys.map((key): Operation => ({ type: 'del', key })),
      { type: 'put', key: OLDEST_REVISION_KEY, value: oldestRevision },
    ]);
    this.#oldestRevision = oldestRevision;
    this.#length -= keys.length;
  }

  /** As `JobStore.follow`. If the disk cannot be read, retries until it can. */
  async follow(after: Revision, onChanges: (changes: readonly Change[]) => void, signal: AbortSignal): Promise<void> {
    if ((await this.#retry(() => this.#reachesBackTo(after), signal)) === false) throw compactedError(after);
    let at = after;
    while (!signal.aborted) {
      const changes = await this.#retry(() => this.#page(at), signal);
      if (signal.aborted || !changes) return;
      const newest = changes.at(-1);
      if (newest) {
        onChanges(changes);
        at = newest.revision;
      } else if (compareRevisions(this.#last, at) <= 0) {
        await this.#nextWrite(signal);
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

  async #reachesBackTo(revision: Revision): Promise<boolean> {
    if (revision === this.#last) return true;
    if (revision === FIRST_REVISION) return this.#oldestRevision === FIRST_REVISION;
    return (await this.#database.get(logKey(revision))) !== undefined;
  }

  async #page(after: Revision): Promise<Change[]> {
    for await (const page of this.#database.pages(keysAfter(after))) {
      if (compareRevisions(after, this.#oldestRevision) < 0) throw compactedError(after);
      return page.map(([key, entry]) => parseLogEntry(key, entry));
    }
    return [];
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

/** Formats the log entry of a change: `<type> <id>`, a line feed, the text. */
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
