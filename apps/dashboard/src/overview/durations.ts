/** Durations by type of job, on a logarithmic scale. */

import { type Percentiles } from '../api/summary';

/** A group of a summary with percentiles; without them if no job of it has a duration. */
export interface DurationGroup {
  /** The kind of backend. */
  readonly kind: string;
  readonly type?: string | undefined;
  readonly count: number;
  readonly duration_seconds?: Percentiles | undefined;
}

/** A type of job with its durations. */
export interface DurationRow {
  readonly kind: string;
  readonly type: string | undefined;
  readonly count: number;
  readonly percentiles: Percentiles;
}

const SHOWN = 10;
const LEAST_SECONDS = 1;

/** The ten types with the longest durations (p95), the longest first. */
export function longestTypes(groups: readonly DurationGroup[]): readonly DurationRow[] {
  return groups
    .flatMap(({ count, duration_seconds: percentiles, kind, type }) =>
      percentiles === undefined ? [] : [{ kind, type, count, percentiles }],
    )
    .sort((one, other) => other.percentiles.p95 - one.percentiles.p95)
    .slice(0, SHOWN);
}

/** Returns where a duration is on a logarithmic scale that holds all rows: 0 for a second or less, 1 for the longest. */
export function durationScale(rows: readonly DurationRow[]): (seconds: number) => number {
  const longest = Math.max(LEAST_SECONDS * 10, ...rows.map(({ percentiles }) => percentiles.p99));
  const length = Math.log(longest / LEAST_SECONDS);
  return (seconds) => Math.log(Math.max(seconds, LEAST_SECONDS) / LEAST_SECONDS) / length;
}
