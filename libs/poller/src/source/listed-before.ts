import { formatJobId, type ViewedJob } from '@gateway/core';

import { type PageRecords } from '../records/page-records.js';
import { UNREADABLE_FOR_MS } from './get-each.js';

/** Which jobs the last complete listing of a source contained: the next one must contain those that still exist. */
export class ListedBefore {
  #pages: readonly PageRecords[] | undefined;
  /** When the first cycle began, in ms. */
  #since: number | undefined;

  /** Keeps the pages of a complete listing. */
  keep(pages: readonly PageRecords[]): void {
    this.#pages = pages;
  }

  /** Forgets the pages: they are no longer those of the last listing. */
  forget(): void {
    this.#pages = undefined;
    this.#since = undefined;
  }

  /**
   * Returns whether a looked-up job was listed before the cycle that began at `began`, in ms. Until there was a
   * complete listing, that is not known: for five minutes every job counts that was known by then.
   */
  test(source: string, began: number, lookedUp: readonly ViewedJob[]): (nativeId: string) => boolean {
    this.#since ??= began;
    const isEarly = began - this.#since < UNREADABLE_FOR_MS;
    const pages = this.#pages;
    let listed: ReadonlySet<string> | undefined;
    if (pages) {
      return (nativeId) => (listed ??= new Set(pages.flatMap((page) => page.ids()))).has(formatJobId(source, nativeId));
    }
    return (nativeId) => {
      const known = lookedUp.find(({ job }) => job.native_id === nativeId)?.job;
      return isEarly && known !== undefined && Date.parse(known.first_seen_time) < began;
    };
  }
}
