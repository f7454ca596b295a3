/** Gives a store that has lost its log what this replica's view still holds of it. */

import { type ChangeDraft, compareRevisions, type JobStore, type JobView, type Revision } from '@gateway/core';

const BATCH = 200;
/** What is written back was observed under no source's lease. */
const NO_SOURCE = '';

/** The records a store holds now, by id. */
export type StoredRevisions = ReadonlyMap<string, Revision>;

/** Reads which records a store holds. Throws `StoreUnavailableError`. */
export async function readRevisions(store: Pick<JobStore, 'snapshot'>): Promise<StoredRevisions> {
  const revisions = new Map<string, Revision>();
  for await (const batch of store.snapshot()) for (const { id, revision } of batch) revisions.set(id, revision);
  return revisions;
}

/**
 * True when a store whose log does not tell came back without its records or with older ones, as against a view that only fell
 * behind: it holds a record that is older than the view's, or none at all that the view knows as it is.
 */
export function hasLostRecords(stored: StoredRevisions, view: Pick<JobView, 'get' | 'size'>): boolean {
  let same = false;
  for (const [id, revision] of stored) {
    const held = view.get(id);
    if (held === undefined) continue;
    const order = compareRevisions(revision, held.revision);
    if (order < 0) return true;
    same ||= order === 0;
  }
  return view.size() > 0 && !same;
}

/**
 * Writes what the store lacks, or holds an older record of; gives the number written. Every replica may do so at once,
 * and pollers may write meanwhile: a draft whose record has moved on is refused. Throws `StoreUnavailableError`.
 */
export async function restoreStore(
  store: Pick<JobStore, 'append'>,
  view: Pick<JobView, 'oldestFirst'>,
  stored: StoredRevisions,
  now: number,
): Promise<number> {
  let drafts: ChangeDraft[] = [];
  let written = 0;
  const write = async (): Promise<void> => {
    const { refused } = await store.append(drafts, { source: NO_SOURCE, observedAt: now });
    written += drafts.length - refused.length;
    drafts = [];
  };
  for (const { job, revision, text } of view.oldestFirst()) {
    const expectedRevision = stored.get(job.id);
    if (expectedRevision !== undefined && compareRevisions(expectedRevision, revision) >= 0) continue;
    drafts.push({ type: 'put', id: job.id, expectedRevision, text });
    if (drafts.length === BATCH) await write();
  }
  if (drafts.length > 0) await write();
  return written;
}
