/** The largest groups of a summary, and what remains. */

/** A group with a name; without one for jobs that lack the field. */
export interface NamedCount {
  readonly name?: string | undefined;
  readonly count: number;
}

/** The largest groups, the largest first, and the sum of all others. */
export interface TopBars {
  readonly bars: readonly NamedCount[];
  readonly rest: { readonly groups: number; readonly count: number };
  /** The largest count, at least 1. */
  readonly most: number;
}

const SHOWN = 10;

/** The ten largest groups; those of equal size by name. */
export function topBars(groups: readonly NamedCount[]): TopBars {
  const sorted = [...groups].sort((one, other) => other.count - one.count || compareNames(one.name, other.name));
  const others = sorted.slice(SHOWN);
  return {
    bars: sorted.slice(0, SHOWN),
    rest: { groups: others.length, count: others.reduce((sum, { count }) => sum + count, 0) },
    most: Math.max(1, sorted[0]?.count ?? 1),
  };
}

function compareNames(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other);
}
