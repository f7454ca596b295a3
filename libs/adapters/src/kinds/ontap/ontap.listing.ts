import { BackendError, type Logger, type ObservedJob, type OnPage, type PollResult } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-response.js';
import { isOriginPath, MAX_PATH_LENGTH } from '../../http/origin-path.js';
import { BodyTooLongError } from '../../http/read-body.js';
import { ListingBudget } from '../../listing/listing-budget.js';
import { joinedIds, PageJobs } from '../../listing/page-jobs.js';
import { type PageSize } from '../../listing/page-size.js';
import { errorForListing } from './ontap.errors.js';
import { fieldsIn, withFields, withPageSize } from './ontap.links.js';
import { OntapPageReader, type PageFacts } from './ontap.page.js';
import { readPage } from './ontap.wire.js';

const TOO_LONG_LINK = new BackendError(
  'malformed',
  `the link to the next page is longer than ${MAX_PATH_LENGTH} characters`,
);

/** Fetches pages. The methods reject with a `BackendError` only, and resolve for every HTTP status. */
export interface OntapPages {
  /** The path of the first page, with the fields that this cluster accepts. */
  firstPath(): string;
  /** The first page, with at most `size` jobs. */
  first(size: number, signal: AbortSignal): Promise<BackendResponse>;
  /** True if a link on the origin of the source can lead to a page of the cluster. */
  isOwn(link: string): boolean;
  /** The page of a path. */
  at(path: string, signal: AbortSignal): Promise<BackendResponse>;
}

/** Reads the whole listing. Keeps the hash of each page, so that an unchanged page need not be parsed again. */
export class OntapListing {
  readonly #pages: OntapPages;
  readonly #size: PageSize;
  readonly #logger: Logger;
  /** The pages of the last poll, by the hash of their text. */
  #known: ReadonlyMap<string, PageFacts> = new Map();

  constructor(pages: OntapPages, size: PageSize, logger: Logger) {
    this.#pages = pages;
    this.#size = size;
    this.#logger = logger;
  }

  /**
   * A snapshot. It is incomplete if a page after the first one fails, if ONTAP reports errors beside the records, or if
   * the listing does not end or has a link that is too long. Throws `malformed` for a link that leaves the origin.
   */
  async read(signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    this.#size.begin();
    const budget = new ListingBudget();
    const read = new Map<string, PageFacts>();
    const facts: PageFacts[] = [];
    let clockOffsetMs: number | undefined;
    const add = async (link: string | undefined): Promise<PageFacts> => {
      const response = await this.#size.fetch((size) => this.#fetch(link, size, signal), budget.spendTooLong);
      if (response instanceof BodyTooLongError) {
        budget.countTooLarge();
        return addPage(await this.#skipOne(link, signal));
      }
      clockOffsetMs ??= response.clockOffsetMs;
      const hash = await hashOf(response);
      const page = await this.#passOn(response, hash, onPage);
      read.set(hash, page);
      return addPage(page, response.size);
    };
    const addPage = (page: PageFacts, bytes = 0): PageFacts => {
      budget.spend({ bytes, jobs: page.records });
      facts.push(page);
      return page;
    };
    const seen = new Set<string>();
    let last: PageFacts | BackendError = await add(undefined);
    while (!(last instanceof BackendError) && last.next !== undefined) {
      last = await this.#follow(last.next, seen, budget, add);
    }
    this.#known = read;
    const skippedIds = facts.reduce<readonly string[]>((ids, each) => joinedIds(ids, each.skippedIds), []);
    return {
      form: 'snapshot',
      complete: !(last instanceof BackendError) && facts.every((each) => !each.incomplete),
      skipped: facts.reduce((sum, each) => sum + each.skipped, 0),
      ...(skippedIds.length > 0 && { skippedIds }),
      ...(last instanceof BackendError && { error: last }),
      ...(clockOffsetMs !== undefined && { clockOffsetMs }),
    };
  }

  /** As `read`, but neither reads nor changes the known pages. */
  readUncached(signal: AbortSignal, onPage: OnPage): Promise<PollResult> {
    return new OntapListing(this.#pages, this.#size.copy(), this.#logger).read(signal, onPage);
  }

  /** The page of a link, or the first page. */
  #fetch(link: string | undefined, size: number, signal: AbortSignal): Promise<BackendResponse> {
    if (link === undefined) return this.#pages.first(size, signal);
    return this.#pages.at(withPageSize(link, size), signal);
  }

  /** Steps over a job that is too large by itself: fetches only its id, and with that the link to the next page. */
  async #skipOne(link: string | undefined, signal: AbortSignal): Promise<PageFacts> {
    const path = link ?? this.#pages.firstPath();
    const response = await this.#pages.at(withFields(withPageSize(path, 1), 'uuid'), signal);
    if (response.status !== 200) throw errorForListing(response);
    const page = readPage(response.json());
    if (page?.records.length !== 1) {
      throw new BackendError(
        'malformed',
        'the list of ids does not have exactly one in place of a job that is too large',
      );
    }
    const { incomplete, next, records } = page;
    const found = new PageJobs(() => undefined, 'uuid');
    found.add(records);
    const { skipped, skippedIds } = found;
    return {
      ...{ parts: 1, records: records.length, skipped, skippedIds, incomplete },
      next: next === undefined ? undefined : withFields(next, fieldsIn(path)),
    };
  }

  /** The page of a `next` link, or the error for an incomplete listing. */
  async #follow(
    link: string,
    seen: Set<string>,
    budget: ListingBudget,
    read: (link: string) => Promise<PageFacts>,
  ): Promise<PageFacts | BackendError> {
    if (link.length > MAX_PATH_LENGTH) return this.#incomplete(TOO_LONG_LINK, budget);
    if (!isOriginPath(link))
      throw new BackendError('malformed', 'the link to the next page leaves the origin of the source');
    if (!this.#pages.isOwn(link))
      throw new BackendError('malformed', 'the link to the next page leaves the path of the cluster');
    const endless = seen.has(link) ? new BackendError('malformed', 'the listing repeats a page') : budget.exceeded();
    if (endless) return this.#incomplete(endless, budget);
    seen.add(link);
    try {
      return await read(link);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return this.#incomplete(error, budget);
    }
  }

  #incomplete(error: BackendError, { pages }: ListingBudget): BackendError {
    this.#logger.debug({ code: error.code, reason: error.message, pages }, 'listing is incomplete');
    return error;
  }

  /** Passes on a page in its parts. An unknown page is parsed in any case: it has the link to the next page. */
  async #passOn(response: BackendResponse, hash: string, onPage: OnPage): Promise<PageFacts> {
    const { clockOffsetMs } = response;
    let page: OntapPageReader | undefined;
    const jobsOf = async (part: number): Promise<readonly ObservedJob[]> => {
      if (page === undefined || page.parts > part) page = new OntapPageReader(response);
      while (page.parts < part) await page.readPart();
      return page.readPart();
    };
    for (let part = 0; ; part += 1) {
      await onPage({
        fingerprint: part === 0 ? hash : `${hash} ${part}`,
        ...(clockOffsetMs !== undefined && { clockOffsetMs }),
        jobs: () => jobsOf(part),
      });
      const known = this.#known.get(hash);
      if (!known && (page?.parts ?? 0) <= part) await jobsOf(part);
      const facts = known ?? page?.facts;
      if (facts && facts.parts === part + 1) return facts;
    }
  }
}

async function hashOf(response: BackendResponse): Promise<string> {
  if (response.status !== 200) throw errorForListing(response);
  return response.hash();
}
