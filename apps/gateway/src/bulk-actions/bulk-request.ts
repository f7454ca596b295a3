import { type ActionName, DEFAULT_ORDER, jobField, type JobQuery } from '@gateway/core';

import { parseAction } from '../jobs/action-request.js';
import { Problem } from '../problems/problem.js';
import { readBoolean } from '../query/page-parameters.js';
import { queryText } from '../query/query-parameters.js';
import { readSelection } from '../query/read-selection.js';
import { parseSelectionParameters } from '../query/selection-parameters.js';

const OWN_PARAMETERS = ['action', 'confirm', 'dry_run', 'query'];
/** Jobs that are read at a time. */
export const PAGE_SIZE = 1_000;

/** A valid request for a bulk action: a preview, or the confirmation of one. */
export interface BulkRequest {
  readonly action: ActionName;
  /** The filters and the search, as query text in one form. */
  readonly query: string;
  /** Selects the first page of the jobs. */
  readonly selection: Omit<JobQuery, 'present'>;
  /** The token of the preview; absent for a preview. */
  readonly confirm?: string;
}

/**
 * Parses the query text (without `?`) and the body of a bulk action. Relative times refer to `now`, in ms since the
 * epoch. Throws a `Problem` if the request is invalid.
 */
export function parseBulkRequest(text: string, body: unknown, now: number): BulkRequest {
  const parameters = parseSelectionParameters(text, OWN_PARAMETERS);
  const action = parseAction(parameters, body);
  const confirm = parameters.get('confirm');
  const isPreview = readBoolean(parameters, 'dry_run', false);
  if (isPreview === (confirm !== undefined)) throw needsPreview();
  const { relative: _, ...selection } = readSelection(parameters, jobField, now);
  const selecting = [...parameters].filter(([name]) => !['action', 'confirm', 'dry_run'].includes(name));
  const query = queryText(new Map(selecting.sort(([a], [b]) => (a < b ? -1 : 1))));
  const key = `bulk ${query} ${now}`;
  return {
    action,
    query,
    selection: { ...selection, key, orderBy: DEFAULT_ORDER, maxRecords: PAGE_SIZE },
    ...(confirm !== undefined && { confirm }),
  };
}

function needsPreview(): Problem {
  const expected = 'expected either dry_run=true, or confirm with the token of that preview';
  return new Problem('bulk-action', `${expected}; nothing was sent`, { target: 'confirm' });
}
