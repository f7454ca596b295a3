import { LRUCache } from 'lru-cache';

/** Callers that are remembered. One that is forgotten may send a whole burst again. */
const MAX_CALLERS = 10_000;

/** Limits what each caller does: once per interval in the long run, and `burst` times at once. Times are in ms. */
export class CallerRates {
  /** When each caller has the whole burst again. */
  readonly #callers = new LRUCache<string, { fullAt: number }>({ max: MAX_CALLERS });
  readonly #intervalMs: number;
  readonly #burstMs: number;

  constructor(intervalMs: number, burst: number) {
    this.#intervalMs = intervalMs;
    this.#burstMs = intervalMs * burst;
  }

  /** Counts one. Returns 0, or for how many ms the caller must wait; it counts for nothing then. */
  take(caller: string, now: number): number {
    const known = this.#callers.get(caller);
    const fullAt = Math.max(known?.fullAt ?? now, now) + this.#intervalMs;
    const waitMs = fullAt - now - this.#burstMs;
    // Sums of fractions are not exact.
    if (waitMs > 0.001) return waitMs;
    if (known) known.fullAt = fullAt;
    else this.#callers.set(caller, { fullAt });
    return 0;
  }
}
