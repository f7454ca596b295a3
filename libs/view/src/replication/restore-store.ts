/** Writes the records of this replica's view back to a store that has lost data. */

import { type ChangeDraft, compareRevisions, type JobStore, type JobView, type Revision } from '@gateway/core';

import { type TimeSlice } from '../query/time-slice.js';

const DRAFTS_PER_APPEND = 200;
/** Restored records are not written under the lease of a source. */
const NO_SOURCE = '';

/** The revisions of the records in a store, by job id. */
export type StoredRevisions = ReadonlyMap<string, Revision>;

/** Reads the revisions of all records in a store. Throws `StoreUnavailableError`. */
export async function readRevisions(store: Pick<JobStore, 'snapshot'>): Promise<StoredRevisions> {
  const revisions = new Map<string, Revision>();
  for await (const batch of store.snapshot()) for (const { id, revision } of batch) revisions.set(id, revision);
  return revisions;
}

/**
 * True if the store came back without its records or with older ones; false if the view has only fallen behind. The
 * store has lost records if it has an older revision of a job than the view, or has none of the view's records at the
 * same revision.
 */
export async function hasLostRecords(
  stored: StoredRevisions,
  view: Pick<JobView, 'revisionOf' | 'size'>,
  slice: TimeSlice,
): Promise<boolean> {
  let hasSameRevision = false;
  for (const [id, revision] of stored) {
    if (slice.spent()) await slice.next();
    const viewed = view.revisionOf(id);
    if (viewed === undefined) continue;
    const order = compareRevisions(revision, viewed);
    if (order < 0) return true;
    hasSameRevision ||= order === 0;
  }
  return view.size() > 0 && !hasSameRevision;
}

/**
 * Writes the view's records that the store does not have or has at an older revision; returns the number written. All
 * replicas can do this at the same time, and pollers can write meanwhile: the store rejects a draft whose record has
 * another revision. `now` is the time in ms since the epoch. Throws `StoreUnavailableError`.
 */
export async function restoreStore(
  store: Pick<JobStore, 'append'>,
  view: Pick<JobView, 'oldestFirst'>,
  stored: StoredRevisions,
  now: number,
  slice: TimeSlice,
): Promise<number> {
  let drafts: ChangeDraft[] = [];
  let written = 0;
  const write = async (): Promise<void> => {
    const { rejected } = await store.append(drafts, { source: NO_SOURCE, observedAt: now });
    written += drafts.length - rejected.length;
    drafts = [];
  };
  for (const viewed of view.oldestFirst()) {
    if (slice.spent()) await slice.next();
    const { id } = viewed;
    const expectedRevision = stored.get(id);
    if (expectedRevision !== undefined && compareRevisions(expectedRevision, viewed.revision) >= 0) continue;
    drafts.push({ type: 'put', id, expectedRevision, text: viewed.text });
    if (drafts.length === DRAFTS_PER_APPEND) await write();
  }
  if (drafts.length > 0) await write();
  return written;
}
