import { type ServerResponse } from 'node:http';

import {
  isRevision,
  type Logger,
  type LoopShare,
  type MonotonicClock,
  type Revision,
  type SourceScope,
  type Timers,
} from '@gateway/core';
import { type ChangeHistory, TimeSlice } from '@gateway/view';

import { onceClosed } from '../http/closed-signal.js';
import { hasLeft } from '../http/has-left.js';
import { WatchChunks, type WatchedRecord, type WatchSelection } from './watch-chunks.js';
import { WatchSession } from './watch-session.js';

/** How often all sessions are checked without changes: for keep-alives and slow clients. */
const CHECK_INTERVAL_MS = 1_000;
/** Limits of the pause between two passes over the sessions. */
const MIN_PAUSE_MS = 1;
const MAX_PAUSE_MS = 50;
/** How long a request waits for a revision that the history has not reached. */
const REVISION_TIMEOUT_MS = 5_000;

/** Records with their changes. */
export interface Watched<R extends WatchedRecord> {
  readonly history: ChangeHistory<R>;
  readonly share: LoopShare;
  /** All records. */
  oldestFirst(): Iterable<R>;
  /** As `View.offsetAfter`. */
  offsetAfter(revision: Revision, scope: SourceScope | undefined): number | undefined;
  /** As `View.reached`. */
  reached(revision: Revision, signal: AbortSignal): Promise<void>;
}

/**
 * All watch sessions. A pass sends every session what has changed since the one before. With many sessions it takes
 * some time; the next one follows after a pause of the same length, so that there are fewer and longer writes.
 */
export class WatchStreams<R extends WatchedRecord> {
  readonly #sessions = new Set<WatchSession<R>>();
  /** Aborts each pending wait for a revision. */
  readonly #pendingWaits = new Set<() => void>();
  /** Sessions that may have something to send. */
  readonly #ready = new Set<WatchSession<R>>();
  readonly #chunks: WatchChunks<R>;
  #serving = false;
  #lastPassMs = 0;
  #stopped = false;
  #waitNumber = 0;

  /** `name` tells the timers of several streams apart. */
  constructor(
    private readonly name: string,
    private readonly watched: Watched<R>,
    private readonly timers: Timers,
    private readonly clock: MonotonicClock,
    private readonly logger: Logger,
  ) {
    const { history } = watched;
    this.#chunks = new WatchChunks(history);
    history.subscribe(() => this.#wakeAll());
  }

  /** The number of open sessions. */
  get size(): number {
    return this.#sessions.size;
  }

  /**
   * True if a stream of the records in a scope can resume after this revision. If it is not reached yet, waits up to five
   * seconds, or until the signal aborts.
   */
  async reaches(revision: string, scope: SourceScope | undefined, signal: AbortSignal): Promise<boolean> {
    if (!isRevision(revision)) return false;
    const { timers, watched } = this;
    this.#waitNumber += 1;
    const timer = `${this.name} ${this.#waitNumber}`;
    const wait = new AbortController();
    const abort = (): void => wait.abort();
    timers.set(timer, REVISION_TIMEOUT_MS, abort);
    signal.addEventListener('abort', abort);
    this.#pendingWaits.add(abort);
    if (signal.aborted || this.#stopped) abort();
    try {
      await watched.reached(revision, wait.signal);
    } catch (error) {
      if (!wait.signal.aborted) throw error;
    } finally {
      timers.clear(timer);
      signal.removeEventListener('abort', abort);
      this.#pendingWaits.delete(abort);
    }
    return watched.offsetAfter(revision, scope) !== undefined;
  }

  /**
   * Opens a session on a response whose headers are written. It sends the changes after `after`, which `reaches` has
   * checked; without it, sends the selected records first. Once `isScopeCurrent` returns false, the client is cut off
   * before the next event. Returns the session, for the end of the login.
   */
  open(
    response: ServerResponse,
    selection: WatchSelection<R>,
    after: Revision | undefined,
    isScopeCurrent: () => boolean,
  ): Pick<WatchSession<R>, 'finish' | 'cutOffFromScope'> | undefined {
    if (response.destroyed || hasLeft(response)()) return undefined;
    const { clock, watched } = this;
    const { history } = watched;
    const offsetAfter = (revision: Revision): number | undefined => watched.offsetAfter(revision, selection.scope);
    const offset = after === undefined ? undefined : offsetAfter(after);
    const start = offset === undefined ? { offset: history.endOffset, initial: watched.oldestFirst() } : { offset };
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

  get #checkTimer(): string {
    return `${this.name} sessions`;
  }

  #remove(session: WatchSession<R>): void {
    this.#sessions.delete(session);
    this.#ready.delete(session);
    if (this.#sessions.size === 0) this.timers.clear(this.#checkTimer);
  }

  #scheduleCheck(): void {
    this.timers.set(this.#checkTimer, CHECK_INTERVAL_MS, () => {
      this.#wakeAll();
      this.#scheduleCheck();
    });
  }

  #wakeAll(): void {
    for (const session of this.#sessions) this.#ready.add(session);
    this.#serveSoon();
  }

  #wake(session: WatchSession<R>): void {
    this.#ready.add(session);
    this.#serveSoon();
  }

  #serveSoon(): void {
    if (this.#serving || this.#ready.size === 0) return;
    this.#serving = true;
    const pauseMs = Math.min(this.#lastPassMs, MAX_PAUSE_MS);
    if (pauseMs < MIN_PAUSE_MS) setImmediate(() => void this.#serve());
    else this.timers.set(`${this.name} pass`, pauseMs, () => void this.#serve());
  }

  /** Runs one step of each ready session in turn until none is ready, in time slices. */
  async #serve(): Promise<void> {
    const began = this.clock.now();
    const slice = new TimeSlice(this.watched.share);
    for (const session of this.#ready) {
      this.#ready.delete(session);
      if (this.#step(session, slice)) this.#ready.add(session);
      if (slice.spent()) await slice.next();
    }
    this.#lastPassMs = this.clock.now() - began;
    this.#serving = false;
  }

  #step(session: WatchSession<R>, slice: TimeSlice): boolean {
    try {
      return session.step(slice);
    } catch (error) {
      this.logger.error({ err: error }, 'internal error in watch session');
      session.finish();
      return false;
    }
  }
}
