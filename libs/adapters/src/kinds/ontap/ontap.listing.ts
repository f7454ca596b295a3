import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { BackendError, type Logger, type ObservedJob, type PollResult } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-client.js';
import { isOriginPath } from '../../http/origin-path.js';
import { errorForListing } from './ontap.errors.js';
import { normalizeJob } from './ontap.normalize.js';
import { readPage } from './ontap.wire.js';

/** More pages than any cluster has: a longer listing is treated as endless. */
const MAX_PAGES = 1_000;
/** Number of pages that are cached from one poll to the next; about 10,000 jobs. */
const MAX_CACHED_PAGES = 10;

/** Number of records that are normalised between two turns of the event loop; takes about 3 ms. */
const RECORDS_PER_TURN = 500;

/** A normalised page and the hash of its text. */
interface JobPage {
  readonly hash: string;
  readonly jobs: readonly ObservedJob[];
  readonly skipped: number;
  readonly next: string | undefined;
  readonly incomplete: boolean;
}

/** Fetches pages. Both methods reject with a `BackendError` only, and resolve for every HTTP status. */
export interface OntapPages {
  /** The first page. */
  first(signal: AbortSignal): Promise<BackendResponse>;
  /** The page of a `next` link. */
  at(path: string, signal: AbortSignal): Promise<BackendResponse>;
}

/** Reads the whole listing. Caches its first pages, so that an unchanged page is not parsed again. */
export class OntapListing {
  readonly #pages: OntapPages;
  readonly #logger: Logger;
  #cached: ReadonlyMap<string, JobPage> = new Map();

  constructor(pages: OntapPages, logger: Logger) {
    this.#pages = pages;
    this.#logger = logger;
  }

  /**
   * A snapshot. It is incomplete if a page after the first one fails, if ONTAP reports errors beside the records, or if
   * the links form a cycle. Throws `malformed` for a link that leaves the origin.
   */
  async read(signal: AbortSignal): Promise<PollResult> {
    const response = await this.#pages.first(signal);
    let failure: BackendError | undefined;
    let page: JobPage | undefined = await this.#pageOf(response);
    const read = [page];
    const seen = new Set<string>();
    while (page?.next !== undefined) {
      const followed: JobPage | BackendError = await this.#follow(page.next, seen, signal);
      page = followed instanceof BackendError ? undefined : followed;
      if (page) read.push(page);
      else if (followed instanceof BackendError) failure = followed;
    }
    this.#cached = new Map(read.slice(0, MAX_CACHED_PAGES).map((each) => [each.hash, each]));
    const jobs = new Map(read.flatMap((each) => each.jobs.map((job) => [job.native_id, job])));
    return {
      form: 'snapshot',
      jobs: [...jobs.values()],
      complete: page !== undefined && read.every((each) => !each.incomplete),
      skipped: read.reduce((sum, each) => sum + each.skipped, 0),
      ...(failure && { error: failure }),
      ...(response.clockOffsetMs !== undefined && { clockOffsetMs: response.clockOffsetMs }),
    };
  }

  /** As `read`, but neither reads nor changes the cache. */
  readUncached(signal: AbortSignal): Promise<PollResult> {
    return new OntapListing(this.#pages, this.#logger).read(signal);
  }

  /** The page of a `next` link, or the error for an incomplete listing. */
  async #follow(link: string, seen: Set<string>, signal: AbortSignal): Promise<JobPage | BackendError> {
    if (!isOriginPath(link))
      throw new BackendError('malformed', 'the link to the next page leaves the origin of the source');
    if (seen.has(link) || seen.size >= MAX_PAGES) {
      this.#logger.debug({ pages: seen.size + 1 }, 'listing does not end');
      return new BackendError('malformed', 'the listing does not end');
    }
    seen.add(link);
    try {
      return await this.#pageOf(await this.#pages.at(link, signal));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.#logger.debug({ code: error.code, reason: error.message, pages: seen.size }, 'listing is incomplete');
      return error;
    }
  }

  async #pageOf(response: BackendResponse): Promise<JobPage> {
    if (response.status !== 200) throw errorForListing(response);
    const hash = createHash('sha256').update(response.text).digest('base64');
    return this.#cached.get(hash) ?? normalizePage(hash, response);
  }
}

/** Yields to the event loop after every `RECORDS_PER_TURN` records. */
async function normalizePage(hash: string, response: BackendResponse): Promise<JobPage> {
  const page = readPage(response.json());
  if (!page) throw new BackendError('malformed', 'the response is not a page of jobs', { status: response.status });
  const jobs: ObservedJob[] = [];
  for (const [index, record] of page.records.entries()) {
    if (index % RECORDS_PER_TURN === 0) await setImmediate();
    const job = normalizeJob(record);
    if (job) jobs.push(job);
  }
  return { hash, jobs, skipped: page.records.length - jobs.length, next: page.next, incomplete: page.incomplete };
}
