/** The sort orders of a list: several keys, then ascending `id`; absent values are last, ascending or descending. */

import { type PagePosition, type Scalar, type SortKey } from '@gateway/core';

import { type IndexedJob } from '../index/job-order.js';

/**
 * Number of characters of a text that are compared. Limited because positions are part of links; the longest job id
 * fits.
 */
const COMPARED_CHARACTERS = 320;

/** A job and its position in a sort order. */
export interface RankedJob {
  readonly entry: IndexedJob;
  readonly position: PagePosition;
}

/** Compares two positions in a sort order; returns 0 only for the same job. */
export function comparePositions(a: PagePosition, b: PagePosition, orderBy: readonly SortKey[]): number {
  for (let at = 0; at < orderBy.length; at += 1) {
    const descending = orderBy[at]?.descending ?? false;
    const difference = compareValues(a.values[at] ?? undefined, b.values[at] ?? undefined, descending);
    if (difference !== 0) return difference;
  }
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

/** Compares two values of one field; absent values are last, ascending or descending. */
export function compareValues(a: Scalar | undefined, b: Scalar | undefined, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b !== descending ? -1 : 1;
}

/**
 * Collects the first `limit` jobs of a sort order out of any number of jobs; never stores many more than `2 * limit`.
 */
export class FirstJobs {
  #kept: RankedJob[] = [];
  /** Position of the last of the first `limit` jobs so far: jobs at or after it are ignored. */
  #lastPosition: PagePosition | undefined;

  constructor(
    private readonly orderBy: readonly SortKey[],
    private readonly limit: number,
    private readonly after: PagePosition | undefined,
  ) {}

  /** Adds a job if it is among the first ones; ignores jobs at or before the position `after`. */
  add(entry: IndexedJob): void {
    const position = positionIn(entry, this.orderBy);
    if (this.after && comparePositions(position, this.after, this.orderBy) <= 0) return;
    if (this.#lastPosition && comparePositions(position, this.#lastPosition, this.orderBy) >= 0) return;
    this.#kept.push({ entry, position });
    if (this.#kept.length > 2 * this.limit + 100) this.#truncate();
  }

  /** The first jobs of all that were added, in order. */
  inOrder(): readonly RankedJob[] {
    this.#truncate();
    return this.#kept;
  }

  #truncate(): void {
    this.#kept.sort((a, b) => comparePositions(a.position, b.position, this.orderBy));
    if (this.#kept.length < this.limit) return;
    this.#kept.length = this.limit;
    this.#lastPosition = this.#kept.at(-1)?.position;
  }
}

function positionIn({ job }: IndexedJob, orderBy: readonly SortKey[]): PagePosition {
  return { values: orderBy.map(({ field }) => comparable(field.read(job))), id: job.id };
}

function comparable(value: Scalar | undefined): Scalar | null {
  return typeof value === 'string' ? value.slice(0, COMPARED_CHARACTERS) : (value ?? null);
}
