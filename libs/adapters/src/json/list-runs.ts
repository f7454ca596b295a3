import { BYTE, endOfString, type Size } from './json-scan.js';

/** Some whole items of a list, or one item that is too large to be parsed. */
export interface Run {
  readonly from: number;
  /** Index after the last byte: that of the comma after the run, or of the closing bracket of the list. */
  readonly to: number;
  readonly isTooLarge: boolean;
}

/** How a list is divided. A run ends with the item that reaches `run`. */
export interface RunLimits {
  readonly run: Size;
  readonly item: Size;
}

/** Number of bytes that are searched without a pause. */
const BYTES_PER_STEP = 1024 * 1024;

/** Divides a list into runs, in order. Not a generator: V8 would search half as fast. */
export class ListRuns {
  readonly #text: Uint8Array;
  readonly #limits: RunLimits;
  #runFrom: number;
  #runValues = 0;
  #itemFrom: number;
  #itemValues = 1;
  #depth = 0;
  #at: number;
  #isOver = false;

  /** `from`: index after the opening bracket of the list. */
  constructor(text: Uint8Array, from: number, limits: RunLimits) {
    this.#text = text;
    this.#limits = limits;
    this.#runFrom = from;
    this.#itemFrom = from;
    this.#at = from;
  }

  /**
   * The next run; `pause` if it was not found within 1 MiB, call again then; `end` after the run at the closing bracket of
   * the list. Without such a bracket there is no last run: what follows the last complete run is left out.
   */
  next(): Run | 'pause' | 'end' {
    while (!this.#isOver) {
      const found = this.#endOfItem();
      if (found === 'pause') return 'pause';
      const run = found && this.#runBefore();
      if (run) return run;
    }
    return 'end';
  }

  /** Moves to the byte after the current item: a comma or the closing bracket of the list. False if there is none. */
  #endOfItem(): boolean | 'pause' {
    const text = this.#text;
    let depth = this.#depth;
    let values = this.#itemValues;
    let at = this.#at;
    const pauseAt = at + BYTES_PER_STEP;
    search: for (; at < text.length && at < pauseAt; at += 1) {
      switch (text[at]) {
        case BYTE.quote:
          at = endOfString(text, at);
          break;
        case BYTE.openList:
        case BYTE.openObject:
          depth += 1;
          values += 1;
          break;
        case BYTE.comma:
          if (depth === 0) break search;
          values += 1;
          break;
        case BYTE.closeList:
        case BYTE.closeObject:
          if (depth === 0) break search;
          depth -= 1;
          break;
        default:
      }
    }
    this.#at = at;
    this.#depth = depth;
    this.#itemValues = values;
    this.#isOver = at >= text.length || (at < pauseAt && text[at] === BYTE.closeObject);
    if (this.#isOver) return false;
    return at < pauseAt || 'pause';
  }

  /** The run that ends at or before the end of the current item, which begins the next one; `undefined` if there is none. */
  #runBefore(): Run | undefined {
    const { item, run } = this.#limits;
    const to = this.#at;
    const isLast = this.#text[to] === BYTE.closeList;
    const isTooLarge = to - this.#itemFrom > item.bytes || this.#itemValues > item.values;
    // The item is examined again after the run before it.
    if (isTooLarge && this.#itemFrom > this.#runFrom) return this.#runTo(this.#itemFrom - 1, this.#itemFrom);
    this.#runValues += this.#itemValues;
    const isEnd = isTooLarge || isLast || to - this.#runFrom >= run.bytes || this.#runValues >= run.values;
    const found = isEnd ? { ...this.#runTo(to, to + 1), isTooLarge } : undefined;
    this.#itemFrom = to + 1;
    this.#itemValues = 1;
    this.#at = to + 1;
    this.#isOver = isLast;
    return found;
  }

  #runTo(to: number, next: number): Run {
    const run = { from: this.#runFrom, to, isTooLarge: false };
    this.#runFrom = next;
    this.#runValues = 0;
    return run;
  }
}
