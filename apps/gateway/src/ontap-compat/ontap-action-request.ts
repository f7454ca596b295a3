import { type ActionName, DEFAULT_ORDER, type Filter, type JobQuery } from '@gateway/core';

import { parseAction } from '../jobs/action-request.js';
import { Problem } from '../problems/problem.js';
import { type QueryParameters } from '../query/query-parameters.js';
import { readSelection } from '../query/read-selection.js';
import { ONTAP_PATHS, ontapFilterField } from './ontap-fields.js';
import { parseOntapParameters, readFlag } from './ontap-parameters.js';
import { type SvmScope } from './svm-scope.js';

/** Jobs that one bulk action may match. */
export const MAX_MATCHES = 100;
/** The parameters of an action, without ONTAP's general ones. */
const ONTAP_ACTION_PARAMETERS: readonly string[] = ['action'];
/** The parameters of a bulk action, without ONTAP's general ones. */
const ONTAP_BULK_PARAMETERS: readonly string[] = ['action', 'continue_on_failure', 'serial_records', ...ONTAP_PATHS];

const NOT_GONE: Filter = {
  field: { path: 'gone', type: 'boolean', read: ({ gone }) => gone },
  negated: false,
  any: [{ is: 'equal', value: false }],
};

/** A bulk action: an action for every job that matches a query. */
export interface OntapBulkRequest {
  readonly action: ActionName;
  /** True if the action is to be sent to one job after the other. */
  readonly serial: boolean;
  /** Returns the ids of at most `MAX_MATCHES` jobs, as JSON texts. */
  readonly query: JobQuery;
}

/** Parses the query text (without `?`) and the body of an action on one job. Throws a `Problem` if either is invalid. */
export function parseOntapActionRequest(text: string, body: unknown): ActionName {
  return parseAction(parseOntapParameters(text, ONTAP_ACTION_PARAMETERS), body);
}

/**
 * Parses the query text (without `?`) and the body of a bulk action. At least one filter is required, because ONTAP applies
 * an action without filters to every job. `scope` confines it to one SVM. Like in ONTAP, jobs that are gone do not match.
 * Throws a `Problem` if the request is invalid.
 */
export function parseOntapBulkRequest(text: string, body: unknown, now: number, scope?: SvmScope): OntapBulkRequest {
  const parameters = parseOntapParameters(text, ONTAP_BULK_PARAMETERS);
  const action = parseAction(parameters, body);
  if (!readFlag(parameters, 'continue_on_failure', true)) {
    const detail = 'continue_on_failure does not accept "false": the action is always sent to every matching job';
    throw new Problem('invalid-parameter', detail, { target: 'continue_on_failure' });
  }
  const { filters } = readSelection(parameters, ontapFilterField, now);
  if (filters.length === 0) {
    throw new Problem('unbounded-action', 'select the jobs with at least one filter; nothing was sent');
  }
  const serial = readFlag(parameters, 'serial_records', false);
  return { action, serial, query: idQuery([...filters, ...(scope?.filters ?? []), NOT_GONE], parameters, now) };
}

function idQuery(filters: readonly Filter[], parameters: QueryParameters, now: number): JobQuery {
  return {
    filters,
    key: `act ${JSON.stringify([[...parameters], filters])} ${now}`,
    orderBy: DEFAULT_ORDER,
    maxRecords: MAX_MATCHES,
    present: ({ id }) => JSON.stringify(id),
  };
}
