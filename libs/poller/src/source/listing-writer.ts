import { type ListedPage, type PollResult } from '@gateway/core';

import { type PollerDeps, type SourceDeps } from '../poller-deps.js';
import { missingFrom, type PreviousComparisons } from '../records/diff.js';
import { type PageRecords } from '../records/page-records.js';
import { type RecordWriter } from '../records/record-writer.js';

/** What one cycle leaves to the next, so that an unchanged page is neither parsed nor compared again. */
export interface ListingMemory {
  /** The pages of the last listing, by fingerprint. */
  pages: ReadonlyMap<string, PageRecords>;
  /** The last complete snapshot: the fingerprints of its pages, and the number of records that they list. */
  snapshot?: { readonly fingerprints: string; readonly records: number } | undefined;
}

/** The jobs of a source that a listing does not contain. */
export type MissingJobs = ReturnType<typeof missingFrom>;

/** Writes one listing, page by page: only the pages in work are in memory. */
export class ListingWriter {
  /** When the last page had been read, in ms. */
  readAt: number;
  /** Number of jobs on the pages. */
  jobs = 0;
  readonly #pages: { readonly fingerprint: string | undefined; readonly records: PageRecords }[] = [];
  /** Read from the memory when the first page is parsed. */
  #previous: PreviousComparisons | undefined;
  /** No page was parsed so far. */
  #isUnchanged = true;

  constructor(
    private readonly source: string,
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
    const records = isUnchanged ? known : await this.#write(page);
    this.#isUnchanged &&= isUnchanged;
    this.#pages.push({ fingerprint, records });
    this.jobs += records.count;
  }

  /** The ids of all records that were listed. */
  listed(): ReadonlySet<string> {
    return new Set(this.#pages.flatMap(({ records }) => records.ids()));
  }

  /** The jobs that the listing should contain. Remembers the listing for the next cycle. */
  missing({ complete, form }: PollResult): MissingJobs {
    const { view } = this.deps;
    const fingerprints = this.#pages.map(({ fingerprint }) => fingerprint ?? '').join();
    const { snapshot } = this.memory;
    this.#rememberPages();
    if (form === 'delta') return { ended: [], active: missingFrom(view.active(this.source), this.listed()).active };
    if (!complete) return { ended: [], active: [] };
    const isSame = this.#isUnchanged && snapshot?.fingerprints === fingerprints;
    if (isSame && snapshot.records === view.presentCount(this.source)) return { ended: [], active: [] };
    const listed = this.listed();
    const records = [...listed].filter((id) => view.revisionOf(id) !== undefined).length;
    this.memory.snapshot = { fingerprints, records };
    return missingFrom(view.present(this.source), listed);
  }

  #write(page: ListedPage): Promise<PageRecords> {
    return this.deps.pageSlots.run(async () => this.writer.writeObserved(await page.jobs(), this.#comparisons()));
  }

  #comparisons(): PreviousComparisons {
    this.#previous ??= new Map([...this.memory.pages.values()].flatMap((page) => [...page.comparisons()]));
    return this.#previous;
  }

  #rememberPages(): void {
    this.memory.pages = new Map(
      this.#pages.flatMap(({ fingerprint, records }) => (fingerprint === undefined ? [] : [[fingerprint, records]])),
    );
  }
}
