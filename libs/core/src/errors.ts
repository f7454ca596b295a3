/**
 * The errors of backends. The list is closed and the codes are stable: they are part of the API, the log and the docs.
 */

/** The codes of all backend errors. */
export const BACKEND_ERROR_CODES = [
  'unreachable', // no connection: refused, name not resolved, TLS failed, timed out before or while connecting
  'throttled', // status 429 or 503: try again later
  'unauthorized', // the backend rejects the login, or its role
  'malformed', // not a response of such a backend: HTML, truncated JSON, too long, a redirect
  'refused', // the backend understood the request and refused it
  'failed', // the backend reports an internal error
  'outcome_unknown', // the request was sent, but the response was lost
] as const;
/** The code of a backend error. */
export type BackendErrorCode = (typeof BACKEND_ERROR_CODES)[number];

/** Why a backend refused: action not supported, wrong state of the job, no such job, or not allowed for the role. */
export type RefusalReason = 'unsupported' | 'conflict' | 'gone' | 'forbidden';

/** Details of a backend error, without secrets and markup. */
export interface BackendErrorDetails {
  /** Only with `throttled`: how long to wait, if the backend says so. */
  readonly retryAfterMs?: number;
  /** Only with `refused`. */
  readonly refusal?: RefusalReason;
  /** The backend's own error code. */
  readonly backendCode?: string;
  /** The HTTP status of the response. */
  readonly status?: number;
}

/** The only error that an adapter throws. Its message is one sentence that is safe to show to any client. */
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
