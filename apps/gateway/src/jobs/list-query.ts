import {
  FILTER_FIELDS,
  type FilterField,
  JOB_STATES,
  type JobQuery,
  type PagePosition,
  type Revision,
  SOURCE_KINDS,
} from '@gateway/core';

import { Problem } from '../problem.js';
import { type QueryParameters, quoted, readParameters } from '../query-parameters.js';
import { chosenFields } from './chosen-fields.js';
import { decodeCursor, encodeCursor, fingerprint } from './list-cursor.js';

const DEFAULT_MAX_RECORDS = 100;
const MOST_RECORDS = 1_000;
const PATH = '/api/jobs';
/** Parameters that say how jobs are served, not which. */
const NO_FILTERS = ['after', 'fields', 'max_records', 'start'];
/** The parameters of a list. */
export const LIST_PARAMETERS: readonly string[] = [...FILTER_FIELDS, 'fields', 'max_records', 'start'];

/** The fields whose values are a closed list. */
const CLOSED_VALUES: Readonly<Partial<Record<FilterField, readonly string[]>>> = {
  state: JOB_STATES,
  'source.kind': SOURCE_KINDS,
};
/** Query operators of ONTAP's dialect; taken literally, they would find nothing and say nothing. */
const OPERATOR = /^[!<>]|[*"{}]|\.\.|^null$/;

/** A checked request for a list, with what its answer links to. */
export interface ListRequest {
  readonly query: JobQuery;
  readonly self: string;
  /** The link to the page that begins after a position. */
  readonly next: (position: PagePosition) => string;
  /** The link to the changes of the same jobs after a revision. */
  readonly watch: (after: Revision) => string;
}

/** Reads the query text of a list (without its `?`). Gives the problem with it instead, naming the parameter. Never throws. */
export function parseListQuery(text: string): ListRequest | Problem {
  const parameters = readParameters(text, LIST_PARAMETERS);
  if (parameters instanceof Problem) return parameters;
  const filters = readFilters(parameters);
  if (filters instanceof Problem) return filters;
  const maxRecords = readMaxRecords(parameters.get('max_records'));
  if (maxRecords instanceof Problem) return maxRecords;
  const fields = chosenFields(parameters.get('fields'));
  if (fields instanceof Problem) return fields;
  const bound = fingerprint(filters);
  const after = readStart(parameters.get('start'), bound);
  if (after instanceof Problem) return after;
  return {
    query: { filters, maxRecords, ...(fields && { fields }), ...(after && { after }) },
    self: link(parameters),
    next: (position) => link(new Map([...parameters, ['start', encodeCursor(position, bound)]])),
    watch: (after) => filterLink(`${PATH}/watch`, parameters, after),
  };
}

/** The link to something about the jobs that the filters among the parameters select, with `after` where it is given. */
export function filterLink(path: string, parameters: QueryParameters, after?: Revision): string {
  const filters = [...parameters].filter(([name]) => !NO_FILTERS.includes(name));
  return link(new Map([...filters, ...(after === undefined ? [] : [['after', after] as const])]), path);
}

function link(parameters: QueryParameters, path = PATH): string {
  const pairs = [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** Reads the filters among the parameters, or gives the problem with them. */
export function readFilters(parameters: QueryParameters): JobQuery['filters'] | Problem {
  const filters: Partial<Record<FilterField, readonly string[]>> = {};
  for (const field of FILTER_FIELDS) {
    const value = parameters.get(field);
    if (value === undefined) continue;
    const values = value.split('|');
    const wrong = values.find((item) => !isAccepted(field, item));
    if (wrong !== undefined) return wrongValue(field, wrong);
    filters[field] = values;
  }
  return filters;
}

function isAccepted(field: FilterField, value: string): boolean {
  const closed = CLOSED_VALUES[field];
  return closed ? closed.includes(value) : value !== '' && !OPERATOR.test(value);
}

function wrongValue(field: FilterField, value: string): Problem {
  const closed = CLOSED_VALUES[field];
  const expected = closed ? `any of ${closed.join(', ')}` : 'exact values without operators';
  return new Problem(
    'invalid-parameter',
    `${field} does not take ${quoted(value)}; expected ${expected}, joined by |`,
    {
      target: field,
    },
  );
}

function readMaxRecords(value: string | undefined): number | Problem {
  if (value === undefined) return DEFAULT_MAX_RECORDS;
  const wanted = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (wanted > 0) return Math.min(wanted, MOST_RECORDS);
  return new Problem('invalid-parameter', `max_records does not take ${quoted(value)}; expected a number from 1 up`, {
    target: 'max_records',
  });
}

function readStart(value: string | undefined, bound: string): PagePosition | undefined | Problem {
  if (value === undefined) return undefined;
  const expected = 'expected the one of a next link, with the filters of that link';
  return (
    decodeCursor(value, bound) ??
    new Problem('invalid-cursor', `start is no cursor of this list; ${expected}`, { target: 'start' })
  );
}
