import { SEGMENT_BITS, SEGMENT_ROWS } from './columns.js';
import { type NewRow } from './parse-stored.js';
import { Segment } from './segment.js';

/** Number of a row: the number of its segment in the table, times `SEGMENT_ROWS`, plus its slot. */
export type Row = number;

/** Segments by number; a number without a segment is free. */
export type Segments = readonly (Segment | undefined)[];

/** A sealed segment with a smaller share of live rows is emptied: its live rows are copied to the current segment. */
const MIN_LIVE_SHARE = 1 / 2;

/** The segment of a row. */
export function segmentOf(segments: Segments, row: Row): Segment {
  return segments[row >>> SEGMENT_BITS] as Segment;
}

/** The slot of a row in its segment. */
export function slotOf(row: Row): number {
  return row & (SEGMENT_ROWS - 1);
}

/** The rows that are live at one time. Later changes of the table do not affect it. */
export interface RowSnapshot {
  readonly segments: Segments;
  readonly version: number;
  /** Rows of this segment from `end` on were added later. */
  readonly current: Segment | undefined;
  readonly end: number;
}

interface NumberedSegment {
  readonly segment: Segment;
  readonly number: number;
}

/**
 * The segments of an index. Rows are added to the current segment, which is sealed when it is full. Numbers of segments are
 * used again, so a row number is valid only with the `segments` of a time when the row was live.
 */
export class RowTable {
  /** Replaced when a segment is added or dropped, never modified. */
  segments: Segments = [];
  #version = 0;
  #current: NumberedSegment | undefined;
  /** Sealed segments with few live rows, and the slots up to which they have been emptied. */
  readonly #sparse = new Map<NumberedSegment['number'], number>();

  /** The rows that are live now. */
  snapshot(): RowSnapshot {
    const current = this.#current?.segment;
    return { segments: this.segments, version: this.#version, current, end: current?.length ?? 0 };
  }

  /** Adds a row. */
  add(row: NewRow): Row {
    const { number, segment } = this.#segmentFor(row.parts.body.length);
    return number * SEGMENT_ROWS + segment.add(row);
  }

  /** Marks a row dead. Its record stays readable through its segment. */
  kill(row: Row): void {
    const segment = segmentOf(this.segments, row);
    this.#version += 1;
    segment.diedAt[slotOf(row)] = this.#version;
    segment.live -= 1;
    if (segment !== this.#current?.segment) this.#checkLive(segment, row >>> SEGMENT_BITS);
  }

  /**
   * Copies one live row of a segment with few live rows, so that the segment can be dropped once all are copied. The caller
   * puts the returned copy in place of the row, and kills the row. Returns `undefined` if there is nothing to copy.
   */
  copyNext(): Row | undefined {
    const [sparse] = this.#sparse;
    if (sparse === undefined) return undefined;
    const [number, from] = sparse;
    const segment = this.segments[number] as Segment;
    let slot = from;
    while (slot < segment.length && segment.diedAt[slot] !== 0) slot += 1;
    if (slot === segment.length) throw new Error('a segment has fewer live rows than it counts');
    this.#sparse.set(number, slot + 1);
    const target = this.#segmentFor(segment.characters(slot));
    return target.number * SEGMENT_ROWS + target.segment.addCopy(segment, slot);
  }

  #segmentFor(characters: number): NumberedSegment {
    if (this.#current?.segment.hasRoom(characters)) return this.#current;
    const full = this.#current;
    const free = this.segments.indexOf(undefined);
    const number = free < 0 ? this.segments.length : free;
    this.#current = { segment: new Segment(characters), number };
    this.#replace(number, this.#current.segment);
    full?.segment.seal();
    if (full) this.#checkLive(full.segment, full.number);
    return this.#current;
  }

  #checkLive(segment: Segment, number: number): void {
    if (segment.live === 0) {
      this.#sparse.delete(number);
      this.#replace(number, undefined);
    } else if (segment.live < segment.length * MIN_LIVE_SHARE && !this.#sparse.has(number)) {
      this.#sparse.set(number, 0);
    }
  }

  #replace(number: number, segment: Segment | undefined): void {
    const segments = [...this.segments];
    segments[number] = segment;
    this.segments = segments;
  }
}
