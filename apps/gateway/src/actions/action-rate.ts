import { setMaxListeners } from 'node:events';

import {
  ActionStore,
  Config,
  LoopShare,
  MonotonicClock,
  OpenCounts,
  Replica,
  StoreUnavailableError,
  Timers,
} from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.js';

/** How long an action waits for its turn at most, in ms; otherwise it is refused. */
const MAX_WAIT_MS = 5_000;
/** How soon to try again while another replica has the turn, in ms. */
const RETRY_MS = 25;

/** Limits the actions that all replicas together send to a source: `actions.rate` per second, evenly spaced. */
@Injectable()
export class ActionRate {
  readonly #intervalMs: number;
  /** By source: how many actions are under way here, when the last turn was granted, and the last one in the queue. */
  readonly #underWay = new OpenCounts();
  readonly #last = new Map<string, number>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #sequence = 0;

  constructor(
    { actions }: Config,
    private readonly store: ActionStore,
    private readonly clock: MonotonicClock,
    private readonly timers: Timers,
    private readonly replica: Replica,
    private readonly share: LoopShare,
  ) {
    this.#intervalMs = Math.ceil(1_000 / actions.ratePerSecond);
    // Every source with a queue listens to the signal.
    setMaxListeners(0, this.#stop.signal);
  }

  /** The problem if an action on a source would wait too long, because too many are under way. */
  refusal(source: string): Problem | undefined {
    const waitMs = this.#underWay.of(source) * this.#intervalMs;
    return waitMs > MAX_WAIT_MS ? tooMany(source, waitMs) : undefined;
  }

  /** Counts an action on a source as under way while its work runs. */
  async count<T>(source: string, work: () => Promise<T>): Promise<T> {
    const end = this.#underWay.open(source);
    try {
      return await work();
    } finally {
      end();
    }
  }

  /**
   * Waits for the turn of an action on a source, however long; it must be sent at once then. Throws
   * `StoreUnavailableError`.
   */
  async turn(source: string): Promise<void> {
    const turn = (this.#queues.get(source) ?? Promise.resolve()).then(() => this.#take(source));
    const end = turn.catch(() => undefined);
    this.#queues.set(source, end);
    try {
      await turn;
    } finally {
      if (this.#queues.get(source) === end) this.#queues.delete(source);
    }
  }

  /** Rejects all that wait. */
  stop(): void {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
  }

  async #take(source: string): Promise<void> {
    const earliest = (this.#last.get(source) ?? -Infinity) + this.#intervalMs;
    const now = this.clock.now();
    if (earliest > now) await this.#pause(source, earliest - now);
    // The turns of many sources can come at the same time.
    await this.share.wait(this.share.work());
    if (this.store.isShared) await this.#takeShared(source);
    this.#last.set(source, this.clock.now());
  }

  /** A turn is a lease that ends by itself: no replica can take the next one before. */
  async #takeShared(source: string): Promise<void> {
    this.#sequence += 1;
    const holder = `${this.replica.name} ${this.#sequence}`;
    while (!(await this.store.acquireLease(`rate ${source}`, holder, this.#intervalMs)))
      await this.#pause(source, RETRY_MS);
  }

  async #pause(source: string, ms: number): Promise<void> {
    const { signal } = this.#stop;
    const timer = `turn of an action on ${source}`;
    signal.throwIfAborted();
    let abort = (): void => undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        abort = () => reject(signal.reason as StoreUnavailableError);
        signal.addEventListener('abort', abort);
        this.timers.set(timer, Math.ceil(ms), resolve);
      });
    } finally {
      signal.removeEventListener('abort', abort);
      this.timers.clear(timer);
    }
  }
}

function tooMany(source: string, waitMs: number): Problem {
  const detail = `too many actions wait for ${source}; nothing was sent`;
  return new Problem('too-many-actions', detail, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
}
