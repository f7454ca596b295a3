import { type Logger } from '@gateway/core';

/** After this time without a refusal, the next one is logged. */
const CALM_MS = 60_000;

/** Counts refusals of one kind, and logs the first one after a minute without any at warn. */
export class Refusals {
  #count = 0;
  #last = -Infinity;

  constructor(
    private readonly logger: Logger,
    private readonly message: string,
  ) {}

  /** How many there were so far. */
  get count(): number {
    return this.#count;
  }

  /** Counts one at a time in ms; `fields` are those of the line. */
  note(fields: object, now: number): void {
    this.#count += 1;
    if (now - this.#last >= CALM_MS) this.logger.warn(fields, this.message);
    this.#last = now;
  }
}
