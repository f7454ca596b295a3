/** The list of actions on the screen, and how the stream of changes alters it. */

import { type Filter } from '../jobs/filter-text';

/** What the list needs of a record of the audit. */
export interface LoggedAction {
  readonly id: string;
  readonly time: string;
  readonly ended_time?: string | undefined;
}

/** A change of the stream. A removed record has only its id. */
export type LogChange<A extends LoggedAction> =
  | { readonly event: 'added' | 'modified'; readonly record: A }
  | { readonly event: 'removed'; readonly record: Pick<A, 'id'> };

/** What was requested shortly before the list was read may have been too late for it. */
const OVERLAP_MS = 60_000;

/** The list after changes: records change in place, new ones come first, those that no longer match are left out. */
export function changedLog<A extends LoggedAction>(
  records: readonly A[],
  changes: readonly LogChange<A>[],
  limit: number,
): readonly A[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const change of changes) {
    if (change.event === 'removed') byId.delete(change.record.id);
    else byId.set(change.record.id, change.record);
  }
  return [...byId.values()].sort(newestFirst).slice(0, limit);
}

/** By how much changes alter the number of matches; changes of records older than the list do not count. */
export function newRecords<A extends LoggedAction>(records: readonly A[], changes: readonly LogChange<A>[]): number {
  const known = new Set(records.map(({ id }) => id));
  const newest = records[0]?.id ?? '';
  let difference = 0;
  for (const { event, record } of changes) {
    if (event === 'removed') difference -= Number(known.delete(record.id));
    else if (!known.has(record.id) && record.id > newest) {
      known.add(record.id);
      difference += 1;
    }
  }
  return difference;
}

/**
 * The filter of the stream for a list. A stream without a revision begins with all matching records, so it is confined
 * to those that can still change: new ones, and from the oldest listed one on whose outcome is not final.
 */
export function watchFilter(filter: Filter, records: readonly LoggedAction[], now: number): Filter {
  if (filter.some(([field]) => field === 'id')) return filter;
  const unsettled = records.filter(({ ended_time }) => ended_time === undefined).map(({ time }) => Date.parse(time));
  return [...filter, ['id', `>=${Math.min(now - OVERLAP_MS, ...unsettled)}`]];
}

/** Ids of actions sort by time, also within a millisecond. */
function newestFirst(one: LoggedAction, other: LoggedAction): number {
  return Date.parse(other.time) - Date.parse(one.time) || (one.id < other.id ? 1 : -1);
}
