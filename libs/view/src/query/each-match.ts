import { type JobSelection } from '@gateway/core';

import { type IndexedJob, type JobTree } from '../index/job-order.js';
import { matches } from './matches.js';
import { type TimeSlice } from './time-slice.js';

/**
 * Calls `visit` for every matching job of the trees, in time slices. Ends early if `visit` returns `false`. The trees
 * must not change before the promise resolves.
 */
export async function eachMatch(
  trees: readonly JobTree[],
  selection: JobSelection,
  slice: TimeSlice,
  visit: (entry: IndexedJob) => boolean | void,
): Promise<void> {
  for (const tree of trees) {
    for (const entry of tree.values()) {
      if (slice.spent()) await slice.next();
      if (matches(entry.job, selection) && visit(entry) === false) return;
    }
  }
}
