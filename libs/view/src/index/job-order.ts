/** The one order jobs are listed in, and trees and walks that keep it. */

import { type PagePosition, type ViewedJob } from '@gateway/core';
import sortedBtree from 'sorted-btree';

/** What decides a job's place in the order. */
export interface OrderKey {
  /** `created_time` in ms since the epoch: a number, because a tree compares some dozen times for each job it takes in. */
  readonly createdMs: number;
  readonly job: { readonly id: string };
}

/** A job as the trees hold it. */
export type IndexedJob = ViewedJob & OrderKey;

const JobBTree = sortedBtree.default<OrderKey, IndexedJob>;

/** Jobs in order; clones in O(1), and what is then written to either side is not seen by the other. */
export type JobTree = InstanceType<typeof JobBTree>;

/** Newest first by `created_time`, ties by `id` ascending; 0 for the same place only. */
export function compareJobs(a: OrderKey, b: OrderKey): number {
  if (a.createdMs !== b.createdMs) return b.createdMs - a.createdMs;
  if (a.job.id === b.job.id) return 0;
  return a.job.id < b.job.id ? -1 : 1;
}

/** Milliseconds of a `created_time`; what is no time stands at the very end. */
export function createdMsOf(createdTime: string): number {
  return Date.parse(createdTime) || 0;
}

/** An empty tree. */
export function newJobTree(): JobTree {
  return new JobBTree(undefined, compareJobs);
}

/** A job's place in the usual order. */
export function positionOf({ createdMs, job }: IndexedJob): PagePosition {
  return { values: [createdMs], id: job.id };
}

/**
 * The jobs of disjoint trees as one ordered walk that begins after a position of the usual order. The trees must not
 * change meanwhile.
 */
export function walkInOrder(trees: readonly JobTree[], after: PagePosition | undefined): Iterable<IndexedJob> {
  const start = after && { createdMs: Number(after.values[0]), job: { id: after.id } };
  return mergeAll(trees.map((tree) => walkAfter(tree, start)));
}

/** The jobs of one tree from the last to the first. The tree must not change meanwhile. */
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
