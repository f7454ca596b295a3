/** Any order a list can be asked for: several keys, ties by `id`, absent values last either way. */

import { type PagePosition, type Scalar, type SortKey } from '@gateway/core';

import { type IndexedJob } from '../index/job-order.js';

/** Texts are compared by so many characters: positions travel in links, and this is the longest a job id can be. */
const COMPARED_CHARACTERS = 320;

/** A job and its place in an order. */
export interface RankedJob {
  readonly entry: IndexedJob;
  readonly position: PagePosition;
}

/** Compares two places in an order; 0 for the same job only. */
export function comparePositions(a: PagePosition, b: PagePosition, orderBy: readonly SortKey[]): number {
  for (let at = 0; at < orderBy.length; at += 1) {
    const descending = orderBy[at]?.descending ?? false;
    const difference = compareValues(a.values[at] ?? undefined, b.values[at] ?? undefined, descending);
    if (difference !== 0) return difference;
  }
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

/** Compares two values of one field; absent ones come last either way. */
export function compareValues(a: Scalar | undefined, b: Scalar | undefined, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b !== descending ? -1 : 1;
}

/** Keeps the first jobs of an order out of any number offered, in memory for about twice as many. */
export class FirstJobs {
  #kept: RankedJob[] = [];
  /** Nothing at or behind this place can be among the first any more. */
  #bound: PagePosition | undefined;

  constructor(
    private readonly orderBy: readonly SortKey[],
    private readonly most: number,
    private readonly after: PagePosition | undefined,
  ) {}

  /** Offers a job; one at or before the position the page begins after is left out. */
  offer(entry: IndexedJob): void {
    const position = positionIn(entry, this.orderBy);
    if (this.after && comparePositions(position, this.after, this.orderBy) <= 0) return;
    if (this.#bound && comparePositions(position, this.#bound, this.orderBy) >= 0) return;
    this.#kept.push({ entry, position });
    if (this.#kept.length > 2 * this.most + 100) this.#cut();
  }

  /** The first jobs of all that were offered, in order. */
  inOrder(): readonly RankedJob[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept.sort((a, b) => comparePositions(a.position, b.position, this.orderBy));
    if (this.#kept.length < this.most) return;
    this.#kept.length = this.most;
    this.#bound = this.#kept.at(-1)?.position;
  }
}

function positionIn({ job }: IndexedJob, orderBy: readonly SortKey[]): PagePosition {
  return { values: orderBy.map(({ field }) => comparable(field.read(job))), id: job.id };
}

function comparable(value: Scalar | undefined): Scalar | null {
  return typeof value === 'string' ? value.slice(0, COMPARED_CHARACTERS) : (value ?? null);
}
