/**
 * Polls a listing that is paged by offset and sorted newest job first, and that may shift while it is read. Service
 * Engine and Unified Manager have such listings; each implements `NewestFirstListing`.
 */
import {
  BackendError,
  type Clock,
  type ListedPage,
  type Logger,
  type ObservedJob,
  type OnPage,
  type PollResult,
} from '@gateway/core';

import { ListingBudget } from '../listing/listing-budget.js';
import { advanced, createdSince, formatCursor, parseCursor, withoutNoise } from './newest-first-cursor.js';
import { type ListingPage, NewestFirstWalk, outlineOf, type PageOutline } from './newest-first-walk.js';

/** A job can become visible up to this much later than a job that was created after it. */
const LATE_MS = 60_000;

/** The response to a page request, not parsed yet. */
export interface PageResponse {
  /** Number of bytes of the body. */
  readonly size: number;
  readonly clockOffsetMs?: number;
  /** The hash of the body: equal bodies have equal hashes. */
  hash(): Promise<string>;
  /** Parses the page; throws a `malformed` BackendError if it is not a page of the dialect. */
  read(): Promise<ListingPage>;
}

/** The part of a poll that differs between backends. */
export interface NewestFirstListing {
  /** Fetches the page that starts at `offset`; throws a `BackendError` unless the status is a success. */
  fetchPage(offset: number, signal: AbortSignal): Promise<PageResponse>;
}

/** Polls one listing. Keeps an outline of the first page, so that an unchanged page need not be parsed again. */
export class NewestFirstPoll {
  readonly #listing: NewestFirstListing;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #firstPage: { readonly hash: string; readonly outline: PageOutline } | undefined;

  constructor(listing: NewestFirstListing, clock: Clock, logger: Logger) {
    this.#listing = listing;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * A delta: every job created since the last complete poll, with an overlap, or the whole listing without a cursor. If
   * a page after the first one fails, the result holds the jobs read so far, with `complete: false` and the cursor
   * unchanged.
   */
  async poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const began = this.#clock.now();
    const watermark = parseCursor(cursor);
    const first = await this.#listing.fetchPage(0, signal);
    const { clockOffsetMs } = first;
    const walk = new NewestFirstWalk(watermark && createdSince(watermark, clockOffsetMs) - LATE_MS);
    const budget = new ListingBudget();
    let failure = new BackendError('malformed', 'the listing repeats pages');
    await this.#addFirst(first, walk, budget, onPage);
    try {
      while (walk.next === 'page') {
        const endless = budget.exceeded();
        if (endless) throw endless;
        await this.#add(await this.#listing.fetchPage(walk.offset, signal), walk, budget, onPage);
      }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      failure = error;
    }
    const complete = walk.next === 'done';
    if (!complete)
      this.#logger.debug({ reason: `${failure.code}: ${failure.message}`, pages: walk.pages }, 'listing is incomplete');
    const { newestMs } = walk;
    const isAdvanced = complete && newestMs !== undefined;
    const next = isAdvanced && advanced(watermark, { newestMs, offsetMs: clockOffsetMs }, began);
    const nextCursor = next ? formatCursor(withoutNoise(watermark, next)) : cursor;
    return {
      form: 'delta',
      complete,
      skipped: walk.skipped,
      ...(!complete && { error: failure }),
      ...(nextCursor !== undefined && { cursor: nextCursor }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    };
  }

  /** Every job created at or after `since`, in ms by the backend's clock. Neither reads nor changes the outline. */
  list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const uncached = new NewestFirstPoll(this.#listing, this.#clock, this.#logger);
    return uncached.poll(formatCursor({ newestMs: since + LATE_MS, offsetMs: undefined }), signal, onPage);
  }

  async #addFirst(response: PageResponse, walk: NewestFirstWalk, budget: ListingBudget, onPage: OnPage): Promise<void> {
    const fingerprint = await response.hash();
    const page = this.#pageOf(response, walk);
    await onPage({ ...page.listed, fingerprint });
    if (this.#firstPage?.hash !== fingerprint)
      this.#firstPage = { hash: fingerprint, outline: outlineOf(await page.parse()) };
    addTo(walk, budget, response, this.#firstPage.outline);
  }

  async #add(response: PageResponse, walk: NewestFirstWalk, budget: ListingBudget, onPage: OnPage): Promise<void> {
    const page = this.#pageOf(response, walk);
    await onPage(page.listed);
    addTo(walk, budget, response, outlineOf(await page.parse()));
  }

  /** The page, parsed once at most. */
  #pageOf(
    response: PageResponse,
    walk: NewestFirstWalk,
  ): { readonly listed: ListedPage; readonly parse: () => Promise<ListingPage> } {
    let parsed: Promise<ListingPage> | undefined;
    const parse = (): Promise<ListingPage> => (parsed ??= response.read());
    const { clockOffsetMs } = response;
    const jobs = async (): Promise<readonly ObservedJob[]> => walk.latestRuns((await parse()).jobs);
    return { parse, listed: { ...(clockOffsetMs !== undefined && { clockOffsetMs }), jobs } };
  }
}

function addTo(walk: NewestFirstWalk, budget: ListingBudget, { size }: PageResponse, outline: PageOutline): void {
  walk.addPage(outline);
  budget.spend({ bytes: size, jobs: outline.jobs.length + outline.skipped });
}
