import { type Limits, type Logger } from '@gateway/core';
import { type FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';

import { callerKey } from '../access/request-access.js';
import { Problem } from '../problems/problem.js';
import { sendProblem } from './send-problem.js';

/** Callers that are remembered. One that is forgotten may send a whole burst again. */
const MAX_CALLERS = 10_000;
/** After this time without a refusal, the next one is logged at warn. */
const CALM_MS = 60_000;

/**
 * The requests of each caller: one each `1 / perSecond` in the long run, and `burst` of them at once. Also the injection
 * token.
 */
export class RequestRates {
  readonly #logger: Logger;
  /** When each caller has its whole burst again, in ms. */
  readonly #callers = new LRUCache<string, { fullAt: number }>({ max: MAX_CALLERS });
  readonly #costMs: number;
  readonly #burstMs: number;
  #refused = 0;
  #lastRefusal = -Infinity;

  /** Without rates there is no limit. */
  constructor(rates: Limits['requests'], logger: Logger) {
    this.#logger = logger;
    this.#costMs = rates ? 1_000 / rates.perSecond : 0;
    this.#burstMs = rates ? this.#costMs * rates.burst : 0;
  }

  /** True if there is a limit. */
  get isLimited(): boolean {
    return this.#costMs > 0;
  }

  /** How many requests were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Counts a request at a time in ms. Returns 0, or for how many ms the caller must wait; the request counts for
   * nothing then.
   */
  take(caller: string, now: number): number {
    const known = this.#callers.get(caller);
    const fullAt = Math.max(known?.fullAt ?? now, now) + this.#costMs;
    const waitMs = fullAt - now - this.#burstMs;
    // Sums of fractions are not exact.
    if (waitMs > 0.001) {
      this.#refuse(caller, now);
      return waitMs;
    }
    if (known) known.fullAt = fullAt;
    else this.#callers.set(caller, { fullAt });
    return 0;
  }

  #refuse(caller: string, now: number): void {
    this.#refused += 1;
    if (now - this.#lastRefusal >= CALM_MS) {
      this.#logger.warn({ caller, refused_total: this.#refused }, 'a caller sends too many requests, they are refused');
    }
    this.#lastRefusal = now;
  }
}

/** Refuses the requests of callers that send too many, except those for their health. Does nothing without a limit. */
export function limitRequests(server: FastifyInstance, rates: RequestRates): void {
  if (!rates.isLimited) return;
  server.addHook('onRequest', (request, reply, done) => {
    const waitMs = request.url.startsWith('/health/') ? 0 : rates.take(callerKey(request), performance.now());
    if (waitMs === 0) {
      done();
      return;
    }
    const retryAfterSeconds = Math.ceil(waitMs / 1_000);
    const detail = `the caller sends too many requests; wait ${retryAfterSeconds} s`;
    sendProblem(new Problem('too-many-requests', detail, { retryAfterSeconds }), request, reply);
  });
}
