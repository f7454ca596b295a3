import {
  type ActionName,
  REQUEST_OUTCOMES,
  type SessionLoginMethod,
  type SignInMethod,
  type Timestamp,
} from '@gateway/core';

/**
 * What came of an action: as `requested.outcome` of the job, and besides `pending`: the backend has not answered yet;
 * `refused`: the gateway did not send it.
 */
export const ACTION_OUTCOMES = ['pending', ...REQUEST_OUTCOMES] as const;
/** What came of an action; see `ACTION_OUTCOMES`. */
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number];

/** Who asked for an action, and from which address. */
export interface ActionAuthor {
  readonly name: string;
  readonly method: SignInMethod;
  /** As in `Caller`. */
  readonly login?: SessionLoginMethod;
  readonly address: string;
}

/**
 * One action that was requested, as the audit serves it. Only its outcome, with `status`, `detail`, `backend` and
 * `ended_time`, changes.
 */
export interface ActionRecord {
  readonly id: string;
  readonly time: Timestamp;
  readonly action: ActionName;
  readonly outcome: ActionOutcome;
  /** The status of the response; absent while the outcome is pending. */
  readonly status?: number;
  /** Why it was refused or failed. */
  readonly detail?: string;
  readonly by: ActionAuthor;
  readonly job: { readonly id: string; readonly description?: string };
  readonly source: { readonly name: string };
  readonly request_id: string;
  readonly bulk_id?: string;
  /** The backend's own code and text, if it refused or failed. */
  readonly backend?: { readonly code?: string; readonly message?: string };
  /** When the outcome became final. */
  readonly ended_time?: Timestamp;
}

/** A record in the ledger, with the replica that sends the action. */
export interface StoredAction extends ActionRecord {
  readonly replica: string;
}

/** A record as it is served: without what only the gateway needs. */
export function servedRecord({ replica: _, ...record }: StoredAction): ActionRecord {
  return record;
}

/** The part of a record that may change. */
export type ActionResultFields = Pick<ActionRecord, 'outcome' | 'status' | 'detail' | 'backend'>;

const OPEN_OUTCOMES: ReadonlySet<ActionOutcome> = new Set(['pending', 'accepted']);

/** True if the outcome will change: the backend has not answered, or the job does not show the action yet. */
export function isOpen({ outcome }: Pick<ActionRecord, 'outcome'>): boolean {
  return OPEN_OUTCOMES.has(outcome);
}
