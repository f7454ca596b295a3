import { type ServerResponse } from 'node:http';

import { isRevision, Logger, MonotonicClock, type Revision, type SourceScope, Timers } from '@gateway/core';
import { TimeSlice, View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { onceClosed } from '../http/closed-signal.js';
import { hasLeft } from '../http/has-left.js';
import { WatchChunks, type WatchSelection } from './watch-chunks.js';
import { WatchSession } from './watch-session.js';

/** How often all sessions are checked without changes: for keep-alives and slow clients. */
const CHECK_INTERVAL_MS = 1_000;
const CHECK_TIMER = 'watch sessions';
const PASS_TIMER = 'watch pass';
/** Limits of the pause between two passes over the sessions. */
const MIN_PAUSE_MS = 1;
const MAX_PAUSE_MS = 50;
/** How long a request waits for a revision that the view has not reached. */
const REVISION_TIMEOUT_MS = 5_000;

/**
 * All watch sessions. A pass sends every session what has changed since the one before. With many sessions it takes some time; the
 * next one follows after a pause of the same length, so that there are fewer and longer writes.
 */
@Injectable()
export class WatchHub {
  readonly #sessions = new Set<WatchSession>();
  /** Aborts each pending wait for a revision. */
  readonly #pendingWaits = new Set<() => void>();
  /** Sessions that may have something to send. */
  readonly #ready = new Set<WatchSession>();
  readonly #chunks: WatchChunks;
  #serving = false;
  #lastPassMs = 0;
  #stopped = false;
  #waitNumber = 0;

  constructor(
    private readonly view: View,
    private readonly timers: Timers,
    private readonly clock: MonotonicClock,
    private readonly logger: Logger,
  ) {
    const { history } = view;
    this.#chunks = new WatchChunks(history);
    history.subscribe(() => this.#wakeAll());
  }

  /** The number of open sessions. */
  get size(): number {
    return this.#sessions.size;
  }

  /**
   * True if a stream of the jobs in a scope can resume after this revision. If the view has not reached it, waits up to five
   * seconds, or until the signal aborts.
   */
  async reaches(revision: string, scope: SourceScope | undefined, signal: AbortSignal): Promise<boolean> {
    if (!isRevision(revision)) return false;
    const { timers, view } = this;
    this.#waitNumber += 1;
    const timer = `watch ${this.#waitNumber}`;
    const wait = new AbortController();
    const abort = (): void => wait.abort();
    timers.set(timer, REVISION_TIMEOUT_MS, abort);
    signal.addEventListener('abort', abort);
    this.#pendingWaits.add(abort);
    if (signal.aborted || this.#stopped) abort();
    try {
      await view.reached(revision, wait.signal);
    } catch (error) {
      if (!wait.signal.aborted) throw error;
    } finally {
      timers.clear(timer);
      signal.removeEventListener('abort', abort);
      this.#pendingWaits.delete(abort);
    }
    return view.offsetAfter(revision, scope) !== undefined;
  }

  /**
   * Opens a session on a response whose headers are written. It sends the changes after `after`, which `reaches` has checked;
   * without it, sends the selected jobs first. Once `isScopeCurrent` returns false, the client is cut off before the next
   * event. Returns the session, for the end of the login.
   */
  open(
    response: ServerResponse,
    selection: WatchSelection,
    after: Revision | undefined,
    isScopeCurrent: () => boolean,
  ): Pick<WatchSession, 'finish' | 'cutOffFromScope'> | undefined {
    if (response.destroyed || hasLeft(response)()) return undefined;
    const { clock, view } = this;
    const { history } = view;
    const offsetAfter = (revision: Revision): number | undefined => view.offsetAfter(revision, selection.scope);
    const offset = after === undefined ? undefined : offsetAfter(after);
    const start = offset === undefined ? { offset: history.endOffset, initial: view.oldestFirst() } : { offset };
    const deps = { history, chunks: this.#chunks, clock, isScopeCurrent, offsetAfter };
    const session = new WatchSession(response, selection, start, deps);
    if (this.#sessions.size === 0) this.#scheduleCheck();
    this.#sessions.add(session);
    response.on('drain', () => {
      session.drained();
      this.#wake(session);
    });
    onceClosed(response, () => this.#remove(session));
    if (this.#stopped) session.finish();
    this.#wake(session);
    return session;
  }

  /** Finishes all sessions, including any that are opened later, and aborts the waits for revisions. */
  stop(): void {
    this.#stopped = true;
    for (const session of this.#sessions) session.finish();
    for (const abort of this.#pendingWaits) abort();
  }

  #remove(session: WatchSession): void {
    this.#sessions.delete(session);
    this.#ready.delete(session);
    if (this.#sessions.size === 0) this.timers.clear(CHECK_TIMER);
  }

  #scheduleCheck(): void {
    this.timers.set(CHECK_TIMER, CHECK_INTERVAL_MS, () => {
      this.#wakeAll();
      this.#scheduleCheck();
    });
  }

  #wakeAll(): void {
    for (const session of this.#sessions) this.#ready.add(session);
    this.#serveSoon();
  }

  #wake(session: WatchSession): void {
    this.#ready.add(session);
    this.#serveSoon();
  }

  #serveSoon(): void {
    if (this.#serving || this.#ready.size === 0) return;
    this.#serving = true;
    const pauseMs = Math.min(this.#lastPassMs, MAX_PAUSE_MS);
    if (pauseMs < MIN_PAUSE_MS) setImmediate(() => void this.#serve());
    else this.timers.set(PASS_TIMER, pauseMs, () => void this.#serve());
  }

  /** Runs one step of each ready session in turn until none is ready, in time slices. */
  async #serve(): Promise<void> {
    const began = this.clock.now();
    const slice = new TimeSlice(this.view.share);
    for (const session of this.#ready) {
      this.#ready.delete(session);
      if (this.#step(session, slice)) this.#ready.add(session);
      if (slice.spent()) await slice.next();
    }
    this.#lastPassMs = this.clock.now() - began;
    this.#serving = false;
  }

  #step(session: WatchSession, slice: TimeSlice): boolean {
    try {
      return session.step(slice);
    } catch (error) {
      this.logger.error({ err: error }, 'internal error in watch session');
      session.finish();
      return false;
    }
  }
}
