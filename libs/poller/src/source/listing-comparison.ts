import {
  batchesOf,
  formatJobId,
  type JobView,
  type ListedPage,
  nextTurn,
  type ObservedJob,
  type Revision,
} from '@gateway/core';

import { JOBS_PER_TURN, type RecordWriter } from '../records/record-writer.js';
import { type SourceContext } from './source-context.js';

/** An observed job that differs from its record, and the revision of the record; `undefined` if there was none. */
interface Suspect {
  readonly observed: ObservedJob;
  readonly revision: Revision | undefined;
}

/** More jobs are not kept until they are corrected, which the next check does. */
const MAX_SUSPECTS = 10_000;

/** Compares the pages of a listing with the records, without writing anything. */
export class ListingComparison {
  /** The ids of all records that were listed. */
  readonly listed = new Set<string>();
  /** Jobs that differ from their records, by the ids of these: 10,000 at most. */
  readonly suspects = new Map<string, Suspect>();
  /** Native ids of the jobs with another final state than the record, which keeps its own. */
  readonly disputed = new Set<string>();

  constructor(
    private readonly context: Pick<SourceContext, 'adapter' | 'source'>,
    private readonly view: JobView,
    private readonly writer: RecordWriter,
  ) {}

  /** Compares a page. If a job is on two pages, the later one counts. */
  async add(page: ListedPage): Promise<void> {
    for (const batch of batchesOf(await page.jobs(), JOBS_PER_TURN)) {
      this.#compare(batch);
      await nextTurn();
    }
  }

  /** The suspects whose records have not changed since the comparison. */
  unchanged(): readonly ObservedJob[] {
    return [...this.suspects]
      .filter(([id, { revision }]) => this.view.revisionOf(id) === revision)
      .map(([, { observed }]) => observed);
  }

  #compare(jobs: readonly ObservedJob[]): void {
    for (const observed of jobs) {
      const id = this.#idOf(observed);
      this.listed.add(id);
      this.suspects.delete(id);
      if (this.#isDisputed(observed)) this.disputed.add(observed.native_id);
      else this.disputed.delete(observed.native_id);
    }
    for (const observed of this.writer.differing(jobs)) {
      if (this.suspects.size >= MAX_SUSPECTS) return;
      const id = this.#idOf(observed);
      this.suspects.set(id, { observed, revision: this.view.revisionOf(id) });
    }
  }

  #isDisputed(observed: ObservedJob): boolean {
    const known = this.view.get(this.#idOf(observed))?.job;
    if (!known?.terminal || known.state === 'unknown' || this.context.adapter.reruns) return false;
    return observed.state !== known.state;
  }

  #idOf({ native_id }: ObservedJob): string {
    return formatJobId(this.context.source.name, native_id);
  }
}
