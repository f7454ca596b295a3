/** Writes the records of this replica's view back to a store that has lost data. */

import {
  batchesOf,
  type ChangeDraft,
  compareRevisions,
  type JobStore,
  type JobView,
  type Revision,
} from '@gateway/core';

/** Number of records that are compared, and written, at once. */
const RECORDS_AT_ONCE = 200;
/** Restored records are not written under the lease of a source. */
const NO_SOURCE = '';

type ComparedStore = Pick<JobStore, 'append' | 'revisions'>;
type ComparedView = Pick<JobView, 'oldestFirst' | 'size'>;

/** A record of the view, and the revision that the store has. */
interface ComparedRecord {
  readonly id: string;
  readonly viewed: Revision;
  readonly stored: Revision | undefined;
  readonly text: () => string;
}

/**
 * True if the store came back without its records or with older ones; false if the view has only fallen behind. The
 * store has lost records if it has an older revision of a job than the view, or has none of the view's records at the
 * same revision. Throws `StoreUnavailableError`.
 */
export async function hasLostRecords(store: ComparedStore, view: ComparedView): Promise<boolean> {
  let hasSameRevision = false;
  for await (const records of compared(store, view)) {
    for (const { stored, viewed } of records) {
      if (stored === undefined) continue;
      const order = compareRevisions(stored, viewed);
      if (order < 0) return true;
      hasSameRevision ||= order === 0;
    }
  }
  return view.size() > 0 && !hasSameRevision;
}

/**
 * Writes the view's records that the store does not have or has at an older revision; returns the number written. All
 * replicas can do this at the same time, and pollers can write meanwhile: the store rejects a draft whose record has
 * another revision. `observedAt` is the time of their observation in ms since the epoch. Throws
 * `StoreUnavailableError`.
 */
export async function restoreStore(store: ComparedStore, view: ComparedView, observedAt: number): Promise<number> {
  let written = 0;
  for await (const records of compared(store, view)) {
    const drafts = records
      .filter(({ stored, viewed }) => stored === undefined || compareRevisions(stored, viewed) < 0)
      .map(({ id, stored, text }): ChangeDraft => ({ type: 'put', id, expectedRevision: stored, text: text() }));
    if (drafts.length === 0) continue;
    const { rejected } = await store.append(drafts, { source: NO_SOURCE, observedAt });
    written += drafts.length - rejected.length;
  }
  return written;
}

/** Reads the revisions that the store has of the view's records, in batches. */
async function* compared(
  store: ComparedStore,
  view: ComparedView,
): AsyncGenerator<readonly ComparedRecord[], void, undefined> {
  for (const batch of batchesOf(view.oldestFirst(), RECORDS_AT_ONCE)) {
    const { records } = await store.revisions(batch.map(({ id }) => id));
    yield batch.map((viewed, at) => ({
      id: viewed.id,
      viewed: viewed.revision,
      stored: records[at],
      text: () => viewed.text,
    }));
  }
}
