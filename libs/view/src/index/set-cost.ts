/** What it costs to walk sorted sets in order. */

import { type SortedRows } from './sorted-rows.js';

/** The choice of sets that costs the least; the first one of equals. */
export function leastOf(choices: readonly (readonly SortedRows[])[]): readonly SortedRows[] {
  return choices.reduce((least, choice) => (costOfSets(choice) < costOfSets(least) ? choice : least));
}

/** The cost of a merged walk through sets. */
export function costOfSets(sets: readonly SortedRows[]): number {
  return costOf(
    sets.reduce((sum, { size }) => sum + size, 0),
    sets.length,
  );
}

/**
 * The cost of a merged walk: the number of jobs, times the depth of the merge, which is log2 of the number of sets.
 */
export function costOf(rows: number, sets: number): number {
  return rows * (1 + Math.log2(Math.max(sets, 1)));
}
