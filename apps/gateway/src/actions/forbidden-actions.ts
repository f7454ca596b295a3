import { callerKeyOf, MonotonicClock } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { CallerRates } from '../http/caller-rates.js';
import { Problem } from '../problems/problem.js';
import { type ActionAuthor } from './ledger/action-record.js';

/** Records of one caller at once, and the time after which another one may follow, in ms. */
const BURST = 100;
const INTERVAL_MS = 60_000;

/**
 * Limits the actions that a caller asks for without the right to them: each leaves a record, which is kept for months in
 * the memory of every replica.
 */
@Injectable()
export class ForbiddenActions {
  readonly #rates = new CallerRates(INTERVAL_MS, BURST);

  constructor(private readonly clock: MonotonicClock) {}

  /** Counts an action; the problem if the caller has asked for too many. */
  take(author: ActionAuthor): Problem | undefined {
    const waitMs = this.#rates.take(callerKeyOf(author), this.clock.now());
    if (waitMs === 0) return undefined;
    const detail = `${author.name} has asked for too many actions without the role for them`;
    return new Problem('too-many-actions', detail, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  }
}
