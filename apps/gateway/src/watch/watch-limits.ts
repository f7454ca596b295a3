import { Config, Logger, OpenCounts } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Refusals } from '../http/refusals.js';
import { Problem } from '../problems/problem.js';

const RETRY_AFTER_SECONDS = 10;

/** How many watches may be open: of one caller, and in total. */
@Injectable()
export class WatchLimits {
  readonly #open = new OpenCounts();
  #total = 0;
  readonly #refusals: Refusals;

  constructor(
    private readonly config: Config,
    logger: Logger,
  ) {
    this.#refusals = new Refusals(logger, 'too many watches are open, further ones are refused');
  }

  /** How many watches were refused so far. */
  get refused(): number {
    return this.#refusals.count;
  }

  /**
   * Counts a watch of a caller until the returned function is called, which must be once. Throws a `Problem` if there
   * are too many.
   */
  take(caller: string): () => void {
    const { watches, watchesPerCaller = Infinity } = this.config.limits;
    const open = this.#open.of(caller);
    if (open >= watchesPerCaller) {
      throw this.#refusal('too-many-watches', `the caller has ${open} open watches already`, caller);
    }
    if (this.#total >= watches) throw this.#refusal('overloaded', `${this.#total} watches are open already`, caller);
    this.#total += 1;
    const release = this.#open.open(caller);
    return () => {
      this.#total -= 1;
      release();
    };
  }

  #refusal(slug: 'overloaded' | 'too-many-watches', detail: string, caller: string): Problem {
    this.#refusals.note({ caller, open: this.#total }, performance.now());
    return new Problem(slug, detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
