import { BodyTooLongError } from '../http/read-body.js';

/** After a page with less than this share of the longest body, twice as many records fit. */
const SMALL_SHARE = 1 / 4;
/** Such pages after one that was too long, until more records are requested: its long record may still be ahead. */
const PAGES_TO_GROW = 8;

/** How many records to request per page. A backend whose jobs are large gets smaller pages, for as long as they are. */
export class PageSize {
  #current: number;
  /** The number before it was reduced, while it is not known whether a single record is too long. */
  #before: number | undefined;
  /** Such a record was found, and no page has been read since. */
  #isAfterLong = false;
  /** Small pages in a row. */
  #small = PAGES_TO_GROW;

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

  /** A page size of its own for another listing of the same backend at the same time. */
  copy(): PageSize {
    const copy = new PageSize(this.most, this.maxBytes);
    copy.#current = this.#current;
    return copy;
  }

  /** Begins a listing. */
  begin(): void {
    if (this.#isAfterLong) this.#restore();
    this.#before = undefined;
  }

  /**
   * Fetches a page. While its body is too long, halves the number of records and fetches it again; `onTooLong`
   * receives each such error, and can throw. Resolves with the error if a single record is too long: after the
   * next page, as many records as before are requested. Throws what `fetchPage` throws.
   */
  async fetch<T extends { readonly size: number }>(
    fetchPage: (size: number) => Promise<T>,
    onTooLong: (maxBytes: number) => void,
  ): Promise<T | BodyTooLongError> {
    for (;;) {
      const size = this.#current;
      try {
        const page = await fetchPage(size);
        this.#noteSuccess(page.size);
        return page;
      } catch (error) {
        if (!(error instanceof BodyTooLongError)) throw error;
        onTooLong(this.maxBytes);
        this.#before ??= size;
        this.#small = 0;
        if (size === 1) {
          this.#isAfterLong = true;
          return error;
        }
        this.#current = Math.floor(size / 2);
      }
    }
  }

  #noteSuccess(bytes: number): void {
    if (this.#isAfterLong) this.#restore();
    this.#small = bytes < this.maxBytes * SMALL_SHARE ? this.#small + 1 : 0;
    if (this.#small < PAGES_TO_GROW) return;
    this.#current = Math.min(this.most, 2 * this.#current);
    this.#before = undefined;
  }

  #restore(): void {
    this.#current = this.#before ?? this.#current;
    this.#before = undefined;
    this.#isAfterLong = false;
  }
}
