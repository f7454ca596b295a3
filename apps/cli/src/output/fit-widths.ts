/** What a column may give away. */
export interface ColumnSpace {
  /** The width of its longest cell. */
  readonly natural: number;
  /** The order in which cells give way, lowest first; absent for a column that is never cut. */
  readonly givesWay?: number;
  /** Text that is cut in the middle, such as an id, is of no use for copying, so it is whole or small. @default 'end' */
  readonly cut?: 'end' | 'middle';
  /** Other columns are left out before this one is cut below this width. @default 8 */
  readonly least?: number;
  /** True for a column that is never left out. */
  readonly stays?: boolean;
}

/** Cells between two columns. */
export const GAP = 2;
/** Before a column is cut below the first width, the others in the order give way; then the same for the next width. */
const SMALLEST_WIDTHS = [20, 14, 8];

/**
 * The width of each column so that a row has at most `total` cells; 0 for a column that is left out. Cells give way in
 * their order, in rounds, and none is cut below its least width. If that is not enough, columns are left out from the right,
 * and if no more can be, all cells are cut down to 8.
 */
export function fitWidths(columns: readonly ColumnSpace[], total: number): readonly number[] {
  const present = columns.map(() => true);
  for (;;) {
    const last = columns.findLastIndex(({ stays = false }, at) => !stays && present[at]);
    const widths = shrink(columns, present, total, last >= 0);
    if (last < 0 || rowWidth(widths) <= total) return widths;
    present[last] = false;
  }
}

function shrink(
  columns: readonly ColumnSpace[],
  present: readonly boolean[],
  total: number,
  keepsLeast: boolean,
): number[] {
  const widths = columns.map(({ natural }, at) => (present[at] ? natural : 0));
  const order = columns
    .map((column, at) => ({ ...column, at }))
    .filter(({ at, givesWay }) => givesWay !== undefined && present[at])
    .sort((a, b) => (a.givesWay ?? 0) - (b.givesWay ?? 0));
  for (const smallestOfRound of SMALLEST_WIDTHS) {
    for (const { at, cut, least = 0 } of order) {
      const smallest = keepsLeast ? Math.max(smallestOfRound, least) : smallestOfRound;
      const width = widths[at] ?? 0;
      const excess = rowWidth(widths) - total;
      if (excess > 0 && width > smallest) widths[at] = cut === 'middle' ? smallest : Math.max(smallest, width - excess);
    }
  }
  // A small id can leave room for what gave way before it.
  for (const { at, natural } of order) {
    const width = widths[at] ?? 0;
    widths[at] = Math.min(natural, width + Math.max(0, total - rowWidth(widths)));
  }
  return widths;
}

function rowWidth(widths: readonly number[]): number {
  const present = widths.filter((width) => width > 0);
  return present.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, present.length - 1);
}
