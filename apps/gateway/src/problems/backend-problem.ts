import { type BackendError } from '@gateway/core';

import { Problem, type ProblemSlug } from './problem.js';

/** `Retry-After` if the backend sent none. */
const DEFAULT_RETRY_AFTER_MS = 5_000;

const SLUGS = {
  unreachable: 'backend-unreachable',
  throttled: 'backend-throttled',
  unauthorized: 'backend-unauthorized',
  malformed: 'backend-malformed',
  refused: 'backend-refused',
  failed: 'backend-failed',
  outcome_unknown: 'outcome-unknown',
} as const satisfies Record<BackendError['code'], ProblemSlug>;

/** Converts a backend's error to a problem, which keeps the backend's error code. */
export function backendProblem(error: BackendError): Problem {
  const { backendCode, retryAfterMs = DEFAULT_RETRY_AFTER_MS } = error.details;
  return new Problem(SLUGS[error.code], error.message, {
    ...(backendCode === undefined ? {} : { code: backendCode }),
    ...(error.code === 'throttled' ? { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)) } : {}),
  });
}
