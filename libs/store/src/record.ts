/** The stored form of a job, the same in every store: a head line for the write checks, then the JSON text. */

import {
  type AppendContext,
  type ChangeDraft,
  CLOCK_TOLERANCE_MS,
  FIRST_REVISION,
  isRevision,
  type Revision,
  type StoredJob,
} from '@gateway/core';

/** The first line of a record: the revision that wrote it, and when and under which lease its content was observed. */
export interface RecordHead {
  readonly revision: Revision;
  /** Start of the observation, in ms since the epoch. */
  readonly observedAt: number;
  /** Fencing number of the lease, at least 1; 0 if the content was not observed under a lease. */
  readonly fencing: number;
}

/** Formats a record: `<revision> <observedAt> <fencing>`, a line feed, the text. */
export function formatRecord(head: RecordHead, text: string): string {
  return `${head.revision} ${head.observedAt} ${head.fencing}\n${text}`;
}

/** Parses the first line of a record; `undefined` if it is not valid. */
export function parseRecordHead(line: string): RecordHead | undefined {
  const [revision = '', observedAt, fencing, ...rest] = line.split(' ');
  const head = { revision, observedAt: Number(observedAt), fencing: Number(fencing) };
  const isValid = isRevision(revision) && Number.isFinite(head.observedAt) && Number.isSafeInteger(head.fencing);
  return isValid && head.fencing >= 0 && rest.length === 0 ? head : undefined;
}

/** Parses a record; if its head is not valid, the job has the first revision and no text. The text is not parsed. */
export function parseRecord(id: string, record: string): StoredJob {
  const end = record.indexOf('\n');
  const head = end < 0 ? undefined : parseRecordHead(record.slice(0, end));
  return head
    ? { id, revision: head.revision, text: record.slice(end + 1) }
    : { id, revision: FIRST_REVISION, text: '' };
}

/**
 * True if a draft may replace the stored record: the record has the expected revision and holds no later observation.
 *
 * Observations under different leases are ordered by fencing number, because the replicas' clocks may differ. All
 * others are ordered by time. A stored time further in the future than the clock tolerance is ignored: it comes from a
 * clock that has been corrected since. `now` is the store's clock, in ms since the epoch.
 */
export function mayWrite(
  stored: RecordHead | undefined,
  draft: ChangeDraft,
  context: AppendContext,
  now: number,
): boolean {
  if (stored?.revision !== draft.expectedRevision) return false;
  if (!stored) return true;
  const fencing = context.fencing ?? 0;
  if (stored.fencing > 0 && fencing > 0 && stored.fencing !== fencing) return stored.fencing < fencing;
  return stored.observedAt <= context.observedAt || stored.observedAt > now + CLOCK_TOLERANCE_MS;
}
