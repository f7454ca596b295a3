/**
 * Parsing of list requests. The endpoints for lists differ in their dialect; everything else is the same for all of
 * them.
 */

import { type Filter, type PagePosition, type PageRequest, type ScalarField, type SortKey } from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { inOptionalParameter } from './in-parameter.js';
import { decodeCursor, encodeCursor, fitsOrder, type PageCursor, queryFingerprint } from './page-cursor.js';
import { linkTo, type QueryParameters } from './query-parameters.js';
import { readOrder } from './read-order.js';
import { type ReadSelection, readSelection } from './read-selection.js';

/** Records on a page, at most. A larger page size is reduced to this. */
export const MAX_PAGE_SIZE = 1_000;

/**
 * How one endpoint for lists differs from the others: the fields of its records (`F`), and how it presents records
 * (`P`). Its functions throw a `Problem` for invalid parameters.
 */
export interface ListDialect<F extends ScalarField, P> {
  /** Path of the endpoint, for links. */
  readonly path: string;
  /** Parses a query text into the parameters that the endpoint offers. */
  readonly parseParameters: (text: string) => QueryParameters;
  /** The field that a filter with this name and value refers to; `undefined` if the parameter is not a filter. */
  readonly filterField: (name: string, value: string) => F | undefined;
  /** The field to sort by; `undefined` if there is no such field. */
  readonly sortField: (path: string) => F | undefined;
  readonly defaultOrder: readonly SortKey<F>[];
  /** True if a text can be the id of a record. */
  readonly isId: (text: string) => boolean;
  /** How to present a record; `undefined` for the whole record as it is. */
  readonly present: (parameters: QueryParameters) => P | undefined;
  /** The requested page size. */
  readonly pageSize: (parameters: QueryParameters) => number;
  /** False if only the number of jobs is requested. */
  readonly returnsRecords: (parameters: QueryParameters) => boolean;
}

/** What a list contains. */
export interface ListQuery<F extends ScalarField, P> extends Omit<ReadSelection<F>, 'relative'>, PageRequest<F> {
  /** Queries with equal keys have equal results. */
  readonly key: string;
  readonly present?: P;
}

/** A valid request for a list. */
export interface ListRequest<F extends ScalarField, P> {
  readonly parameters: QueryParameters;
  readonly query: ListQuery<F, P>;
  /** Link to this page. */
  readonly self: string;
  /** Returns the link to the page after a position. */
  readonly next: (position: PagePosition) => string;
  /** False if the same query text is another request later, because it has relative times. */
  readonly cacheable: boolean;
}

/**
 * Parses the query text of a list (without `?`). `confined` are filters besides those of the text. Relative times
 * refer to `now`, in ms; on later pages they refer to the time in the page cursor, which is that of the first page.
 * Throws a `Problem` with the invalid parameter.
 */
export function parseListRequest<F extends ScalarField, P>(
  dialect: ListDialect<F, P>,
  text: string,
  now: number,
  confined: readonly Filter<F>[] = [],
): ListRequest<F, P> {
  const parameters = dialect.parseParameters(text);
  const cursor = readStart(parameters, dialect.isId);
  const base = cursor?.relativeTo ?? now;
  const { relative, ...given } = readSelection(parameters, dialect.filterField, base);
  const selection = { ...given, filters: [...given.filters, ...confined] };
  const orderBy =
    inOptionalParameter(parameters, 'order_by', (value) => readOrder(value, dialect.sortField)) ?? dialect.defaultOrder;
  const present = dialect.present(parameters);
  const pinned = { fingerprint: queryFingerprint(selection, orderBy), ...(relative && { relativeTo: base }) };
  if (cursor && !continues(cursor, pinned, orderBy)) throw wrongCursor();
  const self = linkTo(dialect.path, parameters);
  const cacheable = cursor !== undefined || !relative;
  const pageSize = Math.min(dialect.pageSize(parameters), MAX_PAGE_SIZE);
  return {
    parameters,
    query: {
      ...selection,
      key: [self, ...(cacheable ? [] : [base]), ...confined.map((filter) => JSON.stringify(filter))].join(' '),
      orderBy,
      maxRecords: dialect.returnsRecords(parameters) ? pageSize : 0,
      ...(present && { present }),
      ...(cursor && { after: cursor.position }),
    },
    self,
    next: (position) =>
      linkTo(dialect.path, new Map([...parameters, ['start', encodeCursor({ ...pinned, position })]])),
    cacheable,
  };
}

function readStart(parameters: QueryParameters, isId: (text: string) => boolean): PageCursor | undefined {
  const start = parameters.get('start');
  if (start === undefined) return undefined;
  const cursor = decodeCursor(start, isId);
  if (cursor === undefined) throw wrongCursor();
  return cursor;
}

/** True if the cursor belongs to the same selection, sort order and relative times. */
function continues(
  cursor: PageCursor,
  pinned: Omit<PageCursor, 'position'>,
  orderBy: readonly SortKey<ScalarField>[],
): boolean {
  const { fingerprint, position, relativeTo } = cursor;
  return fingerprint === pinned.fingerprint && relativeTo === pinned.relativeTo && fitsOrder(position, orderBy);
}

function wrongCursor(): Problem {
  const expected = 'expected the one from a next link, with the filters and the order of that link';
  return new Problem('invalid-cursor', `start is not a cursor of this list; ${expected}`, { target: 'start' });
}
