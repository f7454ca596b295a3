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

import { advanced, createdSince, formatCursor, parseCursor, withoutNoise } from './newest-first-cursor.js';
import { type ListingPage, NewestFirstWalk, outlineOf, type PageOutline } from './newest-first-walk.js';

/** A job can become visible up to this much later than a job that was created after it. */
const LATE_MS = 60_000;

/** More pages than any real listing has: a longer one is treated as endless. */
const MAX_PAGES = 1_000;

/** The response to a page request, not parsed yet. */
export interface PageResponse {
  /** Returns the hash of the body: equal bodies have equal hashes. */
  hash(): string;
  readonly clockOffsetMs?: number;
  /** The parsed body; throws a `malformed` BackendError. */
  json(): unknown;
}

/** The part of a poll that differs between backends. Both methods throw `BackendError` only. */
export interface NewestFirstListing {
  /** Fetches the page that starts at `offset`; throws unless the status is a success. */
  fetchPage(offset: number, signal: AbortSignal): Promise<PageResponse>;
  /** Reads a parsed body; throws if it is not a page of the dialect. Equal bodies give equal pages. */
  readPage(body: unknown): ListingPage;
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
    let failure = new BackendError('malformed', 'the listing repeats pages or does not end');
    await this.#addFirst(first, walk, onPage);
    try {
      while (walk.next === 'page' && walk.pages < MAX_PAGES) {
        await this.#add(await this.#listing.fetchPage(walk.offset, signal), walk, onPage);
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

  async #addFirst(response: PageResponse, walk: NewestFirstWalk, onPage: OnPage): Promise<void> {
    const fingerprint = response.hash();
    const page = this.#pageOf(response, walk);
    await onPage({ ...page.listed, fingerprint });
    if (this.#firstPage?.hash !== fingerprint)
      this.#firstPage = { hash: fingerprint, outline: outlineOf(page.parse()) };
    walk.addPage(this.#firstPage.outline);
  }

  async #add(response: PageResponse, walk: NewestFirstWalk, onPage: OnPage): Promise<void> {
    const page = this.#pageOf(response, walk);
    await onPage(page.listed);
    walk.addPage(outlineOf(page.parse()));
  }

  /** The page, parsed once at most. */
  #pageOf(response: PageResponse, walk: NewestFirstWalk): { readonly listed: ListedPage; parse(): ListingPage } {
    let parsed: ListingPage | undefined;
    const parse = (): ListingPage => (parsed ??= this.#listing.readPage(response.json()));
    const { clockOffsetMs } = response;
    const jobs = async (): Promise<readonly ObservedJob[]> => walk.latestRuns(parse().jobs);
    return { parse, listed: { ...(clockOffsetMs !== undefined && { clockOffsetMs }), jobs } };
  }
}
