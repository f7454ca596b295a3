import { type ActionName, type Timestamp } from '@gateway/core';

import { type ActionAuthor } from '../actions/ledger/action-record.js';

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
