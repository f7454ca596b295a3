import { BackendError } from '@gateway/core';

/**
 * More pages, jobs and bytes than any backend lists. ONTAP keeps a finished job for five minutes, so 100,000 jobs
 * would be 300 new ones per second; a cluster of the largest size has some thousand. The history of a Service Engine
 * or a Unified Manager is read in pages of 100 jobs that overlap, so 1,000 pages have its newest 95,005 jobs: it can
 * be longer, and `NewestFirstPoll` then gives up the older ones. 256 MiB are 100,000 jobs of 2.6 kB.
 */
const MOST = { pages: 1_000, jobs: 100_000, bytes: 256 * 1024 * 1024 };
/**
 * Jobs that are too large by themselves: to step over one, several responses of the longest size are read. A backend
 * that ignores the requested page size has one at every step.
 */
const MOST_TOO_LARGE = 10;

/** What one listing has read so far. No listing is read beyond the budget. */
export class ListingBudget {
  #pages = 0;
  #jobs = 0;
  #bytes = 0;
  #tooLarge = 0;

  /** Number of pages. */
  get pages(): number {
    return this.#pages;
  }

  /** Counts a page that was read. `jobs` includes items that are not valid jobs. */
  spend({ bytes, jobs }: { readonly bytes: number; readonly jobs: number }): void {
    this.#pages += 1;
    this.#jobs += jobs;
    this.#bytes += bytes;
  }

  /** Counts the bytes of a response that is too long. Throws a `malformed` BackendError if the budget is exceeded. */
  readonly spendTooLong = (bytes: number): void => {
    this.#bytes += bytes;
    if (!this.exceeded()) return;
    throw new BackendError('malformed', 'too many responses are too long: jobs are too large to be read');
  };

  /** Counts a job that is too large by itself. Throws a `malformed` BackendError if there are too many. */
  countTooLarge(): void {
    this.#tooLarge += 1;
    if (this.#tooLarge <= MOST_TOO_LARGE) return;
    throw new BackendError('malformed', `more than ${MOST_TOO_LARGE} jobs are too large to be read`);
  }

  /** A `malformed` BackendError if no further page may be read. */
  exceeded(): BackendError | undefined {
    const isExceeded = this.#pages >= MOST.pages || this.#jobs >= MOST.jobs || this.#bytes >= MOST.bytes;
    if (!isExceeded) return undefined;
    const size = `${this.#pages} pages, ${this.#jobs} jobs and ${Math.round(this.#bytes / 1024 / 1024)} MiB`;
    return new BackendError('malformed', `the listing does not end after ${size}`);
  }
}
