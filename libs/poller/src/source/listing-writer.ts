import { type ListedPage, nextTurn, type PollResult } from '@gateway/core';

import { type PollerDeps, type SourceDeps } from '../poller-deps.js';
import { type PreviousComparisons } from '../records/diff.js';
import { type Comparison, type PageRecords } from '../records/page-records.js';
import { type RecordWriter } from '../records/record-writer.js';
import { filterInTurns, missingFrom, type MissingJobs } from './missing-jobs.js';
import { type SourceContext } from './source-context.js';

/** What one cycle leaves to the next, so that an unchanged page is neither parsed nor compared again. */
export interface ListingMemory {
  /** The pages of the last listing, by fingerprint. */
  pages: ReadonlyMap<string, PageRecords>;
  /** The last complete snapshot: the fingerprints of its pages, and the number of records that they list. */
  snapshot?: { readonly fingerprints: string; readonly records: number } | undefined;
}

/** Writes one listing, page by page: only the pages in work are in memory. */
export class ListingWriter {
  /** When the last page had been read, in ms. */
  readAt: number;
  /** Number of jobs on the pages, without those left out. */
  jobs = 0;
  readonly #pages: { readonly fingerprint: string | undefined; readonly records: PageRecords }[] = [];
  /** Read from the memory when the first page is parsed. */
  #previous: PreviousComparisons | undefined;
  /** No page was parsed so far. */
  #isUnchanged = true;

  constructor(
    private readonly context: Pick<SourceContext, 'source' | 'stopped'>,
    private readonly deps: Pick<PollerDeps, 'clock' | 'view'> & Pick<SourceDeps, 'pageSlots'>,
    private readonly writer: RecordWriter,
    private readonly memory: ListingMemory,
  ) {
    this.readAt = deps.clock.now();
  }

  /** Writes the jobs of a page that differ from their records. Throws as `RecordWriter`, and as `ListedPage.jobs`. */
  async add(page: ListedPage): Promise<void> {
    this.readAt = this.deps.clock.now();
    const { fingerprint } = page;
    const known = fingerprint === undefined ? undefined : this.memory.pages.get(fingerprint);
    const isUnchanged = known !== undefined && this.writer.isCurrent(known);
    const leftOutBefore = this.writer.leftOut;
    const records = isUnchanged ? known : await this.#write(page);
    this.#isUnchanged &&= isUnchanged;
    // A page of which jobs were left out must be read again.
    this.#pages.push({ fingerprint: this.writer.leftOut === leftOutBefore ? fingerprint : undefined, records });
    this.jobs += records.count;
  }

  /** The pages so far. */
  get records(): readonly PageRecords[] {
    return this.#pages.map(({ records }) => records);
  }

  /** The ids of all records that were listed. Yields to the event loop between pages. */
  async listed(): Promise<ReadonlySet<string>> {
    const listed = new Set<string>();
    for (const { records } of this.#pages) {
      for (const id of records.ids()) listed.add(id);
      await nextTurn();
    }
    return listed;
  }

  /** The jobs that the listing should contain. Remembers the listing for the next cycle. */
  async missing({ complete, form }: PollResult): Promise<MissingJobs> {
    const { view } = this.deps;
    const source = this.context.source.name;
    const fingerprints = this.#pages.map(({ fingerprint }) => fingerprint ?? '').join();
    const { snapshot } = this.memory;
    this.#rememberPages();
    if (form === 'delta') {
      const listed = await this.listed();
      return { ended: [], active: await filterInTurns(view.active(source), ({ id }) => !listed.has(id)) };
    }
    if (!complete) return { ended: [], active: [] };
    const isSame = this.#isUnchanged && snapshot?.fingerprints === fingerprints;
    if (isSame && snapshot.records === view.presentCount(source)) return { ended: [], active: [] };
    const listed = await this.listed();
    const recorded = await filterInTurns(listed, (id) => view.revisionOf(id) !== undefined);
    this.memory.snapshot = { fingerprints, records: recorded.length };
    return missingFrom(view, source, listed);
  }

  #write(page: ListedPage): Promise<PageRecords> {
    return this.deps.pageSlots.run(async () => {
      this.context.stopped.throwIfAborted();
      const previous = (this.#previous ??= await this.#comparisons());
      return this.writer.writeObserved(await page.jobs(), previous);
    });
  }

  async #comparisons(): Promise<PreviousComparisons> {
    const comparisons = new Map<string, Comparison>();
    for (const page of this.memory.pages.values()) {
      for (const [id, comparison] of page.comparisons()) comparisons.set(id, comparison);
      await nextTurn();
    }
    return comparisons;
  }

  #rememberPages(): void {
    this.memory.pages = new Map(
      this.#pages.flatMap(({ fingerprint, records }) => (fingerprint === undefined ? [] : [[fingerprint, records]])),
    );
  }
}
