import { Logger, MonotonicClock } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { addressKey } from '../http/client-address.js';
import { Problem } from '../problems/problem.js';
import { type FailureReason, type PresentedBy, type SignInError } from './sign-in-error.js';

/** Failures of an address within `WINDOW_MS` after which others are not checked for the same time. */
const MAX_FAILURES = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered, about 200 bytes each. */
const MAX_ADDRESSES = 20_000;

/** The failures of an address group. Times are of the monotonic clock, in ms. */
interface Failures {
  began: number;
  count: number;
  blockedUntil: number;
  loggedAt: number;
  notLogged: number;
}

/** The number of failures of one kind. */
export interface FailureCount {
  /** `unchecked`: the credentials were not looked at. */
  readonly method: PresentedBy | 'unchecked';
  readonly reason: FailureReason;
  count: number;
}

/** Counts and logs failed sign-ins, and limits those of one address. */
@Injectable()
export class FailedSignIns {
  readonly #failures = new LRUCache<string, Failures>({ max: MAX_ADDRESSES });
  readonly #counts = new Map<string, FailureCount>();

  constructor(
    private readonly clock: MonotonicClock,
    private readonly logger: Logger,
  ) {}

  /** The failures so far. */
  get counts(): Iterable<Readonly<FailureCount>> {
    return this.#counts.values();
  }

  /** Throws a `Problem` while too many sign-ins from the address have failed. */
  check(address: string): void {
    const blockedUntil = this.#failures.get(addressKey(address))?.blockedUntil ?? 0;
    const leftMs = blockedUntil - this.clock.now();
    if (leftMs <= 0) return;
    this.#count('unchecked', 'limited');
    throw new Problem('too-many-failed-logins', 'too many logins from this address have failed', {
      retryAfterSeconds: Math.ceil(leftMs / 1_000),
    });
  }

  /**
   * Counts a failure. One without credentials, or with a session, is neither logged nor counts for the address: a
   * session cannot be guessed, and pages send one that has ended until their user signs in again.
   */
  note({ by, reason }: SignInError, address: string): void {
    this.#count(by, reason);
    if (reason === 'missing' || by === 'session') return;
    const now = this.clock.now();
    const group = addressKey(address);
    const failures = this.#current(group, now);
    failures.count += 1;
    if (failures.count >= MAX_FAILURES) failures.blockedUntil = now + WINDOW_MS;
    this.#log(failures, { address, method: by, reason }, now);
  }

  #current(group: string, now: number): Failures {
    const known = this.#failures.get(group);
    const isOver = known && now - known.began >= WINDOW_MS && now >= known.blockedUntil;
    if (known && !isOver) return known;
    const began: Failures = {
      ...{ began: now, count: 0, blockedUntil: 0, notLogged: known?.notLogged ?? 0 },
      loggedAt: known?.loggedAt ?? -Infinity,
    };
    this.#failures.set(group, began);
    return began;
  }

  /** One line for an address and minute, and one when it is blocked. */
  #log(failures: Failures, fields: object, now: number): void {
    const isBlocked = failures.count === MAX_FAILURES;
    if (!isBlocked && now - failures.loggedAt < WINDOW_MS) {
      failures.notLogged += 1;
      return;
    }
    const message = isBlocked
      ? 'too many sign-ins from an address failed, others are not checked for a minute'
      : 'sign-in failed';
    this.logger.warn({ ...fields, not_logged: failures.notLogged }, message);
    failures.loggedAt = now;
    failures.notLogged = 0;
  }

  #count(method: FailureCount['method'], reason: FailureReason): void {
    const key = `${method} ${reason}`;
    const known = this.#counts.get(key) ?? { method, reason, count: 0 };
    known.count += 1;
    this.#counts.set(key, known);
  }
}
