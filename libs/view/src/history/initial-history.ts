import { type Change, compareRevisions, type Revision } from '@gateway/core';

import { type JobIndex } from '../index/job-index.js';
import { parseStored } from '../index/parse-stored.js';
import { type ViewRecord } from '../index/view-record.js';
import { type TimeSlice } from '../query/time-slice.js';
import { type JobChange } from './change-history.js';

/** The first content of a history: the changes after `oldestRevision`. */
export interface InitialHistory {
  readonly oldestRevision: Revision;
  readonly changes: readonly JobChange[];
}

/**
 * Builds a history that ends at a revision from the last changes of the log, in order. The first of them only defines
 * the oldest revision. The record before the first change of a job is unknown. Records that the index already contains
 * are not parsed again. If the log does not contain the revision, the history has no changes.
 */
export async function initialHistory(
  recent: readonly Change[],
  revision: Revision,
  index: JobIndex,
  slice: TimeSlice,
): Promise<InitialHistory> {
  const known = new Map<string, ViewRecord | undefined>();
  const changes: JobChange[] = [];
  let reached: Revision | undefined;
  for (const change of recent) {
    if (slice.spent()) await slice.next();
    if (compareRevisions(change.revision, revision) > 0) break;
    const { id } = change;
    const after = change.type === 'put' ? readPut(change, known, index) : undefined;
    if (reached !== undefined) {
      const before = known.has(id) ? known.get(id) : 'unknown';
      changes.push({ id, revision: change.revision, before, after });
    }
    known.set(id, after);
    reached = change.revision;
  }
  const [first] = recent;
  return first && reached === revision
    ? { oldestRevision: first.revision, changes }
    : { oldestRevision: revision, changes: [] };
}

/** The record after a put; the record before it if the text is not JSON. */
function readPut(
  change: Change & { readonly type: 'put' },
  known: ReadonlyMap<string, ViewRecord | undefined>,
  index: JobIndex,
): ViewRecord | undefined {
  const current = index.get(change.id);
  if (current?.revision === change.revision) return current;
  const parsed = parseStored(change);
  return parsed ? index.store(parsed) : (known.get(change.id) ?? current);
}
