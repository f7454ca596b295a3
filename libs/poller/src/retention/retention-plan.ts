/** Which ended jobs retention lets go of: decided from a count of their ages. Times are in ms by the gateway's clock. */
import { CLOCK_TOLERANCE_MS } from '@gateway/core';

/** How long ended jobs are kept, and how many jobs at most. */
export interface RetentionLimits {
  readonly terminalMs: number;
  readonly maxJobs: number;
}

/** Ages are told apart by this part of the time that jobs are kept, but not by less than a second. */
const SPANS = 5_000;
const SHORTEST_SPAN_MS = 1_000;

/**
 * Counts the ended jobs by when their records last changed, and then tells which of them go: first all that have been
 * kept for their time, then, while there are more jobs than may be, those that have not changed for longest. Within a
 * span of ages the ones asked about first go first.
 */
export class RetentionPlan {
  readonly #limits: RetentionLimits;
  readonly #agedBefore: number;
  readonly #spanMs: number;
  readonly #spans = new Map<number, number>();
  #aged = 0;
  /** Jobs of earlier spans go, and so many of this one. */
  #lastSpan = -Infinity;
  #quota = 0;

  constructor(limits: RetentionLimits, now: number) {
    this.#limits = limits;
    this.#agedBefore = now - limits.terminalMs - CLOCK_TOLERANCE_MS;
    this.#spanMs = Math.max(SHORTEST_SPAN_MS, limits.terminalMs / SPANS);
  }

  /** Counts an ended job in. */
  count(changedAt: number): void {
    const span = this.#spanOf(changedAt);
    if (changedAt < this.#agedBefore) this.#aged += 1;
    else this.#spans.set(span, (this.#spans.get(span) ?? 0) + 1);
  }

  /** Ends the counting: there are so many jobs in all, the active ones too. Gives how many have to go. */
  settle(jobs: number): number {
    let excess = jobs - this.#aged - this.#limits.maxJobs;
    let crowded = 0;
    for (const [span, count] of [...this.#spans].sort(([a], [b]) => a - b)) {
      if (excess <= 0) break;
      this.#lastSpan = span;
      this.#quota = Math.min(count, excess);
      crowded += this.#quota;
      excess -= count;
    }
    return this.#aged + crowded;
  }

  /** Whether an ended job goes; to be asked once for each. */
  goes(changedAt: number): boolean {
    if (changedAt < this.#agedBefore) return true;
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
