import { DEFAULT_ORDER, type Job, type JobField, parseJobId } from '@gateway/core';

import { type ListDialect, type ListRequest, parseListRequest } from '../query/list-request.js';
import { type QueryParameters } from '../query/query-parameters.js';
import { indented } from './indented.js';
import { ONTAP_PATHS, ontapField, ontapFilterField } from './ontap-fields.js';
import { parseOntapParameters, readFlag, readWholeNumber } from './ontap-parameters.js';
import { FIELD_PARAMETERS, ontapPresenter } from './ontap-projection.js';
import { ONTAP_JOBS_PATH, ontapLinks } from './ontap-record.js';
import { type SvmScope } from './svm-scope.js';

const DEFAULT_PAGE_SIZE = 1_000;
/** The level of a record in a list. */
const RECORD_LEVEL = 2;
/** The parameters of a list, without ONTAP's general ones. */
const ONTAP_LIST_PARAMETERS: readonly string[] = [
  ...[...FIELD_PARAMETERS, 'max_records', 'order_by', 'start'],
  ...ONTAP_PATHS,
];

/** Serialises a job. */
type Present = (job: Job) => string;

/** A valid request for a list in ONTAP's format. */
export interface OntapListRequest extends ListRequest<JobField, Present> {
  /** True if the response is to be indented. */
  readonly pretty: boolean;
}

/** Without `fields`, a record has its `uuid` and its link only, as in ONTAP. */
const DIALECT: ListDialect<JobField, Present> = {
  path: ONTAP_JOBS_PATH,
  parseParameters: (text) => parseOntapParameters(text, ONTAP_LIST_PARAMETERS),
  filterField: ontapFilterField,
  sortField: ontapField,
  defaultOrder: DEFAULT_ORDER,
  isId: (text) => parseJobId(text) !== undefined,
  present: readPresent,
  pageSize: (parameters) => readWholeNumber(parameters, 'max_records', 1, Number.MAX_SAFE_INTEGER) ?? DEFAULT_PAGE_SIZE,
  returnsRecords: (parameters) => readFlag(parameters, 'return_records', true),
};

/** Parses the query text of a list (without `?`), like `parseListRequest`. `scope` confines it to one SVM. */
export function parseOntapListRequest(text: string, now: number, scope?: SvmScope): OntapListRequest {
  const request = parseListRequest(DIALECT, text, now, scope?.filters);
  return { ...request, pretty: readFlag(request.parameters, 'pretty', false) };
}

/** Indents each record by itself, because the list as a whole would take too long at once. */
function readPresent(parameters: QueryParameters): Present {
  const present = ontapPresenter(parameters) ?? minimalRecord;
  return readFlag(parameters, 'pretty', false) ? (job) => indented(present(job), RECORD_LEVEL) : present;
}

function minimalRecord(job: Job): string {
  return JSON.stringify({ uuid: job.id, _links: ontapLinks(job) });
}
