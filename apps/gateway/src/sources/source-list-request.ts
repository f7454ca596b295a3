import { SOURCE_NAME_PATTERN } from '@gateway/core';
import { type FieldChoice } from '@gateway/view';

import { inOptionalParameter } from '../query/in-parameter.js';
import { type ListDialect, type ListRequest, MAX_PAGE_SIZE, parseListRequest } from '../query/list-request.js';
import { readPageSize, readReturnRecords } from '../query/page-parameters.js';
import { parseParameters, type QueryParameters } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { isSourceField } from './source.schema.js';
import { SOURCE_ORDER, SOURCE_SCALAR_PATHS, type SourceField, sourceField } from './source-fields.js';

/** One page has all sources, unless there are more than a page can have. */
export const DEFAULT_PAGE_SIZE = MAX_PAGE_SIZE;
/** Represents the filters on labels wherever parameters are listed. */
export const SOURCE_LABEL_PARAMETER = 'labels.<name>';
const OWN_PARAMETERS = ['fields', 'max_records', 'order_by', 'return_records', 'start'];
/** The parameters of a list of sources. */
export const SOURCE_LIST_PARAMETERS = [...OWN_PARAMETERS, ...SOURCE_SCALAR_PATHS, SOURCE_LABEL_PARAMETER];

/** A valid request for a list of sources. */
export type SourceListRequest = ListRequest<SourceField, FieldChoice>;

const DIALECT: ListDialect<SourceField, FieldChoice> = {
  path: '/api/sources',
  parseParameters: (text) => parseParameters(text, SOURCE_LIST_PARAMETERS, { isOffered }),
  filterField: sourceField,
  sortField: sourceField,
  defaultOrder: SOURCE_ORDER,
  isId: (text) => SOURCE_NAME_PATTERN.test(text),
  present: readSourceFields,
  pageSize: (parameters) => readPageSize(parameters, DEFAULT_PAGE_SIZE),
  returnsRecords: readReturnRecords,
};

/** Parses the query text of a list (without `?`), like `parseListRequest`. */
export function parseSourceListRequest(text: string, now: number): SourceListRequest {
  return parseListRequest(DIALECT, text, now);
}

/** Reads `fields`; `undefined` for all. Throws a `Problem`. */
export function readSourceFields(parameters: QueryParameters): FieldChoice | undefined {
  return inOptionalParameter(parameters, 'fields', (value) => readFields(value, isSourceField));
}

function isOffered(name: string): boolean {
  return OWN_PARAMETERS.includes(name) || sourceField(name) !== undefined;
}
