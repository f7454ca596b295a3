import { type JobView, type Revision, type Timestamp } from '@gateway/core';

/** In place of a revision. */
export const LEFT_OUT = Symbol('left out');

/** A job of a page: the id of its record, and the revision of the record that it agreed with. */
export interface PageRecord {
  readonly id: string;
  /** `LEFT_OUT`: there is no record, because the job ended before the retention cutoff. */
  readonly agreedWith: Revision | typeof LEFT_OUT | undefined;
}

/**
 * The jobs of a page, and the revisions of the records that they agreed with. Two texts instead of objects: about 60
 * bytes per job.
 */
export class PageRecords {
  /** Number of jobs. */
  readonly count: number;
  readonly #ids: string;
  /** `undefined` if a job did not agree with its record. */
  readonly #revisions: string | undefined;
  readonly #isPartlyLeftOut: boolean;

  /** `cutoff`: the retention cutoff that the jobs were compared with. */
  constructor(
    records: readonly PageRecord[],
    private readonly cutoff: Timestamp,
  ) {
    this.count = records.length;
    this.#ids = records.map(({ id }) => id).join('\n');
    const revisions = records.map(({ agreedWith }) => agreedWith);
    this.#revisions = revisions.includes(undefined) ? undefined : joined(revisions);
    this.#isPartlyLeftOut = revisions.includes(LEFT_OUT);
  }

  /** The ids of the records, in the order of the page. */
  ids(): readonly string[] {
    return this.#ids === '' ? [] : this.#ids.split('\n');
  }

  /** Whether every job still agrees with its record: no record has changed since the comparison. */
  isCurrent(view: Pick<JobView, 'revisionOf'>, cutoff: Timestamp): boolean {
    if (this.#revisions === undefined || (this.#isPartlyLeftOut && cutoff < this.cutoff)) return false;
    return joined(this.ids().map((id) => view.revisionOf(id))) === this.#revisions;
  }
}

function joined(revisions: readonly PageRecord['agreedWith'][]): string {
  return revisions.map((revision) => (typeof revision === 'string' ? revision : '')).join('\n');
}
