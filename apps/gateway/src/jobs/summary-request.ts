import {
  intervalField,
  type JobField,
  jobField,
  MESSAGE_PATTERN,
  QueryValueError,
  type SummaryQuery,
} from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { inParameter } from '../query/in-parameter.js';
import { type QueryParameters, queryText, unexpectedValue } from '../query/query-parameters.js';
import { readInterval } from '../query/read-interval.js';
import { readPaths } from '../query/read-paths.js';
import { readSelection } from '../query/read-selection.js';
import { parseSelectionParameters, selectionParameters } from '../query/selection-parameters.js';

const MAX_GROUP_FIELDS = 4;
const OWN_PARAMETERS = ['group_by', 'interval', 'percentiles', 'query', 'time'];
/** The parameters of a summary. */
export const SUMMARY_PARAMETERS = selectionParameters(OWN_PARAMETERS);
/** The interval if only the field is given. */
export const DEFAULT_INTERVAL = '1h';
/** The only field whose percentiles a summary shows. */
export const PERCENTILES_OF = 'duration_seconds';

/** A valid request for a summary. */
export interface JobSummaryRequest {
  readonly query: SummaryQuery;
  /** False if the same query text is another request later, because it has relative times. */
  readonly cacheable: boolean;
}

/**
 * Parses the query text of a summary (without `?`). Relative times refer to `now`, in ms since the epoch. Throws a `Problem`
 * with the invalid parameter.
 */
export function parseSummaryRequest(text: string, now: number): JobSummaryRequest {
  const parameters = parseSelectionParameters(text, OWN_PARAMETERS);
  const { relative, ...selection } = readSelection(parameters, jobField, now);
  const fields = inParameter('group_by', parameters.get('group_by') ?? 'state', (value) =>
    readPaths(value, MAX_GROUP_FIELDS, groupField),
  );
  const interval = readTimeInterval(parameters);
  const percentilesOf = readPercentiles(parameters, fields);
  const groupBy = interval ? [interval, ...fields] : fields;
  const key = `${queryText(parameters)}${relative ? ` ${now}` : ''}`;
  return { query: { ...selection, groupBy, ...(percentilesOf && { percentilesOf }), key }, cacheable: !relative };
}

function groupField(path: string): JobField | undefined {
  return path === MESSAGE_PATTERN.path ? MESSAGE_PATTERN : jobField(path);
}

/** The grouping by intervals of a time; `undefined` without `interval` and `time`. */
function readTimeInterval(parameters: QueryParameters): JobField | undefined {
  if (!parameters.has('interval') && !parameters.has('time')) return undefined;
  const time = inParameter('time', parameters.get('time') ?? 'created_time', (path) => {
    const field = jobField(path);
    if (field?.type !== 'time') throw new QueryValueError(0, 'a field with a time, such as end_time');
    return field;
  });
  return intervalField(time, inParameter('interval', parameters.get('interval') ?? DEFAULT_INTERVAL, readInterval));
}

function readPercentiles(parameters: QueryParameters, groupBy: readonly JobField[]): JobField | undefined {
  const path = parameters.get('percentiles');
  if (path === undefined) return undefined;
  if (path !== PERCENTILES_OF) throw unexpectedValue('percentiles', path, PERCENTILES_OF);
  if (!groupBy.some((field) => field.path === path)) return jobField(path);
  const detail = `percentiles: expected no ${path} in group_by, because both would have the same name`;
  throw new Problem('invalid-parameter', detail, { target: 'percentiles' });
}
