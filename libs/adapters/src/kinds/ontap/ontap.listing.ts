import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { BackendError, type Logger, type ObservedJob, type PollAnswer } from '@gateway/core';
import { type BackendResponse } from '../../http/backend-client.js';
import { isOriginPath } from '../../http/origin-path.js';
import { errorForListing } from './ontap.errors.js';
import { normalizeJob } from './ontap.normalize.js';
import { readPage } from './ontap.wire.js';

/** No cluster has so many; a listing that goes on is not believed. */
const MAX_PAGES = 1_000;
/** Pages whose jobs are kept from one poll to the next, about 10,000 jobs. */
const MAX_KEPT_PAGES = 10;

/** As many as take some 3 ms. */
const RECORDS_PER_TURN = 500;

/** A page, normalised; equal texts have equal hashes. */
interface JobPage {
  readonly hash: string;
  readonly jobs: readonly ObservedJob[];
  readonly skipped: number;
  readonly next: string | undefined;
  readonly incomplete: boolean;
}

/** How pages are asked for; both reject with a `BackendError` only, and resolve whatever the status. */
export interface OntapPages {
  first(signal: AbortSignal): Promise<BackendResponse>;
  at(path: string, signal: AbortSignal): Promise<BackendResponse>;
}

/** Reads the whole listing again and again; a page whose text is as it was the time before is not parsed again. */
export class OntapListing {
  readonly #pages: OntapPages;
  readonly #logger: Logger;
  #kept: ReadonlyMap<string, JobPage> = new Map();

  constructor(pages: OntapPages, logger: Logger) {
    this.#pages = pages;
    this.#logger = logger;
  }

  /**
   * A snapshot. It is incomplete when a page after the first cannot be had, when ONTAP says so itself, or when the
   * links run in a circle. A link that leaves the origin is not followed: `malformed`.
   */
  async read(signal: AbortSignal): Promise<PollAnswer> {
    const response = await this.#pages.first(signal);
    let trouble: BackendError | undefined;
    let page: JobPage | undefined = await this.#pageOf(response);
    const read = [page];
    const seen = new Set<string>();
    while (page?.next !== undefined) {
      const followed: JobPage | BackendError = await this.#follow(page.next, seen, signal);
      page = followed instanceof BackendError ? undefined : followed;
      if (page) read.push(page);
      else if (followed instanceof BackendError) trouble = followed;
    }
    this.#kept = new Map(read.slice(0, MAX_KEPT_PAGES).map((each) => [each.hash, each]));
    const jobs = new Map(read.flatMap((each) => each.jobs.map((job) => [job.native_id, job])));
    return {
      form: 'snapshot',
      jobs: [...jobs.values()],
      complete: page !== undefined && read.every((each) => !each.incomplete),
      skipped: read.reduce((sum, each) => sum + each.skipped, 0),
      ...(trouble && { error: trouble }),
      ...(response.clockOffsetMs !== undefined && { clockOffsetMs: response.clockOffsetMs }),
    };
  }

  /** As `read`, as if nothing had been read before; nothing is kept. */
  readAfresh(signal: AbortSignal): Promise<PollAnswer> {
    return new OntapListing(this.#pages, this.#logger).read(signal);
  }

  /** The page at a link, or why it cannot be had. */
  async #follow(link: string, seen: Set<string>, signal: AbortSignal): Promise<JobPage | BackendError> {
    if (!isOriginPath(link))
      throw new BackendError('malformed', 'the link to the next page leads away from the source');
    if (seen.has(link) || seen.size >= MAX_PAGES) {
      this.#logger.debug({ pages: seen.size + 1 }, 'listing does not end');
      return new BackendError('malformed', 'the listing does not end');
    }
    seen.add(link);
    try {
      return await this.#pageOf(await this.#pages.at(link, signal));
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.#logger.debug({ code: error.code, reason: error.message, pages: seen.size }, 'listing left unfinished');
      return error;
    }
  }

  async #pageOf(response: BackendResponse): Promise<JobPage> {
    if (response.status !== 200) throw errorForListing(response);
    const hash = createHash('sha256').update(response.text).digest('base64');
    return this.#kept.get(hash) ?? normalizePage(hash, response);
  }
}

/** Lets the event loop turn after every so many records, however many there are. */
async function normalizePage(hash: string, response: BackendResponse): Promise<JobPage> {
  const page = readPage(response.json());
  if (!page) throw new BackendError('malformed', 'the answer is no page of jobs', { status: response.status });
  const jobs: ObservedJob[] = [];
  for (const [index, record] of page.records.entries()) {
    if (index % RECORDS_PER_TURN === 0) await setImmediate();
    const job = normalizeJob(record);
    if (job) jobs.push(job);
  }
  return { hash, jobs, skipped: page.records.length - jobs.length, next: page.next, incomplete: page.incomplete };
}
