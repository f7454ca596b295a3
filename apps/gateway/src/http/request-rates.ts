import { type Limits, type Logger } from '@gateway/core';
import { type FastifyInstance } from 'fastify';

import { callerKey } from '../access/request-access.js';
import { Problem } from '../problems/problem.js';
import { CallerRates } from './caller-rates.js';
import { Refusals } from './refusals.js';
import { sendProblem } from './send-problem.js';

/**
 * The requests of each caller: `perSecond` in the long run, and `burst` of them at once. Also the injection token.
 */
export class RequestRates {
  readonly #rates: CallerRates | undefined;
  readonly #refusals: Refusals;

  /** Without rates there is no limit. */
  constructor(rates: Limits['requests'], logger: Logger) {
    this.#rates = rates && new CallerRates(1_000 / rates.perSecond, rates.burst);
    this.#refusals = new Refusals(logger, 'a caller sends too many requests, they are refused');
  }

  /** True if there is a limit. */
  get isLimited(): boolean {
    return this.#rates !== undefined;
  }

  /** How many requests were refused so far. */
  get refused(): number {
    return this.#refusals.count;
  }

  /**
   * Counts a request at a time in ms. Returns 0, or for how many ms the caller must wait; the request counts for
   * nothing then.
   */
  take(caller: string, now: number): number {
    const waitMs = this.#rates?.take(caller, now) ?? 0;
    if (waitMs > 0) this.#refusals.note({ caller, refused_total: this.refused + 1 }, now);
    return waitMs;
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
