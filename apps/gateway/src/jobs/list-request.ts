import { jobField, type Revision } from '@gateway/core';
import { projection } from '@gateway/view';

import { inOptionalParameter } from '../query/in-parameter.js';
import { type ListDialect, type ListRequest, parseListRequest } from '../query/list-request.js';
import { type QueryParameters, unexpectedValue } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { parseSelectionParameters, selectionLink, selectionParameters } from '../query/selection-parameters.js';
import { isJobField } from './job.schema.js';

const DEFAULT_PAGE_SIZE = 100;
const PATH = '/api/jobs';
const OWN_PARAMETERS = ['fields', 'max_records', 'order_by', 'query', 'return_records', 'start'];
/** The parameters of a list. */
export const LIST_PARAMETERS = selectionParameters(OWN_PARAMETERS);

/** A valid request for a list of jobs. */
export interface JobListRequest extends ListRequest {
  /** Returns the link to the watch of the same jobs that starts after a revision. */
  readonly watch: (after: Revision) => string;
}

const DIALECT: ListDialect = {
  path: PATH,
  parseParameters: (text) => parseSelectionParameters(text, OWN_PARAMETERS),
  filterField: jobField,
  sortField: jobField,
  present: readPresent,
  pageSize: readPageSize,
  returnsRecords: readReturnRecords,
};

/** Parses the query text of a list (without `?`), like `parseListRequest`. */
export function parseJobListRequest(text: string, now: number): JobListRequest {
  const request = parseListRequest(DIALECT, text, now);
  return { ...request, watch: (after) => selectionLink(`${PATH}/watch`, request.parameters, after) };
}

function readPresent(parameters: QueryParameters): ReturnType<typeof projection> | undefined {
  const fields = inOptionalParameter(parameters, 'fields', (value) => readFields(value, isJobField));
  return fields && projection(fields);
}

function readPageSize(parameters: QueryParameters): number {
  const value = parameters.get('max_records');
  if (value === undefined) return DEFAULT_PAGE_SIZE;
  const size = /^\d{1,300}$/.test(value) ? Number(value) : 0;
  if (size === 0) throw unexpectedValue('max_records', value, 'a whole number of at least 1');
  return size;
}

function readReturnRecords(parameters: QueryParameters): boolean {
  const value = parameters.get('return_records') ?? 'true';
  if (value === 'true' || value === 'false') return value === 'true';
  throw unexpectedValue('return_records', value, 'true or false');
}
