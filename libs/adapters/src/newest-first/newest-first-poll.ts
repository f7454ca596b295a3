/**
 * Polls a listing that is paged by offset and sorted newest job first, and that may shift while it is read. Service
 * Engine and Unified Manager have such listings; each implements `NewestFirstListing`.
 */
import { createHash } from 'node:crypto';

import { BackendError, type Clock, type Logger, type PollResult } from '@gateway/core';

import { advanced, createdSince, formatCursor, parseCursor } from './newest-first-cursor.js';
import { type ListingPage, NewestFirstWalk } from './newest-first-walk.js';

/** A job can become visible up to this much later than a job that was created after it. */
const LATE_MS = 60_000;

/** More pages than any real listing has: a longer one is treated as endless. */
const MAX_PAGES = 1_000;

/** The response to a page request, not parsed yet. */
export interface PageResponse {
  readonly text: string;
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

/** Polls one listing. Caches the first page only, so that an unchanged page is not parsed again. */
export class NewestFirstPoll {
  readonly #listing: NewestFirstListing;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #firstPage: { readonly hash: string; readonly page: ListingPage } | undefined;

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
  async poll(cursor: string | undefined, signal: AbortSignal): Promise<PollResult> {
    const began = this.#clock.now();
    const watermark = parseCursor(cursor);
    const first = await this.#listing.fetchPage(0, signal);
    const { clockOffsetMs } = first;
    const walk = new NewestFirstWalk(watermark && createdSince(watermark, clockOffsetMs) - LATE_MS);
    let failure = new BackendError('malformed', 'the listing repeats pages or does not end');
    walk.addPage(this.#readFirst(first));
    try {
      while (walk.next === 'page' && walk.pages < MAX_PAGES) {
        walk.addPage(this.#listing.readPage((await this.#listing.fetchPage(walk.offset, signal)).json()));
      }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      failure = error;
    }
    const complete = walk.next === 'done';
    if (!complete)
      this.#logger.debug({ reason: `${failure.code}: ${failure.message}`, pages: walk.pages }, 'listing is incomplete');
    const { newestMs } = walk;
    const nextCursor =
      complete && newestMs !== undefined
        ? formatCursor(advanced(watermark, { newestMs, offsetMs: clockOffsetMs }, began))
        : cursor;
    return {
      form: 'delta',
      jobs: walk.jobs(),
      complete,
      skipped: walk.skipped,
      ...(!complete && { error: failure }),
      ...(nextCursor !== undefined && { cursor: nextCursor }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    };
  }

  /** Every job created at or after `since`, in ms by the backend's clock. Neither reads nor changes the cached page. */
  list(since: number, signal: AbortSignal): Promise<PollResult> {
    const uncached = new NewestFirstPoll(this.#listing, this.#clock, this.#logger);
    return uncached.poll(formatCursor({ newestMs: since + LATE_MS, offsetMs: undefined }), signal);
  }

  #readFirst(response: PageResponse): ListingPage {
    const hash = createHash('sha256').update(response.text).digest('base64');
    if (this.#firstPage?.hash !== hash) this.#firstPage = { hash, page: this.#listing.readPage(response.json()) };
    return this.#firstPage.page;
  }
}
