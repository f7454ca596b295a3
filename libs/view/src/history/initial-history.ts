import { type Change, compareRevisions, type Revision, type ViewedJob } from '@gateway/core';

import { type JobIndex } from '../index/job-index.js';
import { parseStored } from '../index/parse-stored.js';
import { type TimeSlice } from '../query/time-slice.js';
import { type JobChange } from './change-history.js';

/** What a history begins with: the changes after `floor`. */
export interface InitialHistory {
  readonly oldestRevision: Revision;
  readonly changes: readonly JobChange[];
}

/**
 * Makes a history that ends at a revision from the changes a log has kept, in order. The first of them only tells where
 * it begins. What a job was before its first change here is unknown. Records that the index holds are taken from there.
 * A log that does not hold the revision itself gives no changes.
 */
export async function initialHistory(
  kept: readonly Change[],
  revision: Revision,
  index: JobIndex,
  slice: TimeSlice,
): Promise<InitialHistory> {
  const known = new Map<string, ViewedJob | undefined>();
  const changes: JobChange[] = [];
  let reached: Revision | undefined;
  for (const change of kept) {
    if (slice.spent()) await slice.next();
    if (compareRevisions(change.revision, revision) > 0) break;
    const { id } = change;
    const after = change.type === 'put' ? readPut(change, known, index) : undefined;
    if (reached !== undefined) {
      const before = known.has(id) ? known.get(id)?.job : 'unknown';
      changes.push({ id, revision: change.revision, before, after });
    }
    known.set(id, after);
    reached = change.revision;
  }
  const [first] = kept;
  return first && reached === revision
    ? { oldestRevision: first.revision, changes }
    : { oldestRevision: revision, changes: [] };
}

/** The record after a put; as it was before where the put cannot be read. */
function readPut(
  change: Change & { readonly type: 'put' },
  known: ReadonlyMap<string, ViewedJob | undefined>,
  index: JobIndex,
): ViewedJob | undefined {
  const held = index.get(change.id);
  return held?.revision === change.revision ? held : (parseStored(change) ?? known.get(change.id) ?? held);
}
