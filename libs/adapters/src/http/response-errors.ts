import { BackendError, type BackendErrorCode, type BackendErrorDetails } from '@gateway/core';
import { type BackendResponse } from './backend-client.js';
import { plainText } from './plain-text.js';

/** What a dialect's error envelope says. */
interface Description {
  code?: string;
  message?: string;
}

/**
 * The error for an answer that is no success, by its status: 401 and 403 `unauthorized`; 429 and 503 `throttled`, with
 * the wait of Retry-After; other 5xx `failed`; a redirect `malformed`; any other `failed` when `describe` knows the
 * body, else `malformed`. `describe` reads the dialect's envelope; a body that is not JSON is never quoted.
 */
export function errorForResponse(
  response: BackendResponse,
  describe?: (body: unknown) => Description | undefined,
): BackendError {
  const { status } = response;
  const description = describe?.(jsonOrUndefined(response));
  const retryAfterMs = status === 429 || status === 503 ? readRetryAfter(response) : undefined;
  const details: BackendErrorDetails = {
    status,
    ...(description?.code === undefined ? {} : { backendCode: plainText(description.code) }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  const words = plainText(description?.message ?? '');
  return new BackendError(
    codeFor(status, description !== undefined),
    words === '' ? sentenceFor(status) : `${sentenceFor(status)}: ${words}`,
    details,
  );
}

function codeFor(status: number, described: boolean): BackendErrorCode {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429 || status === 503) return 'throttled';
  if (status >= 500) return 'failed';
  return status >= 400 && described ? 'failed' : 'malformed';
}

function sentenceFor(status: number): string {
  if (status === 401) return 'the backend refuses the login (status 401)';
  if (status === 403) return 'the backend does not allow this to the login (status 403)';
  if (status === 429 || status === 503) return `the backend asks to come back later (status ${status})`;
  if (status >= 300 && status < 400)
    return `the backend answers with a redirect, which is not followed (status ${status})`;
  return `the backend answers with status ${status}`;
}

/**
 * Retry-After (RFC 9110, 10.2.3) in ms: seconds, or a date that is read against the answer's own Date header, so that
 * it does not matter how the two clocks differ.
 */
function readRetryAfter(response: BackendResponse): number | undefined {
  const value = response.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  if (!value.endsWith('GMT')) return undefined;
  const wait = Date.parse(value) - Date.parse(response.header('date') ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function jsonOrUndefined(response: BackendResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined; // an error answer need not be JSON: its status says enough
  }
}
