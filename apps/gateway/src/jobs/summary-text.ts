import { type JobField, type JobGroup, type JobSummary, type Revision, type Scalar } from '@gateway/core';

import { type Freshness, freshnessText } from './freshness.js';

/** The answer to a summary. */
export function summaryText(
  groupBy: readonly JobField[],
  { groups, total }: JobSummary,
  revision: Revision,
  fresh: Freshness,
): string {
  const texts = groups.map((group) => groupText(groupBy, group));
  return `{"groups":[${texts.join(',')}],"total":${total},"revision":"${revision}",${freshnessText(fresh)}}`;
}

/** Spliced, as there may be ten thousand: made of objects they would hold the event loop too long. */
function groupText(groupBy: readonly JobField[], { count, values }: JobGroup): string {
  let text = '{';
  for (const [at, value] of values.entries()) {
    const field = groupBy[at];
    if (field && value !== undefined) text += `"${field.path}":${JSON.stringify(asServed(field, value))},`;
  }
  return `${text}"count":${count}}`;
}

function asServed({ type }: JobField, value: Scalar): Scalar {
  return type === 'time' ? new Date(Number(value)).toISOString() : value;
}
