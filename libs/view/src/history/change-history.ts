import { compareRevisions, FIRST_REVISION, type Revision } from '@gateway/core';

import { type ViewRecord } from '../index/view-record.js';

/** What a history needs of a record. */
export interface HistoryRecord {
  /** About the characters that it keeps in memory. */
  readonly characters: number;
}

/** A change, with the records before and after it. */
export interface RecordChange<R> {
  readonly revision: Revision;
  readonly id: string;
  /** The record before; `undefined` if there was none, `unknown` if it was written before the history starts. */
  readonly before: R | 'unknown' | undefined;
  /** The record after; `undefined` if retention removed it. */
  readonly after: R | undefined;
}

/** A change of a job. */
export type JobChange = RecordChange<ViewRecord>;

/** Maximum number of changes in a history, and of characters in their texts. */
export interface HistoryLimits {
  readonly changes: number;
  readonly characters: number;
}

/**
 * The default limits. An entry keeps the segments of its records, most of which are in the view anyway; the segments of
 * replaced records are some 100 MB at most for records of about 1 kB.
 */
export const HISTORY_LIMITS: HistoryLimits = { changes: 50_000, characters: 100_000_000 };

/**
 * A ring buffer of the last changes. A reader only keeps its offset and continues from there. Offsets increase by one
 * with each change and are never reused. If the buffer is full, new changes replace the oldest ones.
 */
export class ChangeHistory<R extends HistoryRecord = ViewRecord> {
  readonly #limits: HistoryLimits;
  /** The change at an offset is in the slot `offset % limits.changes`. */
  readonly #slots: (RecordChange<R> | undefined)[];
  readonly #subscribers = new Set<() => void>();
  #startOffset = 0;
  #endOffset = 0;
  #characters = 0;
  /** The revision immediately before the oldest change. */
  #oldestRevision: Revision = FIRST_REVISION;

  constructor(limits: HistoryLimits = HISTORY_LIMITS) {
    this.#limits = limits;
    this.#slots = new Array<RecordChange<R> | undefined>(limits.changes);
  }

  /** Offset of the oldest change. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** Offset of the next change to be added. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Number of subscribers. */
  get subscriberCount(): number {
    return this.#subscribers.size;
  }

  /** The change at an offset; `undefined` if it was replaced or does not exist yet. */
  at(offset: number): RecordChange<R> | undefined {
    const exists = offset >= this.#startOffset && offset < this.#endOffset;
    return exists ? this.#slots[offset % this.#limits.changes] : undefined;
  }

  /** Offset of the change after a revision; `undefined` if the history does not contain exactly this revision. */
  offsetAfter(revision: Revision): number | undefined {
    let [low, high] = [this.#startOffset, this.#endOffset];
    while (low < high) {
      // Offsets can exceed 32 bits.
      const middle = Math.floor((low + high) / 2);
      if (compareRevisions(this.revisionBefore(middle), revision) < 0) low = middle + 1;
      else high = middle;
    }
    return compareRevisions(this.revisionBefore(low), revision) === 0 ? low : undefined;
  }

  /** Revision of the change before an offset; the oldest revision if the history does not contain that change. */
  revisionBefore(offset: number): Revision {
    return this.at(offset - 1)?.revision ?? this.#oldestRevision;
  }

  /** Adds changes at the end, in order. Does not call the subscribers; see `notify`. */
  append(changes: readonly RecordChange<R>[]): void {
    for (const change of changes) {
      if (this.#endOffset - this.#startOffset === this.#limits.changes) this.#dropOldest();
      this.#slots[this.#endOffset % this.#limits.changes] = change;
      this.#endOffset += 1;
      this.#characters += charactersOf(change);
    }
    while (this.#characters > this.#limits.characters) this.#dropOldest();
  }

  /** Replaces all changes. Offsets from before are no longer valid. */
  restart(oldestRevision: Revision, changes: readonly RecordChange<R>[]): void {
    this.#slots.fill(undefined);
    this.#endOffset += 1;
    this.#startOffset = this.#endOffset;
    this.#characters = 0;
    this.#oldestRevision = oldestRevision;
    this.append(changes);
  }

  /** Calls the subscribers. */
  notify(): void {
    for (const onChange of this.#subscribers) onChange();
  }

  /** Calls `onChange` at each `notify`. Returns a function that ends the subscription. */
  subscribe(onChange: () => void): () => void {
    this.#subscribers.add(onChange);
    return () => void this.#subscribers.delete(onChange);
  }

  #dropOldest(): void {
    const slot = this.#startOffset % this.#limits.changes;
    const oldest = this.#slots[slot];
    this.#slots[slot] = undefined;
    this.#startOffset += 1;
    if (oldest === undefined) return;
    this.#oldestRevision = oldest.revision;
    this.#characters -= charactersOf(oldest);
  }
}

/** The characters of the record that a change keeps in memory; of a removal, those of the removed one. */
function charactersOf({ after, before }: RecordChange<HistoryRecord>): number {
  const kept = after ?? (before === 'unknown' ? undefined : before);
  return kept?.characters ?? 0;
}
