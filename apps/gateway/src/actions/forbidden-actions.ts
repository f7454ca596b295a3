import { MonotonicClock } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { Problem } from '../problems/problem.js';
import { type ActionAuthor } from './ledger/action-record.js';

/** Records of one caller at once, and the time after which another one may follow, in ms. */
const BURST = 100;
const INTERVAL_MS = 60_000;
/** Callers that are remembered. */
const MAX_CALLERS = 10_000;

/**
 * Limits the actions that a caller asks for without the right to them: each leaves a record, which is kept for months in
 * the memory of every replica.
 */
@Injectable()
export class ForbiddenActions {
  /** When each caller has the whole burst again, in ms. */
  readonly #fullAt = new LRUCache<string, number>({ max: MAX_CALLERS });

  constructor(private readonly clock: MonotonicClock) {}

  /** Counts an action; the problem if the caller has asked for too many. */
  take({ method, name }: ActionAuthor): Problem | undefined {
    const caller = `${method} ${name}`;
    const now = this.clock.now();
    const fullAt = Math.max(this.#fullAt.get(caller) ?? now, now) + INTERVAL_MS;
    const waitMs = fullAt - now - BURST * INTERVAL_MS;
    if (waitMs > 0) {
      const detail = `${name} has asked for too many actions without the role for them`;
      return new Problem('too-many-actions', detail, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    }
    this.#fullAt.set(caller, fullAt);
    return undefined;
  }
}
