import { FILTER_FIELDS, isRevision } from '@gateway/core';
import { matches } from '@gateway/view';

import { fingerprint } from '../jobs/list-cursor.js';
import { filterLink, readFilters } from '../jobs/list-query.js';
import { Problem } from '../problem.js';
import { type QueryParameters, quoted, readParameters } from '../query-parameters.js';
import { type WatchSelection } from './watch-slices.js';

/** The parameters of a watch. */
export const WATCH_PARAMETERS: readonly string[] = [...FILTER_FIELDS, 'after'];

/** A checked request for a watch. */
export interface WatchRequest {
  readonly selection: WatchSelection;
  /** What the client has seen everything up to: a revision, unless it sent an event id that is none of ours. */
  readonly after: string | undefined;
  /** The link to the list of the same jobs. */
  readonly list: string;
}

/**
 * Reads the query text of a watch (without its `?`) and the `Last-Event-ID` header, which counts before `after`: a client
 * that connects again sends the URL it began with. Gives the problem with the query instead, naming the parameter.
 */
export function readWatchRequest(text: string, lastEventId: string | undefined): WatchRequest | Problem {
  const parameters = readParameters(text, WATCH_PARAMETERS);
  if (parameters instanceof Problem) return parameters;
  const selection = readSelection(parameters);
  if (selection instanceof Problem) return selection;
  const after = parameters.get('after');
  if (after !== undefined && !isRevision(after)) {
    const expected = 'expected the revision of a list or the id of an event';
    return new Problem('invalid-parameter', `after does not take ${quoted(after)}; ${expected}`, { target: 'after' });
  }
  return { selection, after: lastEventId || after, list: filterLink('/api/jobs', parameters) };
}

/** Which jobs the filters of a query select; the same filters as those of a list. */
function readSelection(parameters: QueryParameters): WatchSelection | Problem {
  const filters = readFilters(parameters);
  if (filters instanceof Problem) return filters;
  return { key: fingerprint(filters), selects: (job) => matches(job, filters) };
}
