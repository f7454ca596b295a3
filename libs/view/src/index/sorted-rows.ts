/** Rows in the order of a comparison, with cheap clones: blocks of row numbers that are copied before they are changed. */

import { type Row } from './row-table.js';

/** Rows of a block, at most: moving half of a block takes some 50 ns, and finding a block in a million rows 11 comparisons. */
const BLOCK_ROWS = 512;
const FIRST_CAPACITY = 8;

/** Rows with their keys: comparisons of the keys do not read the rows. */
export interface KeyedRows {
  rows: Int32Array;
  keys: Float64Array;
}

interface Block extends KeyedRows {
  length: number;
  /** The rows and the clones of them that may change the block. */
  owner: object;
}

interface Place {
  readonly block: number;
  readonly at: number;
}

/** An order of rows: by ascending key, then by `compareEqual`. */
export interface RowOrdering {
  keyOf(row: Row): number;
  /** Compares two rows with the same key; returns 0 only for rows of the same job. */
  compareEqual(row: Row, other: Row): number;
}

/** A sorted set of rows. */
export class SortedRows {
  #blocks: Block[] = [];
  #isOwner = true;
  #owner: object = {};
  #size = 0;

  constructor(private readonly order: RowOrdering) {}

  get size(): number {
    return this.#size;
  }

  /** Adds a row that is not in the set. */
  add(row: Row): void {
    const { at, block } = this.#find(row);
    if (block === this.#blocks.length) {
      this.append(row);
    } else {
      this.#size += 1;
      this.#insert(block, at, row);
    }
  }

  /** Adds a row that comes after all others. */
  append(row: Row): void {
    this.#size += 1;
    if (this.#blocks.length === 0) {
      this.#ownBlocks().push({ ...emptyBlock(FIRST_CAPACITY), owner: this.#owner });
    }
    const last = this.#blocks.length - 1;
    this.#insert(last, (this.#blocks[last] as Block).length, row);
  }

  /** Puts a row in the place of one that compares equal. */
  replace(row: Row, by: Row): void {
    const { at, block } = this.#find(row);
    this.#own(block).rows[at] = by;
  }

  /** Removes a row of the set. */
  delete(row: Row): void {
    const { at, block: index } = this.#find(row);
    const block = this.#own(index);
    block.rows.copyWithin(at, at + 1, block.length);
    block.keys.copyWithin(at, at + 1, block.length);
    block.length -= 1;
    this.#size -= 1;
    if (block.length === 0) this.#blocks.splice(index, 1);
    else this.#mergeWithNext(index);
  }

  /** A set with the same rows, in constant time. Later changes of one of the two do not affect the other. */
  clone(): SortedRows {
    const clone = new SortedRows(this.order);
    clone.#blocks = this.#blocks;
    clone.#size = this.#size;
    clone.#isOwner = this.#isOwner = false;
    this.#owner = {};
    return clone;
  }

  /** Iterates over the rows after a position; the set must not change meanwhile. The position need not be a row of the set. */
  after(position?: Row): Generator<Row> {
    if (position === undefined) return this.#from(0, 0);
    const { at, block } = this.#find(position);
    const found = this.#blocks[block];
    const isThere = found !== undefined && compareAt(found, at, position, this.order) === 0;
    return this.#from(block, isThere ? at + 1 : at);
  }

  /** Iterates over all rows in reverse order; the set must not change meanwhile. */
  *reversed(): Generator<Row> {
    for (let index = this.#blocks.length - 1; index >= 0; index -= 1) {
      const { length, rows } = this.#blocks[index] as Block;
      for (let at = length - 1; at >= 0; at -= 1) yield rows[at] as Row;
    }
  }

  *#from(first: number, firstAt: number): Generator<Row> {
    for (let index = first; index < this.#blocks.length; index += 1) {
      const { length, rows } = this.#blocks[index] as Block;
      for (let at = index === first ? firstAt : 0; at < length; at += 1) yield rows[at] as Row;
    }
  }

  /** The place of the first row that is not before `row`. */
  #find(row: Row): Place {
    const key = this.order.keyOf(row);
    let [low, high] = [0, this.#blocks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle] as Block;
      if (isBefore(block, block.length - 1, key, row, this.order)) low = middle + 1;
      else high = middle;
    }
    const index = low;
    const block = this.#blocks[index];
    [low, high] = [0, block?.length ?? 0];
    while (block && low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(block, middle, key, row, this.order)) low = middle + 1;
      else high = middle;
    }
    return { block: index, at: low };
  }

  #insert(index: number, at: number, row: Row): void {
    const block = this.#own(index);
    if (block.length === BLOCK_ROWS) {
      const place = this.#makeRoom(index, at);
      this.#insert(place.block, place.at, row);
      return;
    }
    if (block.length === block.rows.length) Object.assign(block, arraysOf(block, 2 * block.length));
    block.rows.copyWithin(at + 1, at, block.length);
    block.keys.copyWithin(at + 1, at, block.length);
    block.rows[at] = row;
    block.keys[at] = this.order.keyOf(row);
    block.length += 1;
  }

  /**
   * Makes room at a place in a full block, and returns the place where the row then belongs. Moves the second half of the
   * block to a new one. Before the first row and after the last row, adds an empty block instead: new jobs come first.
   */
  #makeRoom(index: number, at: number): Place {
    const block = this.#own(index);
    const isFirst = index === 0 && at === 0;
    const isLast = index === this.#blocks.length - 1 && at === BLOCK_ROWS;
    const kept = isFirst ? 0 : isLast ? BLOCK_ROWS : BLOCK_ROWS >> 1;
    const second = { ...emptyBlock(BLOCK_ROWS), length: block.length - kept, owner: this.#owner };
    second.rows.set(block.rows.subarray(kept, block.length));
    second.keys.set(block.keys.subarray(kept, block.length));
    this.#blocks.splice(index + 1, 0, second);
    block.length = kept;
    return at > kept || isLast ? { block: index + 1, at: at - kept } : { block: index, at };
  }

  #mergeWithNext(index: number): void {
    const [block, next] = [this.#blocks[index] as Block, this.#blocks[index + 1]];
    if (!next || block.length + next.length > BLOCK_ROWS >> 1) return;
    if (block.rows.length < block.length + next.length) Object.assign(block, arraysOf(block, BLOCK_ROWS));
    block.rows.set(next.rows.subarray(0, next.length), block.length);
    block.keys.set(next.keys.subarray(0, next.length), block.length);
    block.length += next.length;
    this.#blocks.splice(index + 1, 1);
  }

  #ownBlocks(): Block[] {
    if (!this.#isOwner) this.#blocks = [...this.#blocks];
    this.#isOwner = true;
    return this.#blocks;
  }

  /** The block at an index, which this set alone uses from now on. */
  #own(index: number): Block {
    const blocks = this.#ownBlocks();
    const block = blocks[index] as Block;
    if (block.owner === this.#owner) return block;
    return (blocks[index] = { ...block, ...arraysOf(block, block.rows.length), owner: this.#owner });
  }
}

/** True if the row at an index is before a row with a key. */
export function isBefore({ keys, rows }: KeyedRows, at: number, key: number, row: Row, order: RowOrdering): boolean {
  const difference = (keys[at] as number) - key;
  return difference < 0 || (difference === 0 && order.compareEqual(rows[at] as Row, row) < 0);
}

function compareAt(block: Block, at: number, row: Row, order: RowOrdering): number {
  return (block.keys[at] as number) - order.keyOf(row) || order.compareEqual(block.rows[at] as Row, row);
}

function emptyBlock(capacity: number): Omit<Block, 'owner'> {
  return { rows: new Int32Array(capacity), keys: new Float64Array(capacity), length: 0 };
}

/** Copies of the arrays of a block with another capacity. */
function arraysOf({ keys, length, rows }: Block, capacity: number): Pick<Block, 'rows' | 'keys'> {
  const copy = {
    rows: new Int32Array(Math.min(capacity, BLOCK_ROWS)),
    keys: new Float64Array(Math.min(capacity, BLOCK_ROWS)),
  };
  copy.rows.set(rows.subarray(0, length));
  copy.keys.set(keys.subarray(0, length));
  return copy;
}
