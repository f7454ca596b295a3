import {
  type HasLeft,
  type JobPage,
  type JobQuery,
  type JobSummary,
  type LoopShare,
  SharedResult,
  type SummaryQuery,
} from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { type JobIndex } from '../index/job-index.js';
import { runQuery } from './run-query.js';
import { summarize } from './summarize.js';
import { TimeSlice } from './time-slice.js';

/** Maximum number of records in all cached pages together. */
const MAX_CACHED_RECORDS = 20_000;
/** Maximum number of cached summaries; each has at most `MAX_GROUPS` groups. */
const MAX_CACHED_SUMMARIES = 20;

type Results<T> = LRUCache<string, SharedResult<T>>;

/**
 * Runs queries and caches their results by key and scope. Equal queries share a run, which ends early when the clients
 * of all of them have left. The owner clears the cache whenever the index changes.
 */
export class QueryCache {
  readonly #pages: Results<JobPage> = new LRUCache({ maxSize: MAX_CACHED_RECORDS });
  readonly #summaries: Results<JobSummary | undefined> = new LRUCache({ max: MAX_CACHED_SUMMARIES });

  constructor(private readonly share: LoopShare) {}

  /** The page of a query, as `runQuery`. */
  query(index: JobIndex, query: JobQuery, hasLeft: HasLeft): Promise<JobPage> {
    const key = keyOf(query);
    const joined = this.#pages.get(key)?.join(hasLeft);
    if (joined) return joined;
    const page = new SharedResult((allLeft) => runQuery(index, query, new TimeSlice(this.share, allLeft)), hasLeft);
    this.#pages.set(key, page, { size: query.maxRecords + 1 + Math.ceil(key.length / 100) });
    return firstOf(page, this.#pages, key);
  }

  /** The summary of a query, as `summarize`. */
  summary(index: JobIndex, query: SummaryQuery, hasLeft: HasLeft): Promise<JobSummary | undefined> {
    const key = keyOf(query);
    const joined = this.#summaries.get(key)?.join(hasLeft);
    if (joined) return joined;
    const summary = new SharedResult((allLeft) => summarize(index, query, new TimeSlice(this.share, allLeft)), hasLeft);
    this.#summaries.set(key, summary);
    return firstOf(summary, this.#summaries, key);
  }

  /** Removes all results. */
  clear(): void {
    this.#pages.clear();
    this.#summaries.clear();
  }
}

/** The key of a request contains no line break, so the last one separates the parts. */
function keyOf({ key, scope }: JobQuery | SummaryQuery): string {
  return scope === undefined ? key : `${scope.key}\n${key}`;
}

/** The result for the first caller. The next equal query runs again if this one fails. */
function firstOf<T>(shared: SharedResult<T>, results: Results<T>, key: string): Promise<T> {
  const result = shared.get();
  result.catch(() => {
    if (results.peek(key) === shared) results.delete(key);
  });
  return result;
}
