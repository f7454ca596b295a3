/** The default order of jobs, and trees and walks in that order. */

import { type PagePosition, type ViewedJob } from '@gateway/core';
import sortedBtree from 'sorted-btree';

/** The values that define the position of a job in the default order. */
export interface OrderKey {
  /** `created_time` in ms since the epoch. A number, because a tree makes some dozen comparisons to insert a job. */
  readonly createdMs: number;
  readonly job: { readonly id: string };
}

/** A job as the trees contain it. */
export type IndexedJob = ViewedJob & OrderKey;

const JobBTree = sortedBtree.default<OrderKey, IndexedJob>;

/**
 * Jobs in the default order. A clone takes O(1); afterwards, a write to one of the two trees does not affect the other.
 */
export type JobTree = InstanceType<typeof JobBTree>;

/** Compares two jobs: newest `created_time` first, then ascending `id`. Returns 0 only for the same time and id. */
export function compareJobs(a: OrderKey, b: OrderKey): number {
  if (a.createdMs !== b.createdMs) return b.createdMs - a.createdMs;
  if (a.job.id === b.job.id) return 0;
  return a.job.id < b.job.id ? -1 : 1;
}

/** The time of a `created_time`, in ms since the epoch; 0, the last position, if it is not a valid time. */
export function createdMsOf(createdTime: string): number {
  return Date.parse(createdTime) || 0;
}

/** Creates an empty tree. */
export function newJobTree(): JobTree {
  return new JobBTree(undefined, compareJobs);
}

/** The position of a job in the default order. */
export function positionOf({ createdMs, job }: IndexedJob): PagePosition {
  return { values: [createdMs], id: job.id };
}

/**
 * Iterates over the jobs of disjoint trees in the default order, starting after a position. The trees must not change
 * during the iteration.
 */
export function walkInOrder(trees: readonly JobTree[], after: PagePosition | undefined): Iterable<IndexedJob> {
  const start = after && { createdMs: Number(after.values[0]), job: { id: after.id } };
  return mergeAll(trees.map((tree) => walkAfter(tree, start)));
}

/** Iterates over the jobs of a tree in reverse order. The tree must not change during the iteration. */
export function* walkBackwards(tree: JobTree): Generator<IndexedJob> {
  for (const [, entry] of tree.entriesReversed()) yield entry;
}

function* walkAfter(tree: JobTree, start: OrderKey | undefined): Generator<IndexedJob> {
  for (const entry of tree.values(start)) {
    if (start === undefined || compareJobs(entry, start) !== 0) yield entry;
  }
}

function mergeAll(walks: readonly Iterable<IndexedJob>[]): Iterable<IndexedJob> {
  const [first = [], second] = walks;
  if (second === undefined) return first;
  const half = walks.length >> 1;
  return mergeTwo(mergeAll(walks.slice(0, half)), mergeAll(walks.slice(half)));
}

function* mergeTwo(left: Iterable<IndexedJob>, right: Iterable<IndexedJob>): Generator<IndexedJob> {
  const [fromLeft, fromRight] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  let a = fromLeft.next();
  let b = fromRight.next();
  while (!a.done && !b.done) {
    if (compareJobs(a.value, b.value) < 0) {
      yield a.value;
      a = fromLeft.next();
    } else {
      yield b.value;
      b = fromRight.next();
    }
  }
  for (; !a.done; a = fromLeft.next()) yield a.value;
  for (; !b.done; b = fromRight.next()) yield b.value;
}
