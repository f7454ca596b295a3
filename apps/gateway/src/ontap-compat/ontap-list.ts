/** Lists of the face: what is asked for, and the answer's text. */

import { type Job, type JobPage, type JobQuery, type PagePosition, type SortKey, DEFAULT_ORDER } from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { type QueryParameters, queryText } from '../query/query-parameters.js';
import { inParameter } from '../query/in-parameter.js';
import { decodeCursor, encodeCursor, fingerprint, fitsOrder } from '../query/page-cursor.js';
import { readOrder } from '../query/read-order.js';
import { readSelection, type ReadSelection } from '../query/read-selection.js';
import { ontapPresenter, FIELD_PARAMETERS } from './ontap-projection.js';
import { ONTAP_PATHS, ontapField, filteredField } from './ontap-fields.js';
import { readOntapParameters, readFlag, readWhole } from './ontap-parameters.js';
import { ONTAP_JOBS_PATH, ontapLinks } from './ontap-record.js';

const MOST_RECORDS = 1_000;
/** The parameters of a list besides ONTAP's general ones. */
export const ONTAP_LIST_PARAMETERS: readonly string[] = [
  ...[...FIELD_PARAMETERS, 'max_records', 'order_by', 'start'],
  ...ONTAP_PATHS,
];

/** A checked request for a list, with what its answer links to. */
export interface OntapListRequest {
  readonly query: JobQuery;
  readonly self: string;
  /** The link to the page that begins after a position. */
  readonly next: (position: PagePosition) => string;
  /** The answer is to be laid out for people. */
  readonly pretty: boolean;
}

/**
 * Reads the query text of a list (without its `?`). `now`, in ms, is the moment relative times count from. Without `fields`
 * a record is `uuid` and link, as ONTAP has it. A page takes at most 1,000 records, so a short one need not be the last.
 * Throws the `Problem` with the text, with ONTAP's code for it.
 */
export function parseOntapList(text: string, now: number): OntapListRequest {
  const parameters = readOntapParameters(text, ONTAP_LIST_PARAMETERS);
  const start = parameters.get('start');
  const cursor = start === undefined ? undefined : decodeCursor(start);
  const moment = cursor?.moment ?? now;
  const { relative, ...selection } = readOntapSelection(parameters, moment);
  const orderBy = readOntapOrder(parameters);
  const pinned = { question: fingerprint(selection, orderBy), ...(relative ? { moment } : {}) };
  const continues = cursor?.question === pinned.question && cursor.moment === pinned.moment;
  if (start !== undefined && !(cursor && continues && fitsOrder(cursor.position, orderBy))) throw wrongCursor();
  const wanted = readWhole(parameters, 'max_records', 1, Number.MAX_SAFE_INTEGER) ?? MOST_RECORDS;
  const self = linkTo(parameters);
  return {
    query: {
      ...selection,
      key: relative ? `${self} ${moment}` : self,
      orderBy,
      maxRecords: readFlag(parameters, 'return_records', true) ? Math.min(wanted, MOST_RECORDS) : 0,
      present: ontapPresenter(parameters) ?? bareRecord,
      ...(cursor && { after: cursor.position }),
    },
    self,
    next: (position) => linkTo(new Map([...parameters, ['start', encodeCursor({ ...pinned, position })]])),
    pretty: readFlag(parameters, 'pretty', false),
  };
}

/** The jobs that parameters ask for; relative times count from `moment`, in ms. Throws the `Problem` with them. */
export function readOntapSelection(parameters: QueryParameters, moment: number): ReadSelection {
  return readSelection(parameters, (path) => filteredField(path, parameters.get(path) ?? ''), moment);
}

/** The answer to a list. `num_records` counts the page, or with `return_records=false` all matches, as nothing else tells. */
export function ontapListText({ next, query, self }: OntapListRequest, page: JobPage): string {
  const { records, total } = page;
  const links = { self: { href: self }, next: page.next && { href: next(page.next) } };
  const counted =
    query.maxRecords === 0
      ? `"num_records":${total}`
      : `"records":[${records.join(',')}],"num_records":${records.length}`;
  return `{${counted},"_links":${JSON.stringify(links)}}`;
}

function readOntapOrder(parameters: QueryParameters): readonly SortKey[] {
  const value = parameters.get('order_by');
  return value === undefined ? DEFAULT_ORDER : inParameter('order_by', value, (text) => readOrder(text, ontapField));
}

function bareRecord(job: Job): string {
  return JSON.stringify({ uuid: job.id, _links: ontapLinks(job) });
}

function linkTo(parameters: QueryParameters): string {
  return parameters.size === 0 ? ONTAP_JOBS_PATH : `${ONTAP_JOBS_PATH}?${queryText(parameters)}`;
}

function wrongCursor(): Problem {
  const detail = 'start is no cursor of this list; expected the one of its next link';
  return new Problem('invalid-cursor', detail, { target: 'start' });
}
