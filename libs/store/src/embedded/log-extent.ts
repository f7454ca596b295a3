import { FIRST_REVISION, isRevision, type Logger, type Revision } from '@gateway/core';

import {
  type KeyRange,
  LOG_KEYS,
  logKey,
  OLDEST_REVISION_KEY,
  REMOVED_COUNT_KEY,
  revisionOfKey,
  WRITTEN_COUNT_KEY,
} from './keys.js';
import { type Batch, type LevelDatabase } from './level-database.js';

/** What the counters of a log say about the changes that it does not contain. */
export interface LogCount {
  /** Number of changes ever written that are no longer in the log, the lost ones included. */
  readonly removed: number;
  /** Number of changes that were lost: neither in the log nor removed by compaction. */
  readonly lost: number;
  /** False if a counter, or the oldest revision, is damaged, so that nothing can be said. */
  readonly isKnown: boolean;
}

const UNKNOWN_COUNT: LogCount = { removed: 0, lost: 0, isKnown: false };

/** Which changes are on the disk: the first and the last revision of the log, and the number of its changes. */
export class LogExtent {
  #last = FIRST_REVISION;
  #oldestRevision = FIRST_REVISION;
  #length = 0;
  #count: LogCount = { removed: 0, lost: 0, isKnown: true };

  constructor(
    private readonly database: LevelDatabase,
    private readonly logger: Logger,
  ) {}

  /** Revision of the last change on the disk. */
  get last(): Revision {
    return this.#last;
  }

  /** Revision of the last change that compaction removed. */
  get oldestRevision(): Revision {
    return this.#oldestRevision;
  }

  /** Number of changes in the log. */
  get length(): number {
    return this.#length;
  }

  /** What the counters say about the other changes. */
  get count(): LogCount {
    return this.#count;
  }

  /** Number of changes ever written. */
  get written(): number {
    return this.#count.removed + this.#length;
  }

  /** Reads the extent from the disk. Throws `StoreUnavailableError`. */
  async load(): Promise<void> {
    this.#last = await this.#endOfLog(true);
    const oldest = (await this.database.get(OLDEST_REVISION_KEY)) ?? FIRST_REVISION;
    if (!isRevision(oldest)) this.logger.warn({}, 'oldest revision of the change log is unreadable and was ignored');
    this.#oldestRevision = isRevision(oldest) ? oldest : await this.firstRevision();
    this.#length = await this.database.count(keysAfter(this.#oldestRevision));
    const [written, removed] = [await this.database.get(WRITTEN_COUNT_KEY), await this.database.get(REMOVED_COUNT_KEY)];
    this.#count = isRevision(oldest) ? countLog(written, removed, this.#length) : UNKNOWN_COUNT;
  }

  /** Revision of the first change in the log; the one before all changes if the log is empty. */
  async firstRevision(): Promise<Revision> {
    return this.#endOfLog(false);
  }

  /** Records that more changes are on the disk. */
  added(changes: number, last: Revision): void {
    this.#last = last;
    this.#length += changes;
  }

  /** Adds the removal of the log's first changes to a batch. */
  remove(keys: readonly string[], batch: Batch): void {
    for (const key of keys) batch.del(key);
    this.#oldestRevision = keys.map(revisionOfKey).findLast(Boolean) ?? this.#oldestRevision;
    this.#length -= keys.length;
    this.#count = { ...this.#count, removed: this.#count.removed + keys.length };
    batch.put(OLDEST_REVISION_KEY, this.#oldestRevision);
    batch.put(REMOVED_COUNT_KEY, String(this.#count.removed));
  }

  /** The first or, with `reverse`, the last revision in the log. The keys at its ends can be damaged. */
  async #endOfLog(reverse: boolean): Promise<Revision> {
    for await (const page of this.database.pages({ ...LOG_KEYS, reverse })) {
      const end = page.map(([key]) => revisionOfKey(key)).find(Boolean);
      if (end !== undefined) return end;
    }
    return FIRST_REVISION;
  }
}

/** The range of the log's keys after a revision. */
export function keysAfter(revision: Revision): KeyRange {
  return { ...LOG_KEYS, gt: logKey(revision) };
}

/**
 * Compares the stored counters (`WRITTEN_COUNT_KEY` and `REMOVED_COUNT_KEY`) with the number of changes in the log. Each
 * commit stores its counters together with its changes. If LevelDB drops a commit and keeps a later one, the counters are
 * higher than what is there. Data of an earlier version has no counters: its changes count as the first ones.
 */
export function countLog(written: string | undefined, removed: string | undefined, length: number): LogCount {
  const [writtenCount, removedCount] = [countIn(written ?? '0'), countIn(removed ?? '0')];
  if (writtenCount === undefined || removedCount === undefined) return UNKNOWN_COUNT;
  const lost = Math.max(0, writtenCount - removedCount - length);
  return { removed: removedCount + lost, lost, isKnown: true };
}

function countIn(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
