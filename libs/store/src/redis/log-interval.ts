import { type Clock } from '@gateway/core';

/** A finding that recurs is logged again after this time, in ms. */
const LOG_INTERVAL_MS = 300_000;

/** Decides which findings are logged: each once in five minutes. */
export class LogInterval {
  /** When each finding was logged last, in ms. */
  readonly #loggedAt = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** True if a finding is to be logged now. */
  isDue(finding: string): boolean {
    const now = this.clock.now();
    if (Math.abs(now - (this.#loggedAt.get(finding) ?? -Infinity)) < LOG_INTERVAL_MS) return false;
    this.#loggedAt.set(finding, now);
    return true;
  }
}
