import { compareRevisions, FIRST_REVISION, type Job, type Revision, type ViewedJob } from '@gateway/core';

/** One change as the view took it in. */
export interface JobChange {
  readonly revision: Revision;
  readonly id: string;
  /** The record before: `undefined` where there was none, `unknown` where the history begins after it was written. */
  readonly before: Job | 'unknown' | undefined;
  /** The record after; `undefined` where retention let the job go. */
  readonly after: ViewedJob | undefined;
}

/** How much a history holds: so many changes, and no more characters of text than that. */
export interface HistoryLimits {
  readonly changes: number;
  readonly characters: number;
}

/** What a gateway remembers: with records of the usual 1.2 kB some 60 MB of text, most of which the view holds anyway. */
export const HISTORY_LIMITS: HistoryLimits = { changes: 50_000, characters: 100_000_000 };

/**
 * The last changes, for readers who each keep nothing but their place and read on from there. Places are numbers that go
 * up by one with each change and are never used again; the oldest changes make room for new ones.
 */
export class ChangeHistory {
  readonly #limits: HistoryLimits;
  /** The change at a place is in the slot of its remainder. */
  readonly #slots: (JobChange | undefined)[];
  readonly #listeners = new Set<() => void>();
  #start = 0;
  #end = 0;
  #characters = 0;
  /** Revision just before the oldest change held. */
  #floor: Revision = FIRST_REVISION;

  constructor(limits: HistoryLimits = HISTORY_LIMITS) {
    this.#limits = limits;
    this.#slots = new Array<JobChange | undefined>(limits.changes);
  }

  /** Place of the oldest change held. */
  get startOffset(): number {
    return this.#start;
  }

  /** Place the next change will have. */
  get endOffset(): number {
    return this.#end;
  }

  /** How many are told of changes. */
  get subscriberCount(): number {
    return this.#listeners.size;
  }

  /** The change at a place; `undefined` when it is no longer, or not yet, held. */
  at(place: number): JobChange | undefined {
    return place >= this.#start && place < this.#end ? this.#slots[place % this.#limits.changes] : undefined;
  }

  /** Place of the change that follows a revision; `undefined` when this very revision is not held. */
  offsetAfter(revision: Revision): number | undefined {
    let [low, high] = [this.#start, this.#end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareRevisions(this.revisionBefore(middle), revision) < 0) low = middle + 1;
      else high = middle;
    }
    return compareRevisions(this.revisionBefore(low), revision) === 0 ? low : undefined;
  }

  /** Revision of the last change before a place that is held, or of the oldest place. */
  revisionBefore(place: number): Revision {
    return this.at(place - 1)?.revision ?? this.#floor;
  }

  /** Adds changes at the end, in order. Listeners are told by `announce`. */
  append(changes: readonly JobChange[]): void {
    for (const change of changes) {
      if (this.#end - this.#start === this.#limits.changes) this.#dropOldest();
      this.#slots[this.#end % this.#limits.changes] = change;
      this.#end += 1;
      this.#characters += charactersOf(change);
    }
    while (this.#characters > this.#limits.characters) this.#dropOldest();
  }

  /** Forgets everything and begins anew after a revision: no place from before is held any more. */
  restart(floor: Revision, changes: readonly JobChange[]): void {
    this.#slots.fill(undefined);
    this.#end += 1;
    this.#start = this.#end;
    this.#characters = 0;
    this.#floor = floor;
    this.append(changes);
  }

  /** Tells the listeners that there is something new. */
  notify(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener at each announcement, until the function given back is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #dropOldest(): void {
    const slot = this.#start % this.#limits.changes;
    const oldest = this.#slots[slot];
    this.#slots[slot] = undefined;
    this.#start += 1;
    if (oldest === undefined) return;
    this.#floor = oldest.revision;
    this.#characters -= charactersOf(oldest);
  }
}

function charactersOf({ after }: JobChange): number {
  return after?.text.length ?? 0;
}
