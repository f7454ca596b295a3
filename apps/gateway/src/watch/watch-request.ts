import { isRevision, jobField, SCALAR_PATHS } from '@gateway/core';
import { matches } from '@gateway/view';

import { ANY_LABEL, selectionLink } from '../jobs/list-query.js';
import { Problem, valid } from '../problems/problem.js';
import { quoted, readParameters } from '../query/query-parameters.js';
import { readSelection } from '../query/read-selection.js';
import { type WatchSelection } from './watch-chunks.js';

const CONTROLS = ['after', 'query'];
/** The parameters of a watch. */
export const WATCH_PARAMETERS: readonly string[] = [...CONTROLS, ...SCALAR_PATHS, ANY_LABEL];

/** A checked request for a watch. */
export interface WatchRequest {
  readonly selection: WatchSelection;
  /** The stream continues after this revision. An event id that is not from this API is passed on unchecked. */
  readonly after: string | undefined;
  /** The link to the list of the same jobs. */
  readonly list: string;
}

/**
 * Parses the query text of a watch (without its `?`) and the `Last-Event-ID` header. The header takes precedence over
 * `after`, because a client that reconnects sends its first URL again. Relative times in the filters count from `now` (ms)
 * for the whole stream. Throws a `Problem` that names the parameter.
 */
export function readWatchRequest(text: string, lastEventId: string | undefined, now: number): WatchRequest {
  const isOffered = (name: string): boolean => CONTROLS.includes(name) || jobField(name) !== undefined;
  const parameters = valid(readParameters(text, WATCH_PARAMETERS, isOffered));
  const { relative, ...selected } = readSelection(parameters, jobField, now);
  const after = parameters.get('after');
  if (after !== undefined && !isRevision(after)) {
    const expected = 'expected the revision of a list or the id of an event';
    throw new Problem('invalid-parameter', `after does not take ${quoted(after)}; ${expected}`, { target: 'after' });
  }
  const list = selectionLink('/api/jobs', parameters);
  const key = relative ? `${list} ${now}` : list;
  return { selection: { key, selects: (job) => matches(job, selected) }, after: lastEventId || after, list };
}
