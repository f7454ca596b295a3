import { isRevision, jobField, type SourceScope } from '@gateway/core';
import { recordMatches } from '@gateway/view';

import { readPresent } from '../jobs/list-request.js';
import { unexpectedValue } from '../query/query-parameters.js';
import { readSelection } from '../query/read-selection.js';
import { parseSelectionParameters, selectionLink, selectionParameters } from '../query/selection-parameters.js';
import { type WatchSelection } from './watch-chunks.js';

/**
 * Where clients that cannot set a header send the last event id when they reconnect: EventSource polyfills, and
 * Mercure's.
 */
export const LAST_EVENT_ID_PARAMETERS: readonly string[] = ['lastEventId', 'Last-Event-ID'];
const OWN_PARAMETERS = ['after', 'fields', ...LAST_EVENT_ID_PARAMETERS, 'query'];
/** The parameters of a watch. */
export const WATCH_PARAMETERS = selectionParameters(OWN_PARAMETERS);

/** A checked request for a watch. */
export interface WatchRequest {
  readonly selection: WatchSelection;
  /** The stream continues after this revision. An event id that is not from this API is passed on unchecked. */
  readonly after: string | undefined;
  /** The link to the list of the same jobs. */
  readonly list: string;
}

/**
 * Parses the query text of a watch (without its `?`) and the `Last-Event-ID` header, for a client that may see the
 * sources of `scope`. The header, or else a parameter with its name, takes precedence over `after`, because a client
 * that reconnects sends its first URL again. Relative times in the filters count from `now` (ms) for the whole stream.
 * Throws a `Problem` that names the parameter.
 */
export function readWatchRequest(
  text: string,
  lastEventId: string | undefined,
  now: number,
  scope: SourceScope | undefined,
): WatchRequest {
  const parameters = parseSelectionParameters(text, OWN_PARAMETERS, LAST_EVENT_ID_PARAMETERS);
  const { relative, ...selected } = readSelection(parameters, jobField, now);
  const after = parameters.get('after');
  if (after !== undefined && !isRevision(after)) {
    throw unexpectedValue('after', after, 'the revision of a list or the id of an event');
  }
  const list = selectionLink('/api/jobs', parameters);
  const present = readPresent(parameters);
  const key = [list, ...(relative ? [now] : []), ...(scope ? [scope.key] : [])].join('\n');
  const jobs = scope ? { ...selected, scope } : selected;
  const resumed =
    lastEventId || LAST_EVENT_ID_PARAMETERS.map((name) => parameters.get(name)).find((id) => id !== undefined);
  return {
    selection: {
      ...{ key, scope, selects: (record) => recordMatches(record, jobs) },
      ...(present && { textOf: ({ job }) => present(job) }),
    },
    after: resumed || after,
    list,
  };
}
