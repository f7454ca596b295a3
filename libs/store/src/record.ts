/** A job at rest, the same in every store: one line that the guards read, then the text nobody has to parse. */

import {
  type AppendContext,
  type ChangeDraft,
  CLOCK_TOLERANCE_MS,
  isRevision,
  type Revision,
  type StoredJob,
} from '@gateway/core';

/** What a record was written by, and what its content was observed under. */
export interface RecordHead {
  readonly revision: Revision;
  readonly observedAt: number;
  /** 0 where nobody polled: leases are numbered from 1. */
  readonly fencing: number;
}

/** The record as it is written: `<revision> <observedAt> <fencing>`, a line feed, the text. */
export function formatRecord(head: RecordHead, text: string): string {
  return `${head.revision} ${head.observedAt} ${head.fencing}\n${text}`;
}

/** The head of a record from its first line, or `undefined` for anything that is not one. */
export function parseRecordHead(line: string): RecordHead | undefined {
  const [revision = '', observedAt, fencing, ...rest] = line.split(' ');
  const head = { revision, observedAt: Number(observedAt), fencing: Number(fencing) };
  const sound = isRevision(revision) && Number.isFinite(head.observedAt) && Number.isSafeInteger(head.fencing);
  return sound && rest.length === 0 ? head : undefined;
}

/** The job in a record, or `undefined` for anything that is not a record. */
export function parseRecord(id: string, record: string): StoredJob | undefined {
  const end = record.indexOf('\n');
  const head = end < 0 ? undefined : parseRecordHead(record.slice(0, end));
  return head && { id, revision: head.revision, text: record.slice(end + 1) };
}

/**
 * Whether a draft may be written over what is stored: the record must be the one it was derived from and hold no later
 * observation. Of observations under two leases the one under the newer lease is later, whatever the clocks of the two
 * pollers say; all others go by time. A time far in the future was written by a clock that has been set right since: it
 * holds nobody off. `now` is the store's clock, in ms.
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
