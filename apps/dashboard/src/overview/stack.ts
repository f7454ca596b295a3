/** Counts by time and by one more field, as layers that are drawn on each other. */

/** A group of a summary by time. */
export interface TimedGroup {
  readonly time?: string | undefined;
  readonly count: number;
  /** The value of the other field. */
  readonly value: string;
}

/** One layer: how many, and where its upper edge is, for each interval. */
export interface Layer {
  readonly value: string;
  readonly counts: readonly number[];
  readonly tops: readonly number[];
  readonly total: number;
}

/**
 * The layers of groups, the lowest first: values in the given order, then others by name. Groups whose time is outside
 * `begins` are left out.
 */
export function layersOf(groups: readonly TimedGroup[], begins: readonly number[], order: readonly string[]): Layer[] {
  const indexes = new Map(begins.map((begin, index) => [begin, index]));
  const counts = new Map<string, number[]>();
  for (const { count, time, value } of groups) {
    const index = time === undefined ? undefined : indexes.get(Date.parse(time));
    if (index === undefined) continue;
    const layer = counts.get(value) ?? begins.map(() => 0);
    layer[index] = (layer[index] ?? 0) + count;
    counts.set(value, layer);
  }
  return stacked([...counts].sort(([one], [other]) => compare(one, other, order)));
}

/** The layer at a height within an interval; `undefined` above all layers. */
export function layerAt(layers: readonly Layer[], index: number, height: number): Layer | undefined {
  return layers.find(({ counts, tops }) => (counts[index] ?? 0) > 0 && height <= (tops[index] ?? 0));
}

function stacked(ordered: readonly (readonly [string, readonly number[]])[]): Layer[] {
  const layers: Layer[] = [];
  for (const [value, counts] of ordered) {
    const below = layers.at(-1)?.tops;
    const tops = counts.map((count, index) => count + (below?.[index] ?? 0));
    layers.push({ value, counts, tops, total: counts.reduce((sum, count) => sum + count, 0) });
  }
  return layers;
}

function compare(one: string, other: string, order: readonly string[]): number {
  const rank = (value: string): number => (order.includes(value) ? order.indexOf(value) : order.length);
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}
