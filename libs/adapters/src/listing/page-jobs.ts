import { type ObservedJob } from '@gateway/core';

import { quotedText } from '../http/plain-text.js';
import { asObject } from '../wire/wire-fields.js';

/**
 * A page may have this many times as many records as were requested: some backends return more, but not all they
 * have.
 */
export const MOST_TIMES_REQUESTED = 100;

/** Number of invalid items whose ids a result names. */
const MAX_NAMED = 5;

/** The jobs of a page, normalised while its records arrive. */
export class PageJobs {
  /** The valid jobs, in the order of the page. */
  readonly jobs: ObservedJob[] = [];
  /** Number of records that are not valid jobs. */
  skipped = 0;
  /** The ids of the first of these records that have one. */
  skippedIds: readonly string[] = [];

  /** `normalize` returns `undefined` for a record that is not a valid job; `idField` is where its id is. */
  constructor(
    private readonly normalize: (record: unknown) => ObservedJob | undefined,
    private readonly idField: string,
  ) {}

  /** Adds records. */
  readonly add = (records: readonly unknown[]): void => {
    for (const record of records) {
      const job = this.normalize(record);
      if (job) this.jobs.push(job);
      else this.#skip(asObject(record)?.[this.idField]);
    }
  };

  #skip(id: unknown): void {
    this.skipped += 1;
    if (typeof id !== 'string' && typeof id !== 'number') return;
    if (this.skippedIds.length < MAX_NAMED) this.skippedIds = joinedIds(this.skippedIds, [quotedText(String(id))]);
  }
}

/** The ids of both lists, each once, and no more than a result names. */
export function joinedIds(first: readonly string[], second: readonly string[]): readonly string[] {
  return second.length === 0 ? first : [...new Set([...first, ...second])].slice(0, MAX_NAMED);
}
