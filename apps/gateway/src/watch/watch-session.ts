import { type ServerResponse } from 'node:http';

import { type Clock, type Revision, type ViewedJob } from '@gateway/core';
import { type ChangeHistory } from '@gateway/view';

import { bookmark, COMMENT, cutOffEvent, type CutOffReason, jobEvent, OPENING } from './watch-events.js';
import { type WatchSelection, type WatchChunks } from './watch-chunks.js';

/** After this long without an event a sign of life is sent, in ms. */
const QUIET_MS = 10_000;
/** A client that takes nothing for so long is cut off, and after as long again its connection is closed, in ms. */
const PATIENCE_MS = 30_000;
/** How much of the initial state is made at once. */
const MOST_JOBS = 250;
const MOST_CHARACTERS = 64_000;

/** What all watchers share. */
export interface WatchSessionDeps {
  readonly history: ChangeHistory;
  readonly slices: WatchChunks;
  readonly clock: Clock;
}

/**
 * One client that watches. It holds its place in the history and nothing else: it makes its next events when its socket
 * has taken those before, so that a slow reader costs no more than one slice.
 */
export class WatchSession {
  /** Jobs the client is still to be told of before the changes; their events do not move its cursor. */
  #initial: Iterator<ViewedJob> | undefined;
  #place: number;
  #revision: Revision;
  #sentAt: number;
  #blockedSince: number | undefined;
  #endedAt: number | undefined;

  /** Begins at a place of the history, with the initial state where there is one. The headers have been written. */
  constructor(
    private readonly response: ServerResponse,
    private readonly selection: WatchSelection,
    start: { readonly place: number; readonly initial?: Iterable<ViewedJob> },
    private readonly parts: WatchSessionDeps,
  ) {
    this.#place = start.place;
    this.#revision = parts.history.revisionBefore(start.place);
    this.#initial = start.initial?.[Symbol.iterator]();
    this.#sentAt = parts.clock.now();
    this.#send(this.#initial ? OPENING : OPENING + bookmark(this.#revision));
  }

  /** The client has taken all that was sent. */
  taken(): void {
    this.#blockedSince = undefined;
  }

  /** Does a bounded piece of work; true when there may be more to do at once. */
  step(): boolean {
    if (this.#endedAt !== undefined) this.#closeInTheEnd();
    else if (!this.#isInHistory()) this.#cutOff('behind');
    else if (this.#blockedSince !== undefined) this.#loseIfSlow(this.#blockedSince);
    else if (this.#initial) return this.#tellInitial(this.#initial);
    else if (this.#place < this.parts.history.endOffset) return this.#tellChanges();
    else this.#breakSilence();
    return false;
  }

  /** Ends the stream in order: the client can go on from its last event, here or at another replica. */
  finish(): void {
    if (this.#endedAt === undefined) this.#end(this.#initial ? '' : bookmark(this.#revision));
  }

  /** Where the history has begun anew the place is another; false when it is no longer held. */
  #isInHistory(): boolean {
    const { history } = this.parts;
    if (this.#place >= history.startOffset) return true;
    const place = history.offsetAfter(this.#revision);
    if (place !== undefined) this.#place = place;
    return place !== undefined;
  }

  #tellInitial(initial: Iterator<ViewedJob>): boolean {
    let text = '';
    for (let jobs = 0; jobs < MOST_JOBS && text.length < MOST_CHARACTERS; jobs += 1) {
      const next = initial.next();
      if (next.done === true) {
        this.#initial = undefined;
        text += bookmark(this.#revision);
        break;
      }
      if (this.selection.selects(next.value.job)) text += jobEvent('added', next.value.text);
    }
    if (text !== '') this.#send(text);
    else this.#breakSilence();
    return true;
  }

  #tellChanges(): boolean {
    const { bytes, end } = this.parts.slices.read(this.#place, this.selection);
    this.#place = end;
    this.#revision = this.parts.history.revisionBefore(end);
    if (bytes) this.#send(bytes);
    return true;
  }

  #breakSilence(): void {
    if (this.parts.clock.now() - this.#sentAt < QUIET_MS) return;
    this.#send(this.#initial ? COMMENT : bookmark(this.#revision));
  }

  #send(bytes: string | Buffer): void {
    const now = this.parts.clock.now();
    this.#sentAt = now;
    if (!this.response.write(bytes)) this.#blockedSince = now;
  }

  #loseIfSlow(blockedSince: number): void {
    if (this.parts.clock.now() - blockedSince >= PATIENCE_MS) this.#cutOff('slow');
  }

  #cutOff(reason: CutOffReason): void {
    this.#end(cutOffEvent(reason, this.#initial ? undefined : this.#revision));
  }

  #end(last: string): void {
    this.#initial = undefined;
    this.#endedAt = this.parts.clock.now();
    this.response.end(last);
  }

  #closeInTheEnd(): void {
    if (this.parts.clock.now() - (this.#endedAt ?? 0) >= PATIENCE_MS) this.response.destroy();
  }
}
