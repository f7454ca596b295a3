/** The closed list of ways a backend can fail us. Codes are stable: they appear in the API, the logs and the docs. */

/** Stable code of a backend failure, and what it stands for. */
export const BACKEND_ERROR_CODES = [
  'unreachable', // no connection: refused, unresolved, TLS failed, timed out before or while connecting
  'throttled', // 429, or 503: come back later
  'unauthorized', // the backend refuses our login or our role
  'malformed', // an answer that is not the backend's dialect: HTML, truncated JSON, too long, a redirect
  'refused', // the backend understood and said no
  'failed', // the backend reports a fault of its own
  'outcome_unknown', // sent, but the answer was lost
] as const;
/** One of the stable codes. */
export type BackendErrorCode = (typeof BACKEND_ERROR_CODES)[number];

/** Why a backend refused: no such call for this job, wrong moment, no such job, or not allowed for our role. */
export type RefusalReason = 'unsupported' | 'conflict' | 'gone' | 'forbidden';

/** What an error may carry besides its code; all of it was cleaned of secrets and markup before. */
export interface BackendErrorDetails {
  /** Only with `throttled`: how long to wait, in ms, where the backend said so. */
  readonly retryAfterMs?: number;
  /** Only with `refused`. */
  readonly refusal?: RefusalReason;
  /** The backend's own error code, as text. */
  readonly backendCode?: string;
  /** The HTTP status the backend answered with. */
  readonly status?: number;
}

/** The only error an adapter throws. Its message is one plain sentence that may be shown to anybody. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  constructor(
    readonly code: BackendErrorCode,
    message: string,
    readonly details: BackendErrorDetails = {},
  ) {
    super(message);
  }
}
