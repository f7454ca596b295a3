/** Which pages of a newest-first listing to read, while the listing may shift. Pure: no requests, no clock. */
import { type ObservedJob } from '@gateway/core';

import { joinedIds } from '../listing/page-jobs.js';

/**
 * Each page starts this many records before the end of the previous page, so that small shifts need no extra request.
 */
const PAGE_OVERLAP = 5;

/**
 * After this many pages in a row without a new job, the backend ignores the offset or shifts faster than we can read.
 */
const MAX_REPEATED_PAGES = 3;

/** One page as read from the wire. */
export interface ListingPage {
  /** In the order of the listing; `submit_time` is the creation time. */
  readonly jobs: readonly ObservedJob[];
  /** Number of items that are not valid jobs. */
  readonly skipped: number;
  /** As in `PageJobs`. */
  readonly skippedIds?: readonly string[];
  /** The backend's page size, at least 1; a page may have fewer items. */
  readonly limit: number;
  /** The length of the whole listing according to the backend; used only if the pages agree with it. */
  readonly total: number | undefined;
}

/** What a walk reads of a page. */
export interface PageOutline extends Omit<ListingPage, 'jobs'> {
  /** In the order of the listing. */
  readonly jobs: readonly { readonly nativeId: string; readonly createdMs: number | undefined }[];
}

/** The outline of a page. */
export function outlineOf({ jobs, ...rest }: ListingPage): PageOutline {
  return { ...rest, jobs: jobs.map((job) => ({ nativeId: job.native_id, createdMs: createdMs(job) })) };
}

/**
 * Follows the pages and chooses the next offset. Every page must share a job with the pages before it. If it
 * shares none, the listing may have shifted past unread jobs, and the walk goes back one page.
 */
export class NewestFirstWalk {
  readonly #settledBeforeMs: number | undefined;
  /** The latest creation time of each job on the pages. */
  readonly #created = new Map<string, number | undefined>();
  /** Ids on the pages that are connected to the top of the listing by shared jobs. */
  readonly #connected = new Set<string>();
  #next: 'page' | 'done' | 'stuck' = 'page';
  #offset = 0;
  #pages = 0;
  #repeatedPages = 0;
  /** Number of items on the longest page: the real page size, unless the listing is shorter. */
  #longest = 0;
  #skipped = 0;
  #isCut = false;
  /** The next page begins after the last one, which has a single item: they cannot share a job. */
  #isAfterSingle = false;
  #skippedIds: readonly string[] = [];
  #newestMs: number | undefined;
  #reachedMs: number | undefined;

  /** Reads until the jobs created before `settledBeforeMs`, or the whole listing if that is `undefined`. */
  constructor(settledBeforeMs: number | undefined) {
    this.#settledBeforeMs = settledBeforeMs;
  }

  /**
   * `page`: fetch the page at `offset`. `done`: everything was read. `stuck`: the listing repeats and cannot be read.
   */
  get next(): 'page' | 'done' | 'stuck' {
    return this.#next;
  }

  /** True if no page had a valid job. */
  get isEmpty(): boolean {
    return this.#created.size === 0;
  }

  /** True if the first page had no items although the backend has some by its own count: it was cut. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Offset of the page to fetch. */
  get offset(): number {
    return this.#offset;
  }

  /** Number of pages added so far. */
  get pages(): number {
    return this.#pages;
  }

  /** Number of items that are not valid jobs; an item in the overlap of two pages counts twice. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The ids of some of these items. */
  get skippedIds(): readonly string[] {
    return this.#skippedIds;
  }

  /** The newest creation time so far, in ms since the epoch. */
  get newestMs(): number | undefined {
    return this.#newestMs;
  }

  /**
   * The creation time down to which the last page was read, in ms since the epoch: jobs on later pages are not younger.
   * `undefined` if the page does not connect, or is out of order and so does not prove that.
   */
  get reachedMs(): number | undefined {
    return this.#reachedMs;
  }

  /**
   * The jobs of the next page, each once: the run that was submitted last, as it was last observed. Without the runs
   * that are older than one on an earlier page.
   */
  latestRuns(jobs: readonly ObservedJob[]): readonly ObservedJob[] {
    const latest = new Map<string, ObservedJob>();
    for (const job of jobs) {
      const { native_id } = job;
      const before = latest.has(native_id) ? createdMs(latest.get(native_id)) : this.#created.get(native_id);
      if (!isEarlier(createdMs(job), before)) latest.set(native_id, job);
    }
    return [...latest.values()];
  }

  /** Adds the page that was fetched at `offset`. */
  addPage(page: PageOutline): void {
    const connects = this.#connects(page);
    const known = this.#created.size + this.#connected.size;
    if (this.#offset === 0) this.#isCut = page.jobs.length + page.skipped === 0 && (page.total ?? 0) > 0;
    for (const { nativeId, createdMs } of page.jobs) {
      this.#collect(nativeId, createdMs);
      if (connects) this.#connected.add(nativeId);
    }
    this.#pages += 1;
    this.#longest = Math.max(this.#longest, page.jobs.length + page.skipped);
    this.#skipped += page.skipped;
    this.#skippedIds = joinedIds(this.#skippedIds, page.skippedIds ?? []);
    // A page that is not longer than the overlap may have known jobs only, but not none.
    const isWithinOverlap = page.limit <= PAGE_OVERLAP && page.jobs.length + page.skipped > 0;
    const isNew = isWithinOverlap || this.#created.size + this.#connected.size > known;
    this.#repeatedPages = isNew ? 0 : this.#repeatedPages + 1;
    this.#advance(page, connects);
    this.#isAfterSingle = page.limit === 1;
  }

  /**
   * The first page always connects. So does a page with skipped items, since these may be the shared ones, and a
   * page after a single item.
   */
  #connects(page: PageOutline): boolean {
    return (
      this.#offset === 0 ||
      page.skipped > 0 ||
      this.#isAfterSingle ||
      page.jobs.some(({ nativeId }) => this.#connected.has(nativeId))
    );
  }

  #collect(nativeId: string, created: number | undefined): void {
    if (isEarlier(created, this.#created.get(nativeId))) return;
    this.#created.set(nativeId, created);
    if (created !== undefined) this.#newestMs = Math.max(created, this.#newestMs ?? created);
  }

  #advance(page: PageOutline, connects: boolean): void {
    const length = page.jobs.length + page.skipped;
    const end = this.#offset + length;
    // A page that is shorter than usual and has only known jobs is the last one. Where no page is longer than the
    // overlap,
    // any page below the limit counts as short: no backend is known that puts so few jobs on a page.
    const isShort = length < Math.min(page.limit, this.#longest > PAGE_OVERLAP ? this.#longest : Infinity);
    const isLast = (length < page.limit && page.total === end) || (isShort && this.#repeatedPages > 0);
    this.#reachedMs = connects ? oldestMs(page) : undefined;
    if (connects && (isLast || isEarlier(this.#reachedMs, this.#settledBeforeMs))) this.#next = 'done';
    else if (this.#repeatedPages === MAX_REPEATED_PAGES) this.#next = 'stuck';
    else if (connects) this.#offset += Math.max(1, length - PAGE_OVERLAP);
    else this.#offset = Math.max(0, this.#offset - Math.max(1, this.#longest - PAGE_OVERLAP));
  }
}

/** The creation time of the oldest job on a page; `undefined` if the page is out of order. */
function oldestMs({ jobs }: PageOutline): number | undefined {
  const created = jobs.map(({ createdMs }) => createdMs).filter((ms) => ms !== undefined);
  return created.every((ms, index) => ms <= (created[index - 1] ?? Infinity)) ? created.at(-1) : undefined;
}

function isEarlier(created: number | undefined, than: number | undefined): boolean {
  return created !== undefined && than !== undefined && created < than;
}

function createdMs(job: ObservedJob | undefined): number | undefined {
  return job?.submit_time === undefined ? undefined : Date.parse(job.submit_time);
}
