import { type Change, compareRevisions, type Revision } from '@gateway/core';

import { isNewerThan, type JobIndex } from '../index/job-index.js';
import { type NewRow, parseStored } from '../index/parse-stored.js';
import { type ViewRecord } from '../index/view-record.js';
import { type TimeSlice } from '../query/time-slice.js';
import { type JobChange } from './change-history.js';

/** The id of a change that another program has written. */
const NO_JOB = '';

/** The first content of a history: the changes after `oldestRevision`. */
export interface InitialHistory {
  readonly oldestRevision: Revision;
  readonly changes: readonly JobChange[];
  /** The last records of the log that the index lacks or has in an older version, because the store lost or damaged them. */
  readonly missing: readonly NewRow[];
  /** Ids of jobs whose last change is damaged and later than any version that the index or `missing` has. */
  readonly damaged: readonly string[];
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
  const missing = new Map<string, NewRow>();
  const damaged = new Map<string, Revision>();
  const changes: JobChange[] = [];
  let reached: Revision | undefined;
  for (const change of recent) {
    if (slice.spent()) await slice.next();
    if (compareRevisions(change.revision, revision) > 0) break;
    const { id } = change;
    const put = change.type === 'put' ? readPut(change, known, index) : undefined;
    const after = put?.record;
    if (put?.newRow && isNewerThan(change.revision, index.get(id))) missing.set(id, put.newRow);
    else if (change.type === 'remove') missing.delete(id);
    if (put?.isDamaged) damaged.set(id, change.revision);
    else damaged.delete(id);
    if (reached !== undefined) {
      const before = known.has(id) ? known.get(id) : 'unknown';
      changes.push({ id, revision: change.revision, before, after });
    }
    known.set(id, after);
    reached = change.revision;
  }
  const [first] = recent;
  const isWhole = first && reached === revision;
  return {
    oldestRevision: isWhole ? first.revision : revision,
    changes: isWhole ? changes : [],
    missing: [...missing.values()],
    damaged: [...damaged].filter(([id, at]) => id !== NO_JOB && isNewerThan(at, index.get(id))).map(([id]) => id),
  };
}

/** The record after a put, and its row if the index does not contain it. */
interface ReadPut {
  readonly record: ViewRecord | undefined;
  readonly newRow?: NewRow;
  readonly isDamaged?: boolean;
}

/** Reads a put. If it is damaged, the record is the one before it. */
function readPut(
  change: Change & { readonly type: 'put' },
  known: ReadonlyMap<string, ViewRecord | undefined>,
  index: JobIndex,
): ReadPut {
  const current = index.get(change.id);
  if (current?.revision === change.revision) return { record: current };
  const newRow = parseStored(change);
  if (newRow) return { record: index.store(newRow), newRow };
  return { record: known.get(change.id) ?? current, isDamaged: true };
}
