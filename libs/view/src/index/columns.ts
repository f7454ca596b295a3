/** The columns of a segment: the values of one field for all its rows. */

import { type Scalar } from '@gateway/core';

/** Bits of a slot: the number of a row in its segment. */
export const SEGMENT_BITS = 12;
/** Number of rows of a segment. */
export const SEGMENT_ROWS = 2 ** SEGMENT_BITS;
/** The number of codes of a column at most: combined codes of several columns are numbers in this base. */
export const CODES = SEGMENT_ROWS + 1;

/**
 * The values of a field as codes: each different value is stored once per segment. The code of an absent value is
 * 0.
 */
export class ValueColumn<V = Scalar> {
  readonly codes = new Uint16Array(SEGMENT_ROWS);
  /** The values by code. */
  readonly values: (V | undefined)[] = [undefined];
  /** Codes by value; dropped when no rows are added any more. */
  #codeOf: Map<V, number> | undefined = new Map<V, number>();

  get(slot: number): V | undefined {
    return this.values[this.codes[slot] as number];
  }

  /** Sets the value of a row. */
  set(slot: number, value: V): void {
    let code = this.#codeOf?.get(value);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.#codeOf?.set(value, code);
    }
    this.codes[slot] = code;
  }

  /** Frees what only `set` needs. */
  seal(): void {
    this.#codeOf = undefined;
  }
}

/** Times in ms since the epoch; `NaN` where absent. */
export class TimeColumn {
  readonly times = new Float64Array(SEGMENT_ROWS).fill(NaN);

  get(slot: number): number | undefined {
    const time = this.times[slot] as number;
    return Number.isNaN(time) ? undefined : time;
  }

  set(slot: number, time: number): void {
    this.times[slot] = time;
  }
}
