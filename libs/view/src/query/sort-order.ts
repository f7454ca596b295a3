/** The sort orders of a list: several keys, then ascending `id`; absent values are last, ascending or descending. */

import { type PagePosition, type Scalar, type ScalarField, type SortKey } from '@gateway/core';

/**
 * Number of characters of a text that are compared. Limited because positions are part of links; the longest job id
 * fits.
 */
const COMPARED_CHARACTERS = 320;

/** An item and its position in a sort order. */
export interface Ranked<T> {
  readonly item: T;
  readonly position: PagePosition;
}

/** Compares two positions in a sort order; returns 0 only for the same record. */
export function comparePositions(a: PagePosition, b: PagePosition, orderBy: readonly SortKey<ScalarField>[]): number {
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
 * Collects the first `limit` items of a sort order out of any number of items; never stores many more than `2 * limit`.
 */
export class FirstItems<T> {
  #kept: Ranked<T>[] = [];
  /** Position of the last of the first `limit` items so far: items at or after it are ignored. */
  #last: PagePosition | undefined;

  /** Ignores items at or before the position `after`. */
  constructor(
    private readonly orderBy: readonly SortKey<ScalarField>[],
    private readonly limit: number,
    private readonly after: PagePosition | undefined,
  ) {}

  /** True if no item with this value for the first key can be among the first items. */
  excludes(value: Scalar | undefined): boolean {
    const descending = this.orderBy[0]?.descending ?? false;
    const isLate = this.#last && compareValues(comparable(value), this.#last.values[0] ?? undefined, descending) > 0;
    const isEarly = this.after && compareValues(comparable(value), this.after.values[0] ?? undefined, descending) < 0;
    return Boolean(isLate || isEarly);
  }

  /** Adds an item if it is among the first ones. */
  add(item: T, position: PagePosition): void {
    if (this.after && comparePositions(position, this.after, this.orderBy) <= 0) return;
    if (this.#last && comparePositions(position, this.#last, this.orderBy) >= 0) return;
    this.#kept.push({ item, position });
    if (this.#kept.length > 2 * this.limit + 100) this.#truncate();
  }

  /** The first items of all that were added, in order. */
  inOrder(): readonly Ranked<T>[] {
    this.#truncate();
    return this.#kept;
  }

  #truncate(): void {
    this.#kept.sort((a, b) => comparePositions(a.position, b.position, this.orderBy));
    if (this.#kept.length < this.limit) return;
    this.#kept.length = this.limit;
    this.#last = this.#kept.at(-1)?.position;
  }
}

/** A value as positions contain it: texts are cut off. */
function comparable(value: Scalar | undefined): Scalar | undefined {
  return typeof value === 'string' && value.length > COMPARED_CHARACTERS ? value.slice(0, COMPARED_CHARACTERS) : value;
}

/** The position of a record with these values for the sort keys. */
export function positionOfValues(id: string, values: readonly (Scalar | undefined)[]): PagePosition {
  return { values: values.map((value) => comparable(value) ?? null), id };
}
