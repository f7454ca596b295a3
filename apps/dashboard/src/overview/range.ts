/** The time ranges of the overview, and the intervals that they are counted in. */

/** A range that ends now. */
export interface Range {
  /** As a relative time of the API, without its sign: `24h`. */
  readonly name: string;
  readonly ms: number;
  /** Length of an interval as the API takes it. */
  readonly interval: string;
  readonly intervalMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The ranges to choose from; each has 60 to 96 intervals. */
export const RANGES = [
  { name: '1h', ms: HOUR, interval: '1m', intervalMs: MINUTE },
  { name: '24h', ms: 24 * HOUR, interval: '15m', intervalMs: 15 * MINUTE },
  { name: '7d', ms: 7 * 24 * HOUR, interval: '2h', intervalMs: 2 * HOUR },
] as const satisfies readonly Range[];

/** The name of a range. */
export type RangeName = (typeof RANGES)[number]['name'];

/** The range with a name; 24 hours for any other text. */
export function rangeNamed(name: string): (typeof RANGES)[number] {
  return RANGES.find((range) => range.name === name) ?? RANGES[1];
}

/** The filter value that selects times within a range: `>-24h`. */
export function withinRange({ name }: Range): string {
  return `>-${name}`;
}

/** The begins of all intervals of a range that ends at `now`, in ms since the epoch, oldest first. */
export function intervalBegins({ intervalMs, ms }: Range, now: number): readonly number[] {
  const last = Math.floor(now / intervalMs) * intervalMs;
  const first = Math.floor((now - ms) / intervalMs) * intervalMs;
  return Array.from({ length: (last - first) / intervalMs + 1 }, (_, index) => first + index * intervalMs);
}

/** The filter value that selects the times of one interval; both ends of a range are part of it. */
export function withinInterval(begin: number, { intervalMs }: Range): string {
  return `${new Date(begin).toISOString()}..${new Date(begin + intervalMs - 1).toISOString()}`;
}
