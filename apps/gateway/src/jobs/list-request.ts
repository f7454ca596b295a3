import { DEFAULT_ORDER, type Job, type JobField, jobField, parseJobId, type Revision } from '@gateway/core';
import { projection } from '@gateway/view';

import { inOptionalParameter } from '../query/in-parameter.js';
import { type ListDialect, type ListRequest, parseListRequest } from '../query/list-request.js';
import { readPageSize, readReturnRecords } from '../query/page-parameters.js';
import { type QueryParameters } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { parseSelectionParameters, selectionLink, selectionParameters } from '../query/selection-parameters.js';
import { isJobField } from './job.schema.js';

const DEFAULT_PAGE_SIZE = 100;
const PATH = '/api/jobs';
const OWN_PARAMETERS = ['fields', 'max_records', 'order_by', 'query', 'return_records', 'start'];
/** The parameters of a list. */
export const LIST_PARAMETERS = selectionParameters(OWN_PARAMETERS);

/** Serialises a job. */
export type Present = (job: Job) => string;

/** A valid request for a list of jobs. */
export interface JobListRequest extends ListRequest<JobField, Present> {
  /** Returns the link to the watch of the same jobs that starts after a revision. */
  readonly watch: (after: Revision) => string;
}

const DIALECT: ListDialect<JobField, Present> = {
  path: PATH,
  parseParameters: (text) => parseSelectionParameters(text, OWN_PARAMETERS),
  filterField: jobField,
  sortField: jobField,
  defaultOrder: DEFAULT_ORDER,
  isId: (text) => parseJobId(text) !== undefined,
  present: readPresent,
  pageSize: (parameters) => readPageSize(parameters, DEFAULT_PAGE_SIZE),
  returnsRecords: readReturnRecords,
};

/** Parses the query text of a list (without `?`), like `parseListRequest`. */
export function parseJobListRequest(text: string, now: number): JobListRequest {
  const request = parseListRequest(DIALECT, text, now);
  return { ...request, watch: (after) => selectionLink(`${PATH}/watch`, request.parameters, after) };
}

/** Reads `fields`: how to serialise a job; `undefined` for the whole job. Throws a `Problem`. */
export function readPresent(parameters: QueryParameters): Present | undefined {
  const fields = inOptionalParameter(parameters, 'fields', (value) => readFields(value, isJobField));
  return fields && projection(fields);
}
