import { foldText } from '@gateway/core';

import { SEGMENT_ROWS, type ValueColumn } from './columns.js';

const UNKNOWN = 0;
const LOWER_CASE = 1;
const KEPT = 2;

/**
 * The texts of a column as searches compare them. Lower case is enough for almost all of them and quickly made; the others are
 * folded once and kept.
 */
export class FoldedTexts {
  /** How to get each folded text, by code. */
  readonly #kinds = new Uint8Array(SEGMENT_ROWS + 1);
  readonly #kept = new Map<number, string>();

  constructor(readonly column: ValueColumn) {}

  /** The folded text of a row; `undefined` if it has no value. */
  at(slot: number): string | undefined {
    const code = this.column.codes[slot] as number;
    return this.column.values[code] === undefined ? undefined : this.ofCode(code);
  }

  /** The folded text of a code that has a value: `foldText` of the value. */
  ofCode(code: number): string {
    switch (this.#kinds[code]) {
      case UNKNOWN:
        return this.#fold(code);
      case LOWER_CASE:
        return this.#textOf(code).toLowerCase();
      default:
        return this.#kept.get(code) as string;
    }
  }

  #fold(code: number): string {
    const text = this.#textOf(code);
    const lowerCase = text.toLowerCase();
    const folded = foldText(text);
    this.#kinds[code] = folded === lowerCase ? LOWER_CASE : KEPT;
    if (folded !== lowerCase) this.#kept.set(code, folded);
    return folded;
  }

  #textOf(code: number): string {
    return String(this.column.values[code]);
  }
}
