/** The way through a listing that is paged by offset, newest first, and shifts while it is being read. Pure. */
import { type ObservedJob } from '@gateway/core';

/** Each page begins this many records before the last one ended, so that small shifts need no extra request. */
const PAGE_OVERLAP = 5;

/** So many pages in a row that bring nothing new: the backend ignores the offset, or shifts faster than it can be read. */
const MAX_BARREN_PAGES = 3;

/** One page as read from the wire. */
export interface ListingPage {
  /** In the listing's order; `submit_time` is when they were created. */
  readonly jobs: readonly ObservedJob[];
  /** Items on the page that were no jobs. */
  readonly skipped: number;
  /** The most items the backend says it puts on a page, at least 1; it may give fewer. */
  readonly limit: number;
  /** Length of the whole listing as the backend claims it: believed only where the pages agree. */
  readonly total: number | undefined;
}

/**
 * Collects jobs page by page and says where to go on. Pages must hang together: one that shares no job with those
 * before it may have been shifted over a gap, so the walk goes one page back.
 */
export class NewestFirstWalk {
  readonly #settledBeforeMs: number | undefined;
  readonly #jobs = new Map<string, ObservedJob>();
  /** Ids on the pages that hang together from the top of the listing. */
  readonly #connected = new Set<string>();
  #next: 'page' | 'done' | 'stuck' = 'page';
  #offset = 0;
  #pages = 0;
  #barrenPages = 0;
  /** Items on the longest page: what the backend really puts on one, unless it has fewer. */
  #longest = 0;
  #skipped = 0;
  #newestMs: number | undefined;

  /** `settledBeforeMs`: jobs created before this instant need not be listed again; `undefined`: the whole listing. */
  constructor(settledBeforeMs: number | undefined) {
    this.#settledBeforeMs = settledBeforeMs;
  }

  /** What to do next: fetch the page at `offset`, stop with everything seen, or give up on a listing that repeats. */
  get next(): 'page' | 'done' | 'stuck' {
    return this.#next;
  }

  get offset(): number {
    return this.#offset;
  }

  /** Pages taken so far. */
  get pages(): number {
    return this.#pages;
  }

  /** Items that were no jobs; one in the overlap of two pages counts twice. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The newest creation instant seen, in ms since the epoch. */
  get newestMs(): number | undefined {
    return this.#newestMs;
  }

  /** Every job once: of two observations the later one, but never one of an earlier submission. */
  jobs(): ObservedJob[] {
    return [...this.#jobs.values()];
  }

  /** Takes the page that was fetched at `offset`. */
  take(page: ListingPage): void {
    const connects = this.#connects(page);
    const known = this.#jobs.size + this.#connected.size;
    for (const job of page.jobs) {
      this.#collect(job);
      if (connects) this.#connected.add(job.native_id);
    }
    this.#pages += 1;
    this.#longest = Math.max(this.#longest, page.jobs.length + page.skipped);
    this.#skipped += page.skipped;
    this.#barrenPages = this.#jobs.size + this.#connected.size > known ? 0 : this.#barrenPages + 1;
    this.#goOn(page, connects);
  }

  /** The top is where it begins. Items that were no jobs may have been the shared ones: they get the benefit of the doubt. */
  #connects(page: ListingPage): boolean {
    return this.#offset === 0 || page.skipped > 0 || page.jobs.some((job) => this.#connected.has(job.native_id));
  }

  #collect(job: ObservedJob): void {
    const created = createdMs(job);
    const earlier = createdMs(this.#jobs.get(job.native_id));
    if (created !== undefined && earlier !== undefined && created < earlier) return;
    this.#jobs.set(job.native_id, job);
    if (created !== undefined) this.#newestMs = Math.max(created, this.#newestMs ?? created);
  }

  #goOn(page: ListingPage, connects: boolean): void {
    const length = page.jobs.length + page.skipped;
    const end = this.#offset + length;
    // Nobody puts so few on a page that two pages share them all: then there are no more.
    const isShort = length < Math.min(page.limit, this.#longest > PAGE_OVERLAP ? this.#longest : Infinity);
    const isLast = (length < page.limit && page.total === end) || (isShort && this.#barrenPages > 0);
    if (connects && (isLast || this.#isSettled(page))) this.#next = 'done';
    else if (this.#barrenPages === MAX_BARREN_PAGES) this.#next = 'stuck';
    else if (connects) this.#offset += Math.max(1, length - PAGE_OVERLAP);
    else this.#offset = Math.max(0, this.#offset - Math.max(1, this.#longest - PAGE_OVERLAP));
  }

  /** True when all that follows was created before the limit, which a page out of order does not show. */
  #isSettled(page: ListingPage): boolean {
    if (this.#settledBeforeMs === undefined) return false;
    const created = page.jobs.map(createdMs).filter((ms) => ms !== undefined);
    const inOrder = created.every((ms, index) => ms <= (created[index - 1] ?? Infinity));
    return inOrder && (created.at(-1) ?? Infinity) < this.#settledBeforeMs;
  }
}

function createdMs(job: ObservedJob | undefined): number | undefined {
  return job?.submit_time === undefined ? undefined : Date.parse(job.submit_time);
}
