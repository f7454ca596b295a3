import { type JobPage, type JobQuery, type JobSummary, type MonotonicClock, type SummaryQuery } from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { type JobIndex } from '../index/job-index.js';
import { runQuery } from './run-query.js';
import { summarize } from './summarize.js';
import { TimeSlice } from './time-slice.js';

/** Maximum number of records in all cached pages together. */
const MAX_CACHED_RECORDS = 20_000;
/** Maximum number of cached summaries; each has at most `MAX_GROUPS` groups. */
const MAX_CACHED_SUMMARIES = 20;

/** Runs queries and caches their results by key. The owner clears the cache whenever the index changes. */
export class QueryCache {
  readonly #pages = new LRUCache<string, Promise<JobPage>>({ maxSize: MAX_CACHED_RECORDS });
  readonly #summaries = new LRUCache<string, Promise<JobSummary | undefined>>({ max: MAX_CACHED_SUMMARIES });
  readonly #clock: MonotonicClock;

  constructor(clock: MonotonicClock) {
    this.#clock = clock;
  }

  /** The page of a query, as `runQuery`. */
  query(index: JobIndex, query: JobQuery): Promise<JobPage> {
    const cached = this.#pages.get(query.key);
    if (cached) return cached;
    const page = runQuery(index, query, new TimeSlice(this.#clock));
    this.#pages.set(query.key, page, { size: query.maxRecords + 1 + Math.ceil(query.key.length / 100) });
    forgetFailure(this.#pages, query.key, page);
    return page;
  }

  /** The summary of a query, as `summarize`. */
  summary(index: JobIndex, query: SummaryQuery): Promise<JobSummary | undefined> {
    const cached = this.#summaries.get(query.key);
    if (cached) return cached;
    const summary = summarize(index, query, new TimeSlice(this.#clock));
    this.#summaries.set(query.key, summary);
    forgetFailure(this.#summaries, query.key, summary);
    return summary;
  }

  /** Removes all results. */
  clear(): void {
    this.#pages.clear();
    this.#summaries.clear();
  }
}

/** The next equal query runs again if this one fails; the caller gets the error. */
function forgetFailure<T extends Promise<unknown>>(results: LRUCache<string, T>, key: string, result: T): void {
  result.catch(() => {
    if (results.peek(key) === result) results.delete(key);
  });
}
