import { Config, Logger } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.js';

const RETRY_AFTER_SECONDS = 10;
/** After this time without a refusal, the next one is logged at warn. */
const CALM_MS = 60_000;

/** How many watches may be open: of one caller, and in total. */
@Injectable()
export class WatchLimits {
  readonly #open = new Map<string, number>();
  #total = 0;
  #refused = 0;
  #lastRefusal = -Infinity;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** How many watches were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * Counts a watch of a caller until the returned function is called, which must be once. Throws a `Problem` if there
   * are too many.
   */
  take(caller: string): () => void {
    const { watches, watchesPerCaller = Infinity } = this.config.limits;
    const open = this.#open.get(caller) ?? 0;
    if (open >= watchesPerCaller) {
      throw this.#refusal('too-many-watches', `the caller has ${open} open watches already`, caller);
    }
    if (this.#total >= watches) throw this.#refusal('overloaded', `${this.#total} watches are open already`, caller);
    this.#total += 1;
    this.#open.set(caller, open + 1);
    return () => this.#release(caller);
  }

  #release(caller: string): void {
    this.#total -= 1;
    const open = (this.#open.get(caller) ?? 0) - 1;
    if (open > 0) this.#open.set(caller, open);
    else this.#open.delete(caller);
  }

  #refusal(slug: 'overloaded' | 'too-many-watches', detail: string, caller: string): Problem {
    this.#refused += 1;
    const now = performance.now();
    if (now - this.#lastRefusal >= CALM_MS) {
      this.logger.warn({ caller, open: this.#total }, 'too many watches are open, further ones are refused');
    }
    this.#lastRefusal = now;
    return new Problem(slug, detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
