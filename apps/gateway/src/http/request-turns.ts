import { type ServerResponse } from 'node:http';

import { Logger, LoopShare } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.js';
import { hasLeft } from './has-left.js';

/** Requests that wait, at most. Each keeps its connection and, once it has begun, the state of the view at that time. */
const MAX_WAITING = 1_000;
const RETRY_AFTER_SECONDS = 1;
/** After this time without a refusal, requests count as no longer refused. */
const CALM_MS = 60_000;

/**
 * Lets requests begin their work, such as parsing and queries, in turn: see `LoopShare`. A request reads the state of the gateway
 * after it may begin, not before.
 */
@Injectable()
export class RequestTurns {
  #refused = 0;
  #abandoned = 0;
  #isRefusing = false;
  #lastRefusal = 0;

  constructor(
    private readonly share: LoopShare,
    private readonly logger: Logger,
  ) {}

  /** The number of requests that wait to begin or to continue. */
  get waiting(): number {
    return this.share.waiting;
  }

  /** The number of requests so far that were refused, because too many were waiting. */
  get refused(): number {
    return this.#refused;
  }

  /** The number of requests so far whose work ended early, because their client had left. */
  get abandoned(): number {
    return this.#abandoned;
  }

  /**
   * Returns `undefined` if the request may begin at once; otherwise a promise that resolves when it may, and rejects with a
   * `ClientLeftError` if the client has left by then. Throws a `Problem` if too many requests wait.
   */
  begin(response: ServerResponse): Promise<void> | undefined {
    const { share } = this;
    const now = share.now();
    if (this.#isRefusing && now - this.#lastRefusal >= CALM_MS) this.#setRefusing(false);
    if (!share.isOver(now)) return undefined;
    if (share.waiting >= MAX_WAITING) share.dropLeft();
    if (share.waiting >= MAX_WAITING) throw this.#refusal(now);
    return share.wait(share.work(hasLeft(response)));
  }

  /** Counts a request whose work ended early, because its client had left. */
  countAbandoned(): void {
    this.#abandoned += 1;
  }

  #refusal(now: number): Problem {
    this.#refused += 1;
    this.#lastRefusal = now;
    if (!this.#isRefusing) this.#setRefusing(true);
    const detail = `${MAX_WAITING} requests are waiting already`;
    return new Problem('overloaded', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  #setRefusing(isRefusing: boolean): void {
    this.#isRefusing = isRefusing;
    const fields = { waiting: this.share.waiting, refused_total: this.#refused };
    if (isRefusing) this.logger.warn(fields, 'too many requests wait for their turn; further ones are refused');
    else this.logger.info(fields, 'requests are no longer refused');
  }
}
