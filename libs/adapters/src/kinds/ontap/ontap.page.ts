import { BackendError, type ObservedJob } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-response.js';
import { type PageReading, type ParsedPage } from '../../json/parse-json.js';
import { joinedIds, MOST_TIMES_REQUESTED, PageJobs } from '../../listing/page-jobs.js';
import { normalizeJob } from './ontap.normalize.js';
import { readPage } from './ontap.wire.js';

/** Number of jobs that are requested with each page. */
export const PAGE_SIZE = 1_000;
const PAGE_FORM = { path: ['records'], maxRecords: PAGE_SIZE * MOST_TIMES_REQUESTED };

/** What a page contains besides its jobs. */
export interface PageFacts {
  /** Number of parts in which its jobs are read. */
  readonly parts: number;
  /** Number of records, invalid ones included. */
  readonly records: number;
  readonly skipped: number;
  readonly skippedIds: readonly string[];
  readonly next: string | undefined;
  readonly incomplete: boolean;
}

/**
 * Reads the jobs of a page in parts of at most as many as were requested, so that the jobs of a larger page are
 * never all in memory. A normal page has one part. Throws a `malformed` BackendError if it is not a page of jobs.
 */
export class OntapPageReader {
  /** Number of parts read so far. */
  parts = 0;
  readonly #status: number;
  readonly #reading: PageReading;
  /** Jobs that come after the last part. */
  #waiting: readonly ObservedJob[] = [];
  /** What follows the records, once they have been read. */
  #rest: Pick<PageFacts, 'incomplete' | 'next'> | undefined;
  #records = 0;
  #skipped = 0;
  #skippedIds: readonly string[] = [];

  constructor(response: BackendResponse) {
    this.#status = response.status;
    this.#reading = response.page(PAGE_FORM);
  }

  /** The page without its jobs; `undefined` while parts are left. */
  get facts(): PageFacts | undefined {
    if (this.#rest === undefined || this.#waiting.length > 0) return undefined;
    const read = { parts: this.parts, records: this.#records, skipped: this.#skipped, skippedIds: this.#skippedIds };
    return { ...read, ...this.#rest };
  }

  /** The next part. If it has a job twice, the later observation counts. */
  async readPart(): Promise<readonly ObservedJob[]> {
    const part = new Map<string, ObservedJob>();
    do {
      const fitting = this.#waiting.slice(0, PAGE_SIZE - part.size);
      this.#waiting = this.#waiting.slice(fitting.length);
      for (const job of fitting) part.set(job.native_id, job);
    } while (this.#waiting.length === 0 && (await this.#readMore()));
    this.parts += 1;
    return [...part.values()];
  }

  /** Reads some records; false if there are no more. */
  async #readMore(): Promise<boolean> {
    if (this.#rest) return false;
    const step = await this.#reading.next();
    const records = step.done ? this.#end(step.value) : step.value;
    const found = new PageJobs(normalizeJob, 'uuid');
    found.add(records);
    this.#records += records.length;
    this.#skipped += found.skipped;
    this.#skippedIds = joinedIds(this.#skippedIds, found.skippedIds);
    this.#waiting = found.jobs;
    return true;
  }

  /** The records outside a list: a single one, as in some examples of the documents. */
  #end({ body, tooLarge }: ParsedPage): readonly unknown[] {
    const page = readPage(body);
    if (!page) throw new BackendError('malformed', 'the response is not a page of jobs', { status: this.#status });
    this.#records += tooLarge;
    this.#skipped += tooLarge;
    const { count = 0, incomplete, next } = page;
    this.#rest = { next, incomplete: incomplete || count > this.#records + page.records.length };
    return page.records;
  }
}
