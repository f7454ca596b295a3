/** Which ended jobs retention removes, decided from counts of their ages. Times are in ms by the gateway's clock. */
import { CLOCK_TOLERANCE_MS } from '@gateway/core';

/** How long ended jobs are kept, and how many jobs at most. */
export interface RetentionLimits {
  readonly terminalMs: number;
  readonly maxJobs: number;
}

/** Number of spans in which ages are counted; a span is never shorter than a second. */
const SPANS = 5_000;
const MIN_SPAN_MS = 1_000;

/**
 * Decides which ended jobs a sweep removes: first all that have exceeded their time by the clock tolerance, then, while
 * there are too many jobs, those whose records have not changed for longest. Use it in three steps: `count` every ended
 * job, `decide` once, then `isRemoved` for every ended job; of one span the first jobs are removed.
 */
export class RetentionPlan {
  readonly #limits: RetentionLimits;
  readonly #expiredBefore: number;
  readonly #spanMs: number;
  /** Number of jobs by span. */
  readonly #spans = new Map<number, number>();
  #expired = 0;
  /** Jobs of earlier spans are removed, and `#quota` jobs of this one. */
  #lastSpan = -Infinity;
  #quota = 0;

  constructor(limits: RetentionLimits, now: number) {
    this.#limits = limits;
    this.#expiredBefore = now - limits.terminalMs - CLOCK_TOLERANCE_MS;
    this.#spanMs = Math.max(MIN_SPAN_MS, limits.terminalMs / SPANS);
  }

  /** Counts an ended job by the last change of its record. */
  count(changedAt: number): void {
    const span = this.#spanOf(changedAt);
    if (changedAt < this.#expiredBefore) this.#expired += 1;
    else this.#spans.set(span, (this.#spans.get(span) ?? 0) + 1);
  }

  /**
   * Decides after the last `count`; `jobs` is the number of all jobs, active ones included. Returns how many are
   * removed.
   */
  decide(jobs: number): number {
    let excess = jobs - this.#expired - this.#limits.maxJobs;
    let removed = this.#expired;
    for (const [span, count] of [...this.#spans].sort(([a], [b]) => a - b)) {
      if (excess <= 0) break;
      this.#lastSpan = span;
      this.#quota = Math.min(count, excess);
      removed += this.#quota;
      excess -= count;
    }
    return removed;
  }

  /** Whether an ended job is removed; call it once for each. */
  isRemoved(changedAt: number): boolean {
    if (changedAt < this.#expiredBefore) return true;
    const span = this.#spanOf(changedAt);
    if (span < this.#lastSpan) return true;
    if (span > this.#lastSpan || this.#quota === 0) return false;
    this.#quota -= 1;
    return true;
  }

  #spanOf(changedAt: number): number {
    return Math.floor(changedAt / this.#spanMs);
  }
}
