import { type TimeSlice } from '../query/time-slice.js';
import { type Row } from './row-table.js';
import { isBefore, type KeyedRows, type RowOrdering } from './sorted-rows.js';

/** Rows that are sorted in one step: about 2 ms. */
const RUN_ROWS = 2_048;
/** Rows that are merged between two looks at the time slice. */
const ROWS_PER_CHECK = 256;

/**
 * The rows in an order, sorted in time slices: runs of rows are sorted at once, and merged in pairs. The order of the rows
 * must not change meanwhile.
 */
export async function sortRows(rows: Int32Array, order: RowOrdering, slice: TimeSlice): Promise<Int32Array> {
  let sorted = withRoomFor(rows.length);
  for (let from = 0; from < rows.length; from += RUN_ROWS) {
    sortRun(rows.subarray(from, from + RUN_ROWS), order, from, sorted);
    if (slice.spent()) await slice.next();
  }
  let merged = withRoomFor(rows.length);
  for (let width = RUN_ROWS; width < rows.length; width *= 2) {
    for (let from = 0; from < rows.length; from += 2 * width) {
      const middle = Math.min(from + width, rows.length);
      const end = Math.min(middle + width, rows.length);
      await mergeRuns({ from: sorted, to: merged, order }, { begin: from, middle, end }, slice);
    }
    [sorted, merged] = [merged, sorted];
  }
  return sorted.rows;
}

function withRoomFor(length: number): KeyedRows {
  return { rows: new Int32Array(length), keys: new Float64Array(length) };
}

/** Sorts some rows and writes them from a place on. */
function sortRun(run: Int32Array, order: RowOrdering, at: number, to: KeyedRows): void {
  const keyed = Array.from(run, (row: Row) => ({ row, key: order.keyOf(row) }));
  keyed.sort((a, b) => a.key - b.key || order.compareEqual(a.row, b.row));
  for (const [index, { key, row }] of keyed.entries()) {
    to.rows[at + index] = row;
    to.keys[at + index] = key;
  }
}

/** Merges the sorted rows from `begin` to `middle` and from there to `end`. */
async function mergeRuns(
  { from, order, to }: { readonly from: KeyedRows; readonly to: KeyedRows; readonly order: RowOrdering },
  { begin, end, middle }: { readonly begin: number; readonly middle: number; readonly end: number },
  slice: TimeSlice,
): Promise<void> {
  const { keys, rows } = from;
  let [left, right] = [begin, middle];
  for (let at = begin; at < end; at += 1) {
    const takesRight =
      left === middle || (right < end && isBefore(from, right, keys[left] as number, rows[left] as Row, order));
    const taken = takesRight ? right++ : left++;
    to.rows[at] = rows[taken] as Row;
    to.keys[at] = keys[taken] as number;
    if (at % ROWS_PER_CHECK === 0 && slice.spent()) await slice.next();
  }
}
