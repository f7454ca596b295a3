import { type Revision } from '@gateway/core';
import { type FieldChoice } from '@gateway/view';

import { inOptionalParameter } from '../query/in-parameter.js';
import { type ListDialect, type ListRequest, parseListRequest } from '../query/list-request.js';
import { readPageSize, readReturnRecords } from '../query/page-parameters.js';
import { linkTo, parseParameters, type QueryParameters } from '../query/query-parameters.js';
import { readFields } from '../query/read-fields.js';
import { isActionField } from './action.schema.js';
import { ACTION_ORDER, ACTION_SCALAR_PATHS, type ActionField, actionField } from './action-fields.js';

/** Records on a page, unless `max_records` is given. */
export const DEFAULT_PAGE_SIZE = 100;
const RECORD_ID = /^[\w.-]{1,128}$/;
const OWN_PARAMETERS = ['fields', 'max_records', 'order_by', 'return_records', 'start'];
/** The parameters of a list of actions. */
export const ACTION_LIST_PARAMETERS = [...OWN_PARAMETERS, ...ACTION_SCALAR_PATHS];

/** A valid request for a list of actions. */
export interface ActionListRequest extends ListRequest<ActionField, FieldChoice> {
  /** Returns the link to the watch of the same records that starts after a revision. */
  readonly watch: (after: Revision) => string;
}

const DIALECT: ListDialect<ActionField, FieldChoice> = {
  path: '/api/actions',
  parseParameters: (text) => parseParameters(text, ACTION_LIST_PARAMETERS),
  filterField: actionField,
  sortField: actionField,
  defaultOrder: ACTION_ORDER,
  isId: isRecordId,
  present: readActionFields,
  pageSize: (parameters) => readPageSize(parameters, DEFAULT_PAGE_SIZE),
  returnsRecords: readReturnRecords,
};

/** Parses the query text of a list (without `?`), like `parseListRequest`. */
export function parseActionListRequest(text: string, now: number): ActionListRequest {
  const request = parseListRequest(DIALECT, text, now);
  const filters = [...request.parameters].filter(([name]) => actionField(name) !== undefined);
  return { ...request, watch: (after) => linkTo(`${DIALECT.path}/watch`, new Map([...filters, ['after', after]])) };
}

/** Reads `fields`; `undefined` for all. Throws a `Problem`. */
export function readActionFields(parameters: QueryParameters): FieldChoice | undefined {
  return inOptionalParameter(parameters, 'fields', (value) => readFields(value, isActionField));
}

/** True if a text can be the id of a record. */
export function isRecordId(text: string): boolean {
  return RECORD_ID.test(text);
}
