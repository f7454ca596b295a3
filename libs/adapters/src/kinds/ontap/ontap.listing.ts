import { BackendError, type Logger, nextTurn, type ObservedJob, type OnPage, type PollResult } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-client.js';
import { isOriginPath } from '../../http/origin-path.js';
import { errorForListing } from './ontap.errors.js';
import { normalizeJob } from './ontap.normalize.js';
import { readPage } from './ontap.wire.js';

/** More pages than any cluster has: a longer listing is treated as endless. */
const MAX_PAGES = 1_000;

/** Number of records that are normalised between two turns of the event loop; takes about 3 ms. */
const RECORDS_PER_TURN = 500;

/** What a page contains besides its jobs. */
interface PageFacts {
  readonly skipped: number;
  readonly next: string | undefined;
  readonly incomplete: boolean;
}

/** A parsed page. */
interface JobPage extends PageFacts {
  readonly jobs: readonly ObservedJob[];
}

/** Fetches pages. Both methods reject with a `BackendError` only, and resolve for every HTTP status. */
export interface OntapPages {
  /** The first page. */
  first(signal: AbortSignal): Promise<BackendResponse>;
  /** The page of a `next` link. */
  at(path: string, signal: AbortSignal): Promise<BackendResponse>;
}

/** Reads the whole listing. Keeps the hash of each page, so that an unchanged page need not be parsed again. */
export class OntapListing {
  readonly #pages: OntapPages;
  readonly #logger: Logger;
  /** The pages of the last poll, by the hash of their text. */
  #known: ReadonlyMap<string, PageFacts> = new Map();

  constructor(pages: OntapPages, logger: Logger) {
    this.#pages = pages;
    this.#logger = logger;
  }

  /**
   * A snapshot. It is incomplete if a page after the first one fails, if ONTAP reports errors beside the records, or if
   * the links form a cycle. Throws `malformed` for a link that leaves the origin.
   */
  async read(signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    const response = await this.#pages.first(signal);
    const read = new Map<string, PageFacts>();
    const facts: PageFacts[] = [];
    const add = async (next: BackendResponse): Promise<PageFacts> => {
      const hash = hashOf(next);
      const page = await this.#passOn(next, hash, onPage);
      read.set(hash, page);
      facts.push(page);
      return page;
    };
    const seen = new Set<string>();
    let last: PageFacts | BackendError = await add(response);
    while (!(last instanceof BackendError) && last.next !== undefined) {
      last = await this.#follow(last.next, seen, async (link) => add(await this.#pages.at(link, signal)));
    }
    this.#known = read;
    return {
      form: 'snapshot',
      complete: !(last instanceof BackendError) && facts.every((each) => !each.incomplete),
      skipped: facts.reduce((sum, each) => sum + each.skipped, 0),
      ...(last instanceof BackendError && { error: last }),
      ...(response.clockOffsetMs !== undefined && { clockOffsetMs: response.clockOffsetMs }),
    };
  }

  /** As `read`, but neither reads nor changes the known pages. */
  readUncached(signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return new OntapListing(this.#pages, this.#logger).read(signal, onPage);
  }

  /** The page of a `next` link, or the error for an incomplete listing. */
  async #follow(
    link: string,
    seen: Set<string>,
    read: (link: string) => Promise<PageFacts>,
  ): Promise<PageFacts | BackendError> {
    if (!isOriginPath(link))
      throw new BackendError('malformed', 'the link to the next page leaves the origin of the source');
    if (seen.has(link) || seen.size >= MAX_PAGES) {
      this.#logger.debug({ pages: seen.size + 1 }, 'listing does not end');
      return new BackendError('malformed', 'the listing does not end');
    }
    seen.add(link);
    try {
      return await read(link);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.#logger.debug({ code: error.code, reason: error.message, pages: seen.size }, 'listing is incomplete');
      return error;
    }
  }

  /** An unknown page is parsed in any case: it has the link to the next page. */
  async #passOn(response: BackendResponse, hash: string, onPage: OnPage): Promise<PageFacts> {
    let parsed: Promise<JobPage> | undefined;
    const parse = (): Promise<JobPage> => (parsed ??= normalizePage(response));
    const { clockOffsetMs } = response;
    await onPage({
      fingerprint: hash,
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
      jobs: async () => (await parse()).jobs,
    });
    const known = this.#known.get(hash);
    if (known) return known;
    const { skipped, next, incomplete } = await parse();
    return { skipped, next, incomplete };
  }
}

function hashOf(response: BackendResponse): string {
  if (response.status !== 200) throw errorForListing(response);
  return response.hash();
}

/** Yields to the event loop after every `RECORDS_PER_TURN` records. */
async function normalizePage(response: BackendResponse): Promise<JobPage> {
  const page = readPage(response.json());
  if (!page) throw new BackendError('malformed', 'the response is not a page of jobs', { status: response.status });
  const jobs = new Map<string, ObservedJob>();
  let valid = 0;
  for (const [index, record] of page.records.entries()) {
    if (index % RECORDS_PER_TURN === 0) await nextTurn();
    const job = normalizeJob(record);
    if (!job) continue;
    valid += 1;
    jobs.set(job.native_id, job);
  }
  const skipped = page.records.length - valid;
  return { jobs: [...jobs.values()], skipped, next: page.next, incomplete: page.incomplete };
}
