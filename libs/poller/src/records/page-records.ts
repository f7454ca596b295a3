import { type JobView, type Revision, type Timestamp } from '@gateway/core';

/** In place of a revision: there is no record, because the job ended before the retention cutoff. */
export const LEFT_OUT = Symbol('left out');

/** A job of a page, and the revision of the record that it agreed with. */
export interface PageRecord {
  /** Id of the record. */
  readonly id: string;
  readonly agreedWith: Revision | typeof LEFT_OUT | undefined;
  /** Digest of the observed job; absent if it was not computed. */
  readonly digest?: string | undefined;
}

/** What an observed job was compared with: it still agrees if both are the same again. */
export interface Comparison {
  readonly revision: Revision;
  readonly digest: string;
}

/**
 * The jobs of a page, and the revisions of the records that they agreed with. A few texts instead of objects: about 80
 * bytes per job.
 */
export class PageRecords {
  /** Number of jobs. */
  readonly count: number;
  readonly #ids: string;
  readonly #revisions: string;
  readonly #digests: string;
  readonly #doAllAgree: boolean;
  readonly #isPartlyLeftOut: boolean;
  /** The last change of the source when its records were last found to agree. */
  #agreedAt: string | undefined;

  /** `cutoff`: the highest retention cutoff that a job was compared with. */
  constructor(
    private readonly source: string,
    records: readonly PageRecord[],
    private readonly cutoff: Timestamp,
  ) {
    this.count = records.length;
    this.#ids = records.map(({ id }) => id).join('\n');
    this.#revisions = joined(records.map(({ agreedWith }) => agreedWith));
    this.#digests = records.map(({ digest }) => digest ?? '').join('\n');
    this.#doAllAgree = records.every(({ agreedWith }) => agreedWith !== undefined);
    this.#isPartlyLeftOut = records.some(({ agreedWith }) => agreedWith === LEFT_OUT);
  }

  /** The ids of the records, in the order of the page. */
  ids(): readonly string[] {
    return this.#ids === '' ? [] : this.#ids.split('\n');
  }

  /** Whether every job still agrees with its record: no record has changed since the comparison. */
  isCurrent(view: Pick<JobView, 'lastChangeOf' | 'revisionOf'>, cutoff: Timestamp): boolean {
    if (!this.#doAllAgree || (this.#isPartlyLeftOut && cutoff < this.cutoff)) return false;
    const lastChange = view.lastChangeOf(this.source);
    if (lastChange === this.#agreedAt) return true;
    const agrees = joined(this.ids().map((id) => view.revisionOf(id))) === this.#revisions;
    this.#agreedAt = agrees ? lastChange : undefined;
    return agrees;
  }

  /** The single comparisons, by the ids of the records. */
  *comparisons(): Generator<[id: string, Comparison]> {
    const revisions = this.#revisions.split('\n');
    const digests = this.#digests.split('\n');
    for (const [index, id] of this.ids().entries()) {
      const [revision, digest] = [revisions[index], digests[index]];
      if (revision && digest) yield [id, { revision, digest }];
    }
  }
}

function joined(revisions: readonly PageRecord['agreedWith'][]): string {
  return revisions.map((revision) => (typeof revision === 'string' ? revision : '')).join('\n');
}
