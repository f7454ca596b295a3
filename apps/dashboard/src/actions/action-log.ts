/** The list of actions on the screen, and how the stream of changes alters it. */

/** What the list needs of a record of the audit. */
export interface LoggedAction {
  readonly id: string;
  readonly time: string;
}

/** A change of the stream. A removed record has only its id. */
export type LogChange<A extends LoggedAction> =
  | { readonly event: 'added' | 'modified'; readonly record: A }
  | { readonly event: 'removed'; readonly record: Pick<A, 'id'> };

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

/**
 * By how much changes alter the number of matches. What was added while the list was read may come a second time, and
 * after a change of the replica a new record may come as a modified one.
 */
export function newRecords<A extends LoggedAction>(records: readonly A[], changes: readonly LogChange<A>[]): number {
  const known = new Set(records.map(({ id }) => id));
  const newest = records[0]?.id ?? '';
  let difference = 0;
  for (const { event, record } of changes) {
    if (event === 'removed') {
      known.delete(record.id);
      difference -= 1;
    } else if (!known.has(record.id) && (event === 'added' || record.id > newest)) {
      known.add(record.id);
      difference += 1;
    }
  }
  return difference;
}

/** Ids of actions sort by time, also within a millisecond. */
function newestFirst(one: LoggedAction, other: LoggedAction): number {
  return Date.parse(other.time) - Date.parse(one.time) || (one.id < other.id ? 1 : -1);
}
