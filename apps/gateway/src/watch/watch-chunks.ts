import { includesJob, type SourceScope } from '@gateway/core';
import {
  type ChangeHistory,
  type HistoryRecord,
  type RecordChange,
  type TimeSlice,
  type ViewRecord,
} from '@gateway/view';
import { LRUCache } from 'lru-cache';

import { jobEvent, removedEvent } from './watch-events.js';

/** Limits of one chunk: the changes it reads, and the characters after which it ends. */
const MAX_CHANGES = 250;
const MAX_CHARACTERS = 64_000;
/** Chunks in the cache, for sessions at the same offset with the same selection. */
const CACHE_SIZE = 64;

/** A record that can be watched. */
export interface WatchedRecord extends HistoryRecord {
  /** The JSON text of the whole record. */
  readonly text: string;
}

/** Which records a client watches. */
export interface WatchSelection<R = ViewRecord> {
  /** Selections with equal keys select the same records. */
  readonly key: string;
  /** The sources that the client may see; `undefined` for all. There is no event for a job of another source. */
  readonly scope: SourceScope | undefined;
  /** False for a record that the client may not see. */
  readonly selects: (record: R) => boolean;
  /** The JSON text to send for a record; absent for its own text. */
  readonly textOf?: (record: R) => string;
  /** False for a change that the client may not see, besides those outside of the scope. */
  readonly includes?: (change: RecordChange<R>) => boolean;
}

/** A time slice; `spent` is checked at every step. */
export type Spendable = Pick<TimeSlice, 'spent'>;

/** The next events of a watch session, from consecutive changes of the history. */
export interface WatchChunk {
  /** The events; absent if none of the changes affects the selection. */
  readonly bytes?: Buffer;
  /** Offset of the next chunk. */
  readonly end: number;
}

/** Makes chunks from the history. Sessions at the same offset with the same selection share a chunk. */
export class WatchChunks<R extends WatchedRecord = ViewRecord> {
  readonly #cache = new LRUCache<string, WatchChunk>({ max: CACHE_SIZE });

  constructor(private readonly history: ChangeHistory<R>) {}

  /** The chunk at an offset, which must be in the history and before its end. It ends early if the slice is over. */
  read(offset: number, selection: WatchSelection<R>, slice: Spendable): WatchChunk {
    const name = `${offset} ${selection.key}`;
    const known = this.#cache.get(name);
    if (known) return known;
    const chunk = this.#make(offset, selection, slice);
    this.#cache.set(name, chunk);
    return chunk;
  }

  #make(offset: number, selection: WatchSelection<R>, slice: Spendable): WatchChunk {
    let text = '';
    let end = offset;
    for (; end < offset + MAX_CHANGES && text.length < MAX_CHARACTERS; end += 1) {
      if (end > offset && slice.spent()) break;
      const change = this.history.at(end);
      if (change === undefined) break;
      text += eventOf(change, selection);
    }
    return text === '' ? { end } : { bytes: Buffer.from(text), end };
  }
}

/** The event of a change for a selection; empty if the change does not affect it. */
function eventOf<R extends WatchedRecord>(change: RecordChange<R>, selection: WatchSelection<R>): string {
  const { after, before, id, revision } = change;
  const { includes, scope, selects } = selection;
  if (!includesJob(scope, id) || includes?.(change) === false) return '';
  // If the record before is unknown, the client may have the job, so it gets an event in any case. `removed` for a job that
  // it does not have is harmless.
  const wasSelected = before === 'unknown' || (before !== undefined && selects(before));
  if (after !== undefined && selects(after)) {
    return jobEvent(wasSelected ? 'modified' : 'added', servedText(after, selection), revision);
  }
  return wasSelected ? removedEvent(id, revision) : '';
}

/** The JSON text that clients get of a record. */
export function servedText<R extends WatchedRecord>(record: R, { textOf }: WatchSelection<R>): string {
  return textOf ? textOf(record) : record.text;
}
