import { type Job } from '@gateway/core';
import { type ChangeHistory, type JobChange } from '@gateway/view';
import { LRUCache } from 'lru-cache';

import { jobEvent, removedEvent } from './watch-events.js';

/** How much is made at once: what is read of the history, and what goes to the socket. */
const MOST_CHANGES = 250;
const MOST_CHARACTERS = 64_000;
/** Slices remembered for watchers who come to the same place with the same selection. */
const REMEMBERED = 64;

/** Which jobs a client watches. */
export interface WatchSelection {
  /** Selections with equal keys select the same jobs. */
  readonly key: string;
  readonly selects: (job: Job) => boolean;
}

/** What of the history comes next for a watcher. */
export interface WatchChunk {
  /** The events; absent where none of the changes concerns the watcher. */
  readonly bytes?: Buffer;
  /** Place at which the next slice begins. */
  readonly end: number;
}

/** Makes events from the history, once for all who stand at the same place and watch the same jobs. */
export class WatchChunks {
  readonly #slices = new LRUCache<string, WatchChunk>({ max: REMEMBERED });

  constructor(private readonly history: ChangeHistory) {}

  /** The slice that begins at a place the history holds and is not its end. */
  read(place: number, { key, selects }: WatchSelection): WatchChunk {
    const name = `${place} ${key}`;
    const known = this.#slices.get(name);
    if (known) return known;
    const slice = this.#make(place, selects);
    this.#slices.set(name, slice);
    return slice;
  }

  #make(place: number, selects: WatchSelection['selects']): WatchChunk {
    let text = '';
    let end = place;
    for (; end < place + MOST_CHANGES && text.length < MOST_CHARACTERS; end += 1) {
      const change = this.history.at(end);
      if (change === undefined) break;
      text += eventOf(change, selects);
    }
    return text === '' ? { end } : { bytes: Buffer.from(text), end };
  }
}

/** The event a change is to those who watch the selected jobs; empty where it is none. */
function eventOf({ after, before, id, revision }: JobChange, selects: WatchSelection['selects']): string {
  // Where nobody knows what the job was, the client may have it: it is told in any case, and it loses nothing by that.
  const hadIt = before === 'unknown' || (before !== undefined && selects(before));
  if (after !== undefined && selects(after.job)) return jobEvent(hadIt ? 'modified' : 'added', after.text, revision);
  return hadIt ? removedEvent(id, revision) : '';
}
