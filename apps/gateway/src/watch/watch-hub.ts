import { type ServerResponse } from 'node:http';

import { isRevision, Logger, MonotonicClock, type Revision, Timers } from '@gateway/core';
import { TimeSlice, View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { WatchSession } from './watch-session.js';
import { type WatchSelection, WatchChunks } from './watch-chunks.js';

/** How often everybody is looked at although nothing changes, in ms. */
const LOOK_INTERVAL_MS = 1_000;
const LOOK_TIMER = 'watchers';
/** How long a view that is behind is waited for, in ms. */
const BEHIND_MS = 5_000;

/** All clients that watch. However many changes come in one turn of the event loop, they are looked at once. */
@Injectable()
export class WatchHub {
  readonly #watchers = new Set<WatchSession>();
  /** Ends each wait for a revision. */
  readonly #patient = new Set<() => void>();
  /** Those who may have something to do. */
  readonly #ready = new Set<WatchSession>();
  readonly #slices: WatchChunks;
  #serving = false;
  #over = false;
  #sequence = 0;

  constructor(
    private readonly view: View,
    private readonly timers: Timers,
    private readonly clock: MonotonicClock,
    private readonly logger: Logger,
  ) {
    const { history } = view;
    this.#slices = new WatchChunks(history);
    history.subscribe(() => this.#wakeAll());
  }

  /** How many watch. */
  get size(): number {
    return this.#watchers.size;
  }

  /**
   * True when this is a revision after which a stream can go on. One that this replica has not seen yet is waited for some seconds, or
   * until the signal aborts.
   */
  async reaches(revision: string, signal: AbortSignal): Promise<boolean> {
    if (!isRevision(revision)) return false;
    const { timers, view } = this;
    this.#sequence += 1;
    const timer = `watch ${this.#sequence}`;
    const patience = new AbortController();
    const giveUp = (): void => patience.abort();
    timers.set(timer, BEHIND_MS, giveUp);
    signal.addEventListener('abort', giveUp);
    this.#patient.add(giveUp);
    if (signal.aborted || this.#over) giveUp();
    try {
      await view.reached(revision, patience.signal);
    } catch (error) {
      if (!patience.signal.aborted) throw error;
    } finally {
      timers.clear(timer);
      signal.removeEventListener('abort', giveUp);
      this.#patient.delete(giveUp);
    }
    return view.history.offsetAfter(revision) !== undefined;
  }

  /**
   * Streams to a response whose headers are written: the changes after a revision that is reached, or without one the
   * matching jobs first.
   */
  open(response: ServerResponse, selection: WatchSelection, after: Revision | undefined): void {
    if (response.destroyed) return;
    const { clock, view } = this;
    const { history } = view;
    const place = after === undefined ? undefined : history.offsetAfter(after);
    const start = place === undefined ? { place: history.endOffset, initial: view.oldestFirst() } : { place };
    const watcher = new WatchSession(response, selection, start, { history, slices: this.#slices, clock });
    if (this.#watchers.size === 0) this.#armLook();
    this.#watchers.add(watcher);
    response.on('drain', () => {
      watcher.taken();
      this.#wake(watcher);
    });
    response.once('close', () => this.#leave(watcher));
    if (this.#over) watcher.finish();
    this.#wake(watcher);
  }

  /** Ends all streams in order, each that is still to come, and the waiting for revisions. */
  stop(): void {
    this.#over = true;
    for (const watcher of this.#watchers) watcher.finish();
    for (const giveUp of this.#patient) giveUp();
  }

  #leave(watcher: WatchSession): void {
    this.#watchers.delete(watcher);
    this.#ready.delete(watcher);
    if (this.#watchers.size === 0) this.timers.clear(LOOK_TIMER);
  }

  #armLook(): void {
    this.timers.set(LOOK_TIMER, LOOK_INTERVAL_MS, () => {
      this.#wakeAll();
      this.#armLook();
    });
  }

  #wakeAll(): void {
    for (const watcher of this.#watchers) this.#ready.add(watcher);
    this.#serveSoon();
  }

  #wake(watcher: WatchSession): void {
    this.#ready.add(watcher);
    this.#serveSoon();
  }

  #serveSoon(): void {
    if (this.#serving || this.#ready.size === 0) return;
    this.#serving = true;
    setImmediate(() => void this.#serve());
  }

  /** Lets everybody who is ready do a step in turn, until nobody is; other things run in between. */
  async #serve(): Promise<void> {
    const slice = new TimeSlice(this.clock);
    for (const watcher of this.#ready) {
      this.#ready.delete(watcher);
      if (this.#step(watcher)) this.#ready.add(watcher);
      if (slice.spent()) await slice.next();
    }
    this.#serving = false;
  }

  #step(watcher: WatchSession): boolean {
    try {
      return watcher.step();
    } catch (error) {
      this.logger.error({ err: error }, 'watch ended by a fault of ours');
      watcher.finish();
      return false;
    }
  }
}
