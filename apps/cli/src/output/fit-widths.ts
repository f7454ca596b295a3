/** What a column may give away. */
export interface ColumnSpace {
  /** The width of its longest cell. */
  readonly natural: number;
  /** The order in which cells give way, lowest first; absent for a column that is never cut. */
  readonly givesWay?: number;
  /** True for a column that is never left out. */
  readonly stays?: boolean;
}

/** Cells between two columns. */
export const GAP = 2;
/** Before a column is cut below this width, the next one in the order gives way. */
const COMFORTABLE = 20;
/** No cell is cut below this width. */
const SMALLEST = 8;

/**
 * The width of each column so that a row has at most `total` cells; 0 for a column that is left out. Cells give way in
 * their order, first down to a comfortable width and then to the smallest. If that is not enough, columns are left out from
 * the right.
 */
export function fitWidths(columns: readonly ColumnSpace[], total: number): readonly number[] {
  const present = columns.map(() => true);
  for (;;) {
    const widths = shrink(columns, present, total);
    if (rowWidth(widths) <= total) return widths;
    const last = columns.findLastIndex(({ stays = false }, at) => !stays && present[at]);
    if (last < 0) return widths;
    present[last] = false;
  }
}

function shrink(columns: readonly ColumnSpace[], present: readonly boolean[], total: number): number[] {
  const widths = columns.map(({ natural }, at) => (present[at] ? natural : 0));
  const order = columns
    .map(({ givesWay }, at) => ({ at, givesWay }))
    .filter(({ at, givesWay }) => givesWay !== undefined && present[at])
    .sort((a, b) => (a.givesWay ?? 0) - (b.givesWay ?? 0));
  for (const smallest of [COMFORTABLE, SMALLEST]) {
    for (const { at } of order) {
      const width = widths[at] ?? 0;
      const excess = rowWidth(widths) - total;
      if (excess > 0 && width > smallest) widths[at] = Math.max(smallest, width - excess);
    }
  }
  return widths;
}

function rowWidth(widths: readonly number[]): number {
  const present = widths.filter((width) => width > 0);
  return present.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, present.length - 1);
}
