import { type JobField, type JobGroup, type JobSummary, type Revision, type Scalar } from '@gateway/core';

import { type StaleSource } from './stale-sources.js';

/** The answer to a summary. */
export function summaryText(
  groupBy: readonly JobField[],
  { groups, total }: JobSummary,
  revision: Revision,
  stale: readonly StaleSource[],
): string {
  const records = groups.map((group) => groupRecord(groupBy, group));
  return JSON.stringify({ groups: records, total, revision, stale_sources: stale, gaps: [] });
}

function groupRecord(groupBy: readonly JobField[], { count, values }: JobGroup): Readonly<Record<string, Scalar>> {
  const pairs = groupBy.flatMap((field, at) => {
    const value = values[at];
    return value === undefined ? [] : [[field.path, asServed(field, value)] as const];
  });
  return { ...Object.fromEntries(pairs), count };
}

function asServed({ type }: JobField, value: Scalar): Scalar {
  return type === 'time' ? new Date(Number(value)).toISOString() : value;
}
