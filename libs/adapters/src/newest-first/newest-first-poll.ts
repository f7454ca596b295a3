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

import { quotedText } from '../http/plain-text.js';
import { BodyTooLongError } from '../http/read-body.js';
import { ListingBudget } from '../listing/listing-budget.js';
import { type PageSize } from '../listing/page-size.js';
import {
  advanced,
  createdSince,
  formatCursor,
  parseCursor,
  type Watermark,
  withoutNoise,
} from './newest-first-cursor.js';
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
  /** How many jobs to request per page. */
  readonly pageSize: PageSize;
  /** The member of a record that has its id. */
  readonly idField: string;
  /** Fetches a page of `size` jobs from `offset`; throws a `BackendError` unless the status is a success. */
  fetchPage(offset: number, size: number, signal: AbortSignal): Promise<PageResponse>;
}

/** Polls one listing. Keeps an outline of the first page, so that an unchanged page need not be parsed again. */
export class NewestFirstPoll {
  readonly #listing: NewestFirstListing;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #size: PageSize;
  #firstPage: { readonly hash: string; readonly outline: PageOutline } | undefined;

  constructor(listing: NewestFirstListing, clock: Clock, logger: Logger, size = listing.pageSize) {
    this.#listing = listing;
    this.#size = size;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * A delta: every job created since the last complete poll, with an overlap, or the whole listing without a cursor. If
   * a page after the first one fails, the result holds the jobs read so far, with `complete: false` and the cursor
   * unchanged. If the budget ends a listing where the next poll would not read on, older jobs are given up: the result
   * is complete and has the cursor for that poll, and its `error` names what was left out.
   */
  async poll(cursor: string | undefined, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const began = this.#clock.now();
    const watermark = parseCursor(cursor);
    this.#size.begin();
    const budget = new ListingBudget();
    const first = await this.#fetch(0, budget, signal);
    const clockOffsetMs = first instanceof BodyTooLongError ? undefined : first.clockOffsetMs;
    const walk = new NewestFirstWalk(watermark && createdSince(watermark, clockOffsetMs) - LATE_MS);
    if (first instanceof BodyTooLongError) this.#addTooLarge(first, walk, budget);
    else await this.#addFirst(first, walk, budget, onPage);
    const failure = await this.#addOthers(walk, budget, signal, onPage);
    if (failure && walk.isEmpty) throw failure;
    const next = nextWatermark(watermark, walk, clockOffsetMs, began);
    const endless = failure === undefined && walk.next === 'page' ? budget.exceeded() : undefined;
    const givenUp = endless && next && givenUpError(endless, walk, createdSince(next, clockOffsetMs) - LATE_MS);
    const error = failure ?? givenUp ?? endless;
    const complete = error === undefined || givenUp !== undefined;
    if (error)
      this.#logger.debug({ reason: `${error.code}: ${error.message}`, pages: walk.pages }, 'listing is incomplete');
    const nextCursor = complete && next ? formatCursor(next) : cursor;
    return {
      form: 'delta',
      complete,
      skipped: walk.skipped,
      ...(walk.skippedIds.length > 0 && { skippedIds: walk.skippedIds }),
      ...(error && { error }),
      ...(nextCursor !== undefined && { cursor: nextCursor }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    };
  }

  /**
   * Every job created at or after `since`, in ms by the backend's clock. Gives up no jobs: a listing that the budget
   * ends is incomplete. Neither reads nor changes the outline.
   */
  async list(since: number, signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const uncached = new NewestFirstPoll(this.#listing, this.#clock, this.#logger, this.#size.copy());
    const cursor = formatCursor({ newestMs: since + LATE_MS, offsetMs: undefined });
    const result = await uncached.poll(cursor, signal, onPage);
    return result.error ? { ...result, complete: false } : result;
  }

  /** The page at an offset; an error if it would have one job, which is too large by itself. */
  #fetch(offset: number, budget: ListingBudget, signal: AbortSignal): Promise<PageResponse | BodyTooLongError> {
    return this.#size.fetch((size) => this.#listing.fetchPage(offset, size, signal), budget.spendTooLong);
  }

  /** Steps over a job that is too large by itself. Throws a `BackendError` if there are too many. */
  #addTooLarge({ beginning }: BodyTooLongError, walk: NewestFirstWalk, budget: ListingBudget): void {
    const id = new RegExp(`"${this.#listing.idField}"\\s*:\\s*"([^"\\\\]{1,256})"`).exec(
      beginning.toString('latin1'),
    )?.[1];
    const skippedIds = id === undefined ? [] : [quotedText(id)];
    walk.addPage({ jobs: [], skipped: 1, skippedIds, limit: 1, total: undefined });
    budget.spend({ bytes: 0, jobs: 1 });
    budget.countTooLarge();
  }

  /** Adds pages until the walk or the budget ends. Resolves with the error that ends it earlier. */
  async #addOthers(
    walk: NewestFirstWalk,
    budget: ListingBudget,
    signal: AbortSignal,
    onPage: OnPage,
  ): Promise<BackendError | undefined> {
    try {
      while (walk.next === 'page' && !budget.exceeded()) {
        const page = await this.#fetch(walk.offset, budget, signal);
        if (page instanceof BodyTooLongError) this.#addTooLarge(page, walk, budget);
        else await this.#add(page, walk, budget, onPage);
      }
    } catch (error) {
      if (error instanceof BackendError) return error;
      throw error;
    }
    if (walk.isCut) return new BackendError('malformed', 'the listing is empty although it reports jobs');
    return walk.next === 'stuck' ? new BackendError('malformed', 'the listing repeats pages') : undefined;
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

/** The watermark after a poll that is complete; `undefined` if no job has a creation time. */
function nextWatermark(
  before: Watermark | undefined,
  { newestMs }: NewestFirstWalk,
  offsetMs: number | undefined,
  beganMs: number,
): Watermark | undefined {
  if (newestMs === undefined) return undefined;
  return withoutNoise(before, advanced(before, { newestMs, offsetMs }, beganMs));
}

/**
 * The error with what is given up; `undefined` if the listing was not read down to `settledMs`, where the next poll
 * ends: then that poll would not get further either.
 */
function givenUpError(
  endless: BackendError,
  { reachedMs }: NewestFirstWalk,
  settledMs: number,
): BackendError | undefined {
  if (reachedMs === undefined || reachedMs >= settledMs) return undefined;
  const since = new Date(reachedMs).toISOString();
  return new BackendError('malformed', `${endless.message}, so jobs created before ${since} are left out`);
}

function addTo(walk: NewestFirstWalk, budget: ListingBudget, { size }: PageResponse, outline: PageOutline): void {
  walk.addPage(outline);
  budget.spend({ bytes: size, jobs: outline.jobs.length + outline.skipped });
}
