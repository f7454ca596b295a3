import {
  jobField,
  type JobQuery,
  type PagePosition,
  type Revision,
  SCALAR_PATHS,
  type SortKey,
  DEFAULT_ORDER,
} from '@gateway/core';
import { projection } from '@gateway/view';

import { Problem, valid } from '../problems/problem.js';
import { type QueryParameters, queryText, quoted, readParameters } from '../query/query-parameters.js';
import { inParameter } from '../query/in-parameter.js';
import { decodeCursor, encodeCursor, fingerprint, fitsOrder, type PageCursor } from '../query/page-cursor.js';
import { readFields } from '../query/read-fields.js';
import { readOrder } from '../query/read-order.js';
import { readSelection } from '../query/read-selection.js';
import { isJobField } from './job.schema.js';

const DEFAULT_MAX_RECORDS = 100;
const MOST_RECORDS = 1_000;
const PATH = '/api/jobs';
const CONTROLS = ['fields', 'max_records', 'order_by', 'query', 'return_records', 'start'];
/** What the name of a label stands for where parameters are listed. */
export const ANY_LABEL = 'source.labels.<name>';
/** The parameters of a list. */
export const LIST_PARAMETERS: readonly string[] = [...CONTROLS, ...SCALAR_PATHS, ANY_LABEL];

/** A checked request for a list, with what its answer links to. */
export interface ListRequest {
  readonly query: JobQuery;
  readonly self: string;
  /** The link to the page that begins after a position. */
  readonly next: (position: PagePosition) => string;
  /** False when the same text asks for something else at another moment. */
  readonly lasting: boolean;
  /** The link to the changes of the same jobs after a revision. */
  readonly watch: (after: Revision) => string;
}

/**
 * Reads the query text of a list (without its `?`). `now`, in ms, is the moment relative times count from, unless the text
 * has a cursor: then it is that of the first page. Throws the `Problem` with the text, naming the parameter.
 */
export function parseListQuery(text: string, now: number): ListRequest {
  const parameters = valid(readParameters(text, LIST_PARAMETERS, isListParameter));
  const cursor = readStart(parameters.get('start'));
  const moment = cursor?.moment ?? now;
  const { relative, ...selection } = readSelection(parameters, jobField, moment);
  const orderBy = read(parameters, 'order_by', (value) => readOrder(value, jobField)) ?? DEFAULT_ORDER;
  const fields = read(parameters, 'fields', (value) => readFields(value, isJobField));
  const pinned = { question: fingerprint(selection, orderBy), ...(relative ? { moment } : {}) };
  if (cursor && !continues(cursor, pinned, orderBy)) throw wrongCursor();
  const self = link(parameters);
  const pageSize = readMaxRecords(parameters.get('max_records'));
  return {
    query: {
      ...selection,
      key: cursor === undefined && relative ? `${self} ${moment}` : self,
      orderBy,
      maxRecords: isCountOnly(parameters) ? 0 : pageSize,
      ...(fields && { present: projection(fields) }),
      ...(cursor && { after: cursor.position }),
    },
    self,
    next: (position) => link(new Map([...parameters, ['start', encodeCursor({ ...pinned, position })]])),
    watch: (after) => selectionLink(`${PATH}/watch`, parameters, after),
    lasting: cursor !== undefined || !relative,
  };
}

/** The link to something about the jobs that parameters select, whatever else they say, with `after` where it is given. */
export function selectionLink(path: string, parameters: QueryParameters, after?: Revision): string {
  const selecting = [...parameters].filter(([name]) => name === 'query' || jobField(name) !== undefined);
  return link(new Map([...selecting, ...(after === undefined ? [] : [['after', after] as const])]), path);
}

function isListParameter(name: string): boolean {
  return CONTROLS.includes(name) || jobField(name) !== undefined;
}

function link(parameters: QueryParameters, path = PATH): string {
  return parameters.size === 0 ? path : `${path}?${queryText(parameters)}`;
}

function read<T>(parameters: QueryParameters, name: string, how: (value: string) => T): T | undefined {
  const value = parameters.get(name);
  return value === undefined ? undefined : inParameter(name, value, how);
}

function isCountOnly(parameters: QueryParameters): boolean {
  const value = parameters.get('return_records') ?? 'true';
  if (value === 'true' || value === 'false') return value === 'false';
  throw notTaken('return_records', value, 'true or false');
}

function readMaxRecords(value: string | undefined): number {
  if (value === undefined) return DEFAULT_MAX_RECORDS;
  const wanted = /^\d{1,300}$/.test(value) ? Number(value) : 0;
  if (wanted === 0) throw notTaken('max_records', value, 'a number from 1 up');
  return Math.min(wanted, MOST_RECORDS);
}

function notTaken(name: string, value: string, expected: string): Problem {
  const detail = `${name} does not take ${quoted(value)}; expected ${expected}`;
  return new Problem('invalid-parameter', detail, { target: name });
}

function readStart(value: string | undefined): PageCursor | undefined {
  if (value === undefined) return undefined;
  const cursor = decodeCursor(value);
  if (cursor === undefined) throw wrongCursor();
  return cursor;
}

function continues(cursor: PageCursor, pinned: Omit<PageCursor, 'position'>, orderBy: readonly SortKey[]): boolean {
  return cursor.question === pinned.question && cursor.moment === pinned.moment && fitsOrder(cursor.position, orderBy);
}

function wrongCursor(): Problem {
  const expected = 'expected the one of a next link, with the filters and the order of that link';
  return new Problem('invalid-cursor', `start is no cursor of this list; ${expected}`, { target: 'start' });
}
