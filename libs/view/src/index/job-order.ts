/** The default order of jobs, and walks in that order. */

import { type PagePosition } from '@gateway/core';

import { type Row, segmentOf, type Segments, slotOf } from './row-table.js';
import { type Segment } from './segment.js';
import { type RowOrdering, type SortedRows } from './sorted-rows.js';
import { recordAt, type ViewRecord } from './view-record.js';

/** Stands for a position that need not be a row. */
const POSITION_ROW: Row = -1;

/** The default order of the rows of a table: newest `created_time` first, then ascending `id`. */
export class RowOrder implements RowOrdering {
  #position: { readonly createdMs: number; readonly id: string } = { createdMs: 0, id: '' };

  /** `segments` returns those of the rows that are compared. */
  constructor(private readonly segments: () => Segments) {}

  keyOf(row: Row): number {
    return -(row === POSITION_ROW
      ? this.#position.createdMs
      : createdMsOf(segmentOf(this.segments(), row), slotOf(row)));
  }

  compareEqual(row: Row, other: Row): number {
    return compareIds(this.#idOf(row), this.#idOf(other));
  }

  /** Iterates over the rows of a set in this order after a position. The set must not change during the iteration. */
  walk(rows: SortedRows, after: PagePosition | undefined): Iterable<Row> {
    if (after === undefined) return rows.after();
    this.#position = { createdMs: Number(after.values[0]), id: after.id };
    return rows.after(POSITION_ROW);
  }

  #idOf(row: Row): string {
    return row === POSITION_ROW ? this.#position.id : segmentOf(this.segments(), row).id(slotOf(row));
  }
}

/** `created_time` in ms since the epoch; 0, the last position, if it is not a valid time. */
export function createdMsOf(segment: Segment, slot: number): number {
  return segment.createdMs[slot] || 0;
}

/** The position of a record in the default order. */
export function positionOf({ id, segment, slot }: ViewRecord): PagePosition {
  return { values: [createdMsOf(segment, slot)], id };
}

/** Disjoint sets in one order, and the segments of their rows. */
export interface OrderedRows {
  readonly order: RowOrder;
  readonly sets: readonly SortedRows[];
  readonly segments: Segments;
}

/**
 * Iterates over the records of disjoint sets in the default order, starting after a position. Call it before the index
 * changes; the iteration itself may last longer if the sets do not change.
 */
export function walkInOrder({ order, segments, sets }: OrderedRows, after?: PagePosition): Iterable<ViewRecord> {
  return mergeAll(sets.map((rows) => recordsOf(order.walk(rows, after), segments)));
}

function* recordsOf(rows: Iterable<Row>, segments: Segments): Generator<ViewRecord> {
  for (const row of rows) yield recordAt(segments, row);
}

/** Iterates over the records of a set in reverse order. The set must not change during the iteration. */
export function walkBackwards(rows: SortedRows, segments: Segments): Iterable<ViewRecord> {
  return recordsOf(rows.reversed(), segments);
}

function compareRecords(a: ViewRecord, b: ViewRecord): number {
  const difference = createdMsOf(b.segment, b.slot) - createdMsOf(a.segment, a.slot);
  return difference !== 0 ? difference : compareIds(a.id, b.id);
}

function compareIds(id: string, other: string): number {
  return id === other ? 0 : id < other ? -1 : 1;
}

function mergeAll(walks: readonly Iterable<ViewRecord>[]): Iterable<ViewRecord> {
  const [first = [], second] = walks;
  if (second === undefined) return first;
  const half = walks.length >> 1;
  return mergeTwo(mergeAll(walks.slice(0, half)), mergeAll(walks.slice(half)));
}

function* mergeTwo(left: Iterable<ViewRecord>, right: Iterable<ViewRecord>): Generator<ViewRecord> {
  const [fromLeft, fromRight] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  let a = fromLeft.next();
  let b = fromRight.next();
  while (!a.done && !b.done) {
    if (compareRecords(a.value, b.value) < 0) {
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
