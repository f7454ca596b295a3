import { type ObservedJob } from '@gateway/core';

/** A page may have this many times as many records as were requested: some backends return more, but not all they have. */
export const MOST_TIMES_REQUESTED = 100;

/** The jobs of a page, normalised while its records arrive. */
export class PageJobs {
  /** The valid jobs, in the order of the page. */
  readonly jobs: ObservedJob[] = [];
  /** Number of records that are not valid jobs. */
  skipped = 0;

  /** `normalize` returns `undefined` for a record that is not a valid job. */
  constructor(private readonly normalize: (record: unknown) => ObservedJob | undefined) {}

  /** Adds records. */
  readonly add = (records: readonly unknown[]): void => {
    for (const record of records) {
      const job = this.normalize(record);
      if (job) this.jobs.push(job);
      else this.skipped += 1;
    }
  };
}
