/**
 * Polls a listing that is paged by offset, newest job first, and shifts while it is being read: Service Engine and
 * Unified Manager both have such a one. What tells them apart is handed in as `NewestFirstListing`.
 */
import { createHash } from 'node:crypto';
import { BackendError, type Clock, type Logger, type PollAnswer } from '@gateway/core';
import { advanced, createdSince, formatCursor, parseCursor } from './newest-first-cursor.js';
import { type ListingPage, NewestFirstWalk } from './newest-first-walk.js';

/** A job may become visible this much later than a job created after it. */
const LATE_MS = 60_000;

/** More pages than any listing has; a backend that goes on beyond is not believed. */
const MAX_PAGES = 1_000;

/** One answer to a page request, not yet parsed. */
export interface PageAnswer {
  readonly text: string;
  readonly clockOffsetMs?: number;
  /** The parsed body; throws a `malformed` BackendError. */
  json(): unknown;
}

/** What the poll needs to know of a backend. Both functions throw `BackendError` only. */
export interface NewestFirstListing {
  /** Fetches the page that begins at `offset`; throws unless the answer's status is a success. */
  fetchPage(offset: number, signal: AbortSignal): Promise<PageAnswer>;
  /** Reads a parsed body; throws when it is no page of the dialect. Gives equal pages for equal bodies. */
  readPage(body: unknown): ListingPage;
}

/** Polls one listing again and again; remembers only its first page, so as not to parse it again while unchanged. */
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
   * A delta: every job created since the last complete poll, with an overlap; the whole listing when there was none.
   * When a page other than the first cannot be had, gives what was seen with `complete: false` and the cursor unmoved.
   */
  async poll(cursor: string | undefined, signal: AbortSignal): Promise<PollAnswer> {
    const began = this.#clock.now();
    const watermark = parseCursor(cursor);
    const first = await this.#listing.fetchPage(0, signal);
    const { clockOffsetMs } = first;
    const walk = new NewestFirstWalk(watermark && createdSince(watermark, clockOffsetMs) - LATE_MS);
    let trouble = new BackendError('malformed', 'the pages of the listing repeat or do not end');
    walk.take(this.#readFirst(first));
    try {
      while (walk.next === 'page' && walk.pages < MAX_PAGES) {
        walk.take(this.#listing.readPage((await this.#listing.fetchPage(walk.offset, signal)).json()));
      }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      trouble = error;
    }
    const complete = walk.next === 'done';
    if (!complete)
      this.#logger.debug(
        { reason: `${trouble.code}: ${trouble.message}`, pages: walk.pages },
        'listing left unfinished',
      );
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
      ...(!complete && { error: trouble }),
      ...(nextCursor !== undefined && { cursor: nextCursor }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    };
  }

  /** Every job created at `since`, in ms, or later, as if nothing had been polled before; nothing is remembered. */
  list(since: number, signal: AbortSignal): Promise<PollAnswer> {
    const afresh = new NewestFirstPoll(this.#listing, this.#clock, this.#logger);
    return afresh.poll(formatCursor({ newestMs: since + LATE_MS, offsetMs: undefined }), signal);
  }

  #readFirst(answer: PageAnswer): ListingPage {
    const hash = createHash('sha256').update(answer.text).digest('base64');
    if (this.#firstPage?.hash !== hash) this.#firstPage = { hash, page: this.#listing.readPage(answer.json()) };
    return this.#firstPage.page;
  }
}
