import { type ServerResponse } from 'node:http';

import { type MonotonicClock, type Revision } from '@gateway/core';
import { type ChangeHistory } from '@gateway/view';

import {
  servedText,
  type Spendable,
  type WatchChunks,
  type WatchedRecord,
  type WatchSelection,
} from './watch-chunks.js';
import { bookmark, COMMENT, cutOffEvent, type CutOffReason, jobEvent, OPENING } from './watch-events.js';

/** After this time without an event, a bookmark or comment is sent. */
const KEEP_ALIVE_MS = 10_000;
/** A client that reads nothing for this time is cut off; its connection is closed after the same time again. */
const SLOW_CLIENT_TIMEOUT_MS = 30_000;
/** Limits of one step of the initial jobs: the jobs it checks, and the characters after which it ends. */
const MAX_JOBS = 250;
const MAX_CHARACTERS = 64_000;

/** What a session needs besides its selection. */
export interface WatchSessionDeps<R extends WatchedRecord> {
  readonly history: ChangeHistory<R>;
  readonly chunks: WatchChunks<R>;
  readonly clock: MonotonicClock;
  /** False once the client may see other sources than the scope of the selection. */
  readonly isScopeCurrent: () => boolean;
  /** See `View.offsetAfter`, for the scope of the selection. */
  readonly offsetAfter: (revision: Revision) => number | undefined;
}

/**
 * The watch session of one client. It stores only its offset in the history, and makes the next chunk when the socket has
 * sent the one before. A slow client therefore costs the memory of one chunk.
 */
export class WatchSession<R extends WatchedRecord> {
  /** Selected jobs to send before the changes. Their events do not change the client's last event id. */
  #initial: Iterator<R> | undefined;
  #offset: number;
  #revision: Revision;
  #sentAt: number;
  #blockedSince: number | undefined;
  #endedAt: number | undefined;

  /** Starts at an offset of the history, after the `initial` jobs if given. The headers must be written already. */
  constructor(
    private readonly response: ServerResponse,
    private readonly selection: WatchSelection<R>,
    start: { readonly offset: number; readonly initial?: Iterable<R> },
    private readonly deps: WatchSessionDeps<R>,
  ) {
    this.#offset = start.offset;
    this.#revision = deps.history.revisionBefore(start.offset);
    this.#initial = start.initial?.[Symbol.iterator]();
    this.#sentAt = deps.clock.now();
    this.#send(this.#initial ? OPENING : OPENING + bookmark(this.#revision));
  }

  /** Records that the socket has sent everything, so the session can send again. */
  drained(): void {
    this.#blockedSince = undefined;
  }

  /** Sends at most one chunk, a short one if the slice is over. Returns true if the next step may follow at once. */
  step(slice: Spendable): boolean {
    if (this.#endedAt !== undefined) this.#destroyIfStillOpen();
    else if (!this.deps.isScopeCurrent()) this.cutOffFromScope();
    else if (!this.#updateOffset()) this.#cutOff('behind');
    else if (this.#blockedSince !== undefined) this.#cutOffIfSlow(this.#blockedSince);
    else if (this.#initial) return this.#sendInitial(this.#initial, slice);
    else if (this.#offset < this.deps.history.endOffset) return this.#sendChanges(slice);
    else this.#keepAlive();
    return false;
  }

  /** Ends the stream so that the client can resume from its last event id, at any replica. */
  finish(): void {
    if (this.#endedAt === undefined) this.#end(this.#initial ? '' : bookmark(this.#revision));
  }

  /** Ends the stream so that the client starts again, because the sources that it may see have changed. */
  cutOffFromScope(): void {
    if (this.#endedAt === undefined) this.#end(cutOffEvent('scope', undefined));
  }

  /** Finds the new offset after a restart of the history. Returns false if the next changes are no longer in it. */
  #updateOffset(): boolean {
    const { history } = this.deps;
    if (this.#offset >= history.startOffset) return true;
    const offset = this.deps.offsetAfter(this.#revision);
    if (offset !== undefined) this.#offset = offset;
    return offset !== undefined;
  }

  #sendInitial(initial: Iterator<R>, slice: Spendable): boolean {
    let text = '';
    for (let jobs = 0; jobs < MAX_JOBS && text.length < MAX_CHARACTERS; jobs += 1) {
      if (jobs > 0 && slice.spent()) break;
      const next = initial.next();
      if (next.done === true) {
        this.#initial = undefined;
        text += bookmark(this.#revision);
        break;
      }
      if (this.selection.selects(next.value)) text += jobEvent('added', servedText(next.value, this.selection));
    }
    if (text !== '') this.#send(text);
    else this.#keepAlive();
    return true;
  }

  #sendChanges(slice: Spendable): boolean {
    const { bytes, end } = this.deps.chunks.read(this.#offset, this.selection, slice);
    this.#offset = end;
    this.#revision = this.deps.history.revisionBefore(end);
    if (bytes) this.#send(bytes);
    return true;
  }

  #keepAlive(): void {
    if (this.deps.clock.now() - this.#sentAt < KEEP_ALIVE_MS) return;
    this.#send(this.#initial ? COMMENT : bookmark(this.#revision));
  }

  #send(bytes: string | Buffer): void {
    const now = this.deps.clock.now();
    this.#sentAt = now;
    if (!this.response.write(bytes)) this.#blockedSince = now;
  }

  #cutOffIfSlow(blockedSince: number): void {
    if (this.deps.clock.now() - blockedSince >= SLOW_CLIENT_TIMEOUT_MS) this.#cutOff('slow');
  }

  #cutOff(reason: CutOffReason): void {
    this.#end(cutOffEvent(reason, this.#initial ? undefined : this.#revision));
  }

  #end(last: string): void {
    this.#initial = undefined;
    this.#endedAt = this.deps.clock.now();
    this.response.end(last);
  }

  #destroyIfStillOpen(): void {
    if (this.deps.clock.now() - (this.#endedAt ?? 0) >= SLOW_CLIENT_TIMEOUT_MS) this.response.destroy();
  }
}
