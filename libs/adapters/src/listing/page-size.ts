import { BodyTooLongError } from '../http/read-body.js';

/** If the longest page of a listing has less than this share of the longest body, twice as many records fit. */
const SMALL_SHARE = 1 / 4;

/** How many records to request per page. A backend whose jobs are large gets smaller pages, for as long as they are. */
export class PageSize {
  #current: number;
  /** The number before it was reduced for a record that may be too long by itself. */
  #before: number | undefined;
  /** Such a record was found, and no page has been read since. */
  #isAfterLong = false;
  /** The longest page of this listing, in bytes. */
  #longest = 0;

  /** `most` records, unless such a page is longer than `maxBytes`. */
  constructor(
    private readonly most: number,
    private readonly maxBytes: number,
  ) {
    this.#current = most;
  }

  /** The number of records to request, at least 1. */
  get current(): number {
    return this.#current;
  }

  /** Begins a listing: requests more records again if those of the previous listing were small. */
  begin(): void {
    if (this.#longest < this.maxBytes * SMALL_SHARE) this.#current = Math.min(this.most, 2 * this.#current);
    this.#longest = 0;
    this.#before = undefined;
    this.#isAfterLong = false;
  }

  /**
   * Fetches a page. While its body is too long, halves the number of records and fetches it again. Resolves with the
   * error if a single record is too long: after the next page, as many records as before are requested. Throws what `fetchPage` throws.
   */
  async fetch<T extends { readonly size: number }>(
    fetchPage: (size: number) => Promise<T>,
  ): Promise<T | BodyTooLongError> {
    for (;;) {
      try {
        const page = await fetchPage(this.#current);
        this.#longest = Math.max(this.#longest, page.size);
        if (this.#isAfterLong) this.#restore();
        return page;
      } catch (error) {
        if (!(error instanceof BodyTooLongError)) throw error;
        this.#longest = this.maxBytes;
        this.#before ??= this.#current;
        if (this.#current > 1) {
          this.#current = Math.floor(this.#current / 2);
          continue;
        }
        this.#isAfterLong = true;
        return error;
      }
    }
  }

  #restore(): void {
    this.#current = this.#before ?? this.#current;
    this.#before = undefined;
    this.#isAfterLong = false;
  }
}
