import { jobField, SCALAR_PATHS, type SummaryQuery } from '@gateway/core';

import { valid } from '../problems/problem.js';
import { queryText, readParameters } from '../query/query-parameters.js';
import { inParameter } from '../query/in-parameter.js';
import { readPaths } from '../query/read-paths.js';
import { readSelection } from '../query/read-selection.js';
import { ANY_LABEL } from './list-query.js';

const MOST_GROUP_FIELDS = 4;
const CONTROLS = ['group_by', 'query'];
/** The parameters of a summary. */
export const SUMMARY_PARAMETERS: readonly string[] = [...CONTROLS, ...SCALAR_PATHS, ANY_LABEL];

/**
 * Reads the query text of a summary (without its `?`). Relative times count from `now`, in ms. Throws the `Problem` with the
 * text, naming the parameter.
 */
export function parseSummaryQuery(text: string, now: number): SummaryQuery {
  const isOffered = (name: string): boolean => CONTROLS.includes(name) || jobField(name) !== undefined;
  const parameters = valid(readParameters(text, SUMMARY_PARAMETERS, isOffered));
  const { relative, ...selection } = readSelection(parameters, jobField, now);
  const groupBy = inParameter('group_by', parameters.get('group_by') ?? 'state', (value) =>
    readPaths(value, MOST_GROUP_FIELDS, jobField),
  );
  return { ...selection, groupBy, key: `${queryText(parameters)}${relative ? ` ${now}` : ''}` };
}
