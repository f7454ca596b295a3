import { jobField, type SummaryQuery } from '@gateway/core';

import { inParameter } from '../query/in-parameter.js';
import { queryText } from '../query/query-parameters.js';
import { readPaths } from '../query/read-paths.js';
import { readSelection } from '../query/read-selection.js';
import { parseSelectionParameters, selectionParameters } from '../query/selection-parameters.js';

const MAX_GROUP_FIELDS = 4;
const OWN_PARAMETERS = ['group_by', 'query'];
/** The parameters of a summary. */
export const SUMMARY_PARAMETERS = selectionParameters(OWN_PARAMETERS);

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
  const groupBy = inParameter('group_by', parameters.get('group_by') ?? 'state', (value) =>
    readPaths(value, MAX_GROUP_FIELDS, jobField),
  );
  const key = `${queryText(parameters)}${relative ? ` ${now}` : ''}`;
  return { query: { ...selection, groupBy, key }, cacheable: !relative };
}
