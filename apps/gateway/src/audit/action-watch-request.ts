import { isRevision, meetsFilter } from '@gateway/core';
import { type RecordChange } from '@gateway/view';

import { type RequestAccess } from '../access/request-access.js';
import { type AuditedAction } from '../actions/ledger/audit-trail.js';
import { linkTo, parseParameters, unexpectedValue } from '../query/query-parameters.js';
import { readSelection } from '../query/read-selection.js';
import { type WatchSelection } from '../watch/watch-chunks.js';
import { LAST_EVENT_ID_PARAMETERS } from '../watch/watch-request.js';
import { ACTION_SCALAR_PATHS, actionField } from './action-fields.js';
import { visibleTo } from './audit-records.js';

/** The parameters of a watch of the audit. */
export const ACTION_WATCH_PARAMETERS = ['after', ...LAST_EVENT_ID_PARAMETERS, ...ACTION_SCALAR_PATHS];

/** A checked request for a watch of the audit. */
export interface ActionWatchRequest {
  readonly selection: WatchSelection<AuditedAction>;
  /** As in `WatchRequest`. */
  readonly after: string | undefined;
  /** The link to the list of the same records. */
  readonly list: string;
}

/**
 * Parses the query text of a watch (without its `?`) and the `Last-Event-ID` header, as `readWatchRequest`. A caller
 * gets the records that a list has for them. Throws a `Problem` that names the parameter.
 */
export function readActionWatchRequest(
  text: string,
  lastEventId: string | undefined,
  now: number,
  access: RequestAccess,
): ActionWatchRequest {
  const parameters = parseParameters(text, ACTION_WATCH_PARAMETERS, { mayBeEmpty: LAST_EVENT_ID_PARAMETERS });
  const { filters, relative } = readSelection(parameters, actionField, now);
  const after = parameters.get('after');
  if (after !== undefined && !isRevision(after)) throw unexpectedValue('after', after, 'the id of an event');
  const list = linkTo('/api/actions', new Map([...parameters].filter(([name]) => actionField(name) !== undefined)));
  const resumed =
    lastEventId || LAST_EVENT_ID_PARAMETERS.map((name) => parameters.get(name)).find((id) => id !== undefined);
  const isVisible = visibleTo(access);
  return {
    selection: {
      key: [list, ...(relative ? [now] : []), whoSees(access)].join('\n'),
      scope: undefined,
      selects: ({ record }) => isVisible(record) && filters.every((each) => meetsFilter(each.field.read(record), each)),
      // Who sees a record never changes; that of a removed one is unknown if the history starts later.
      includes: (change) => {
        const known = knownRecord(change);
        return known !== undefined && isVisible(known.record);
      },
    },
    after: resumed || after,
    list,
  };
}

/** Equal for callers who see the same records now. */
export function whoSees({ caller: { method, name }, scope }: RequestAccess): string {
  return JSON.stringify([method, name, scope('admin')?.key, scope('viewer')?.key]);
}

function knownRecord({ after, before }: RecordChange<AuditedAction>): AuditedAction | undefined {
  return after ?? (before === 'unknown' ? undefined : before);
}
