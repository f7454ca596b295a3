import { type Gap } from './types';

/** The percentiles of durations in seconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** A group of a summary: its count, and the values of the fields that it is grouped by. */
export interface SummaryGroup {
  readonly count: number;
  readonly time?: string;
  readonly duration_seconds?: Percentiles;
  readonly [field: string]: unknown;
}

/** Counts of jobs by the values of fields. */
export interface JobSummary {
  readonly groups: readonly SummaryGroup[];
  readonly total: number;
  readonly gaps: readonly Gap[];
}

/** The value of a field of a group as text; `undefined` for jobs without the field. */
export function groupValue(group: SummaryGroup, field: string): string | undefined {
  const value = group[field];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
