import { type ActionName, isObject, parseJson, type Timestamp } from '@gateway/core';

import { type ActionAuthor } from '../actions/ledger/action-record.js';

/** The beginning of the key under which the ledger keeps a bulk action. */
export const BULK_PREFIX = 'bulk/';

/**
 * The states of a bulk action. `previewed`: it waits to be confirmed; `running`: its actions are being sent; `stopped`:
 * no further ones are sent; `done`: all were sent.
 */
export type BulkState = 'previewed' | 'running' | 'stopped' | 'done';

/** A bulk action, as the ledger keeps it. Its jobs are entries of their own. */
export interface StoredBulk {
  readonly id: string;
  readonly action: ActionName;
  /** The filters, as query text. */
  readonly query: string;
  readonly by: ActionAuthor;
  readonly request_id: string;
  readonly state: BulkState;
  /** The number of jobs. */
  readonly total: number;
  /** The names of their sources. */
  readonly sources: readonly string[];
  /** SHA-256 of the secret that confirms it, as hex digits. */
  readonly confirm_sha256: string;
  readonly created_time: Timestamp;
  readonly expires_time: Timestamp;
  readonly started_time?: Timestamp;
  readonly ended_time?: Timestamp;
}

/** The id of the record of the action on the job at an index. No other action has it, so that none is sent twice. */
export function recordIdOf(bulkId: string, index: number): string {
  return `${bulkId}-${String(index).padStart(6, '0')}`;
}

/**
 * The text to restore for an entry of the ledger: of a bulk action that would continue, that of a stopped one, because it is
 * not known what it sent after the backup. `now` is in ms since the epoch.
 */
export function stoppedBulkText(key: string, text: string, now: number): string {
  const bulk = key.startsWith(BULK_PREFIX) ? parseJson(text) : undefined;
  if (!isObject(bulk) || (bulk.state !== 'running' && bulk.state !== 'previewed')) return text;
  return JSON.stringify({ ...bulk, state: 'stopped' satisfies BulkState, ended_time: new Date(now).toISOString() });
}
