import {
  type JobField,
  type JobGroup,
  type JobSummary,
  type Revision,
  type Scalar,
  type SummaryQuery,
} from '@gateway/core';

import { type FreshnessParts } from './freshness.js';

/** Formats the response of a summary. */
export function summaryResponse(
  query: SummaryQuery,
  { groups, total }: JobSummary,
  revision: Revision,
  fresh: FreshnessParts,
): string {
  const texts = groups.map((group) => groupText(query, group));
  return `{"groups":[${texts.join(',')}],"total":${total},"revision":"${revision}",${fresh.text}}`;
}

/** Concatenates text: serialising 10,000 groups as objects would block the event loop for too long. */
function groupText({ groupBy, percentilesOf }: SummaryQuery, { count, percentiles, values }: JobGroup): string {
  let text = '{';
  for (const [at, value] of values.entries()) {
    const field = groupBy[at];
    if (field && value !== undefined) text += `"${field.path}":${JSON.stringify(asServed(field, value))},`;
  }
  if (percentiles && percentilesOf) text += `"${percentilesOf.path}":${JSON.stringify(percentiles)},`;
  return `${text}"count":${count}}`;
}

function asServed({ type }: JobField, value: Scalar): Scalar {
  return type === 'time' ? new Date(Number(value)).toISOString() : value;
}
