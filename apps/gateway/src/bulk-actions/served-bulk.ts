import { type ActionName, type Timestamp } from '@gateway/core';

import { type ActionAuthor } from '../actions/ledger/action-record.js';
import { type OutcomeCounts } from '../actions/ledger/audit-trail.js';
import { type BulkState, type StoredBulk } from './bulk-record.js';

/** A bulk action as it is served. The counts are numbers of jobs. */
export interface ServedBulk {
  readonly id: string;
  readonly action: ActionName;
  readonly query: string;
  readonly by: ActionAuthor;
  readonly state: Exclude<BulkState, 'previewed'>;
  readonly total: number;
  /** Those whose action was sent, or is being sent. */
  readonly sent: number;
  /** Those whose backend accepted the action; they do not show it yet. */
  readonly accepted: number;
  /** Those that show the action, or ended by themselves before. */
  readonly done: number;
  /** Those whose action the gateway did not send. */
  readonly refused: number;
  /** Those whose backend refused the action or could not be reached, or that did not show it for ten minutes. */
  readonly failed: number;
  readonly unknown: number;
  readonly started_time: Timestamp;
  readonly ended_time?: Timestamp;
  readonly _links: { readonly self: { readonly href: string }; readonly actions: { readonly href: string } };
}

/** Formats a bulk action that was confirmed. */
export function servedBulk(bulk: StoredBulk, counts: OutcomeCounts): ServedBulk {
  const { action, by, created_time, ended_time, id, query, started_time = created_time, state, total } = bulk;
  const { accepted = 0, done = 0, failed = 0, finished_first = 0, not_honoured = 0, pending = 0 } = counts;
  const { refused = 0, unknown = 0 } = counts;
  const fields = { accepted, done: done + finished_first, refused, failed: failed + not_honoured, unknown };
  return {
    id,
    action,
    query,
    by,
    state: state === 'previewed' ? 'running' : state,
    total,
    sent: pending + accepted + fields.done + fields.failed + unknown,
    ...fields,
    started_time,
    ...(ended_time !== undefined && { ended_time }),
    _links: { self: { href: `/api/bulk-actions/${id}` }, actions: { href: `/api/actions?bulk_id=${id}` } },
  };
}
