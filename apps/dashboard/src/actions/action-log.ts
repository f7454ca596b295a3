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

/** Ids of actions sort by time, also within a millisecond. */
function newestFirst(one: LoggedAction, other: LoggedAction): number {
  return Date.parse(other.time) - Date.parse(one.time) || (one.id < other.id ? 1 : -1);
}
