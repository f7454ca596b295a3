/** The order in which retention lets go of jobs, and a tree that keeps it. */
import sortedBtree from 'sorted-btree';

import { type PlacedJob } from './job-order.js';

const JobBTree = sortedBtree.default<PlacedJob, undefined>;

/** Jobs by their last change; clones in O(1), and what is then written to either side is not seen by the other. */
export type ChangeTree = InstanceType<typeof JobBTree>;

/** An empty tree. */
export function newChangeTree(): ChangeTree {
  return new JobBTree(undefined, compareChanges);
}

/** By `updated_time`, the longest ago first; ties by `id`. */
function compareChanges(a: PlacedJob, b: PlacedJob): number {
  if (a.updatedMs !== b.updatedMs) return a.updatedMs - b.updatedMs;
  if (a.job.id === b.job.id) return 0;
  return a.job.id < b.job.id ? -1 : 1;
}
