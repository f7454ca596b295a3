import { setTimeout } from 'node:timers/promises';

import { ActionStore, Config, MonotonicClock, Replica, StoreUnavailableError } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.js';

/** How long an action waits for its turn at most, in ms; then it is refused. */
const MAX_WAIT_MS = 5_000;
/** How soon to try again while another replica has the turn, in ms. */
const RETRY_MS = 25;

/** Limits the actions that all replicas together send to a source: `actions.rate` per second, evenly spaced. */
@Injectable()
export class ActionRate {
  readonly #intervalMs: number;
  /** The turns of this replica by source: when the last one that was granted begins, and the end of the queue. */
  readonly #last = new Map<string, number>();
  readonly #queues = new Map<string, { waiting: number; end: Promise<void> }>();
  readonly #stop = new AbortController();
  #sequence = 0;

  constructor(
    { actions }: Config,
    private readonly store: ActionStore,
    private readonly clock: MonotonicClock,
    private readonly replica: Replica,
  ) {
    this.#intervalMs = Math.ceil(1_000 / actions.ratePerSecond);
  }

  /** Waits for the turn of an action on a source. Returns a problem instead if it would wait too long. */
  async admit(source: string): Promise<Problem | undefined> {
    const { waiting } = this.#queues.get(source) ?? { waiting: 0 };
    const waitMs = waiting * this.#intervalMs;
    if (waitMs > MAX_WAIT_MS) return tooMany(source, waitMs);
    await this.turn(source);
    return undefined;
  }

  /** Waits for the turn of an action on a source, however long. Throws `StoreUnavailableError`. */
  async turn(source: string): Promise<void> {
    const queue = this.#queues.get(source) ?? { waiting: 0, end: Promise.resolve() };
    this.#queues.set(source, queue);
    queue.waiting += 1;
    const turn = queue.end.then(() => this.#take(source));
    queue.end = turn.catch(() => undefined);
    try {
      await turn;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.#queues.delete(source);
    }
  }

  /** Rejects all that wait. */
  stop(): void {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
  }

  async #take(source: string): Promise<void> {
    const earliest = (this.#last.get(source) ?? -Infinity) + this.#intervalMs;
    const now = this.clock.now();
    if (earliest > now) await this.#pause(earliest - now);
    if (this.store.isShared) await this.#takeShared(source);
    this.#last.set(source, this.clock.now());
  }

  /** A turn is a lease that ends by itself: no replica can take the next one before. */
  async #takeShared(source: string): Promise<void> {
    this.#sequence += 1;
    const holder = `${this.replica.name} ${this.#sequence}`;
    while (!(await this.store.acquireLease(`rate ${source}`, holder, this.#intervalMs))) await this.#pause(RETRY_MS);
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  }
}

function tooMany(source: string, waitMs: number): Problem {
  const detail = `too many actions wait for ${source}; nothing was sent`;
  return new Problem('too-many-actions', detail, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
}
