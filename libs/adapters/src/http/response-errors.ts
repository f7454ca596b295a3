import { BackendError, type BackendErrorCode, type BackendErrorDetails } from '@gateway/core';

import { type BackendResponse } from './backend-response.js';
import { plainText } from './plain-text.js';

/** What is read of a response without success. */
export type FailedResponse = Pick<BackendResponse, 'header' | 'json' | 'status'>;

/** The content of an error envelope. */
interface Description {
  code?: string;
  message?: string;
}

/**
 * The error for a response without success, by its status: 401 and 403 `unauthorized`; 429 and 503 `throttled`, with
 * the delay of Retry-After; other 5xx `failed`; a redirect `malformed`; any other `failed` if `describe` recognises the
 * body, else `malformed`. `describe` reads the error envelope of the dialect. A body that is not JSON is never quoted.
 */
export function errorForResponse(
  response: FailedResponse,
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
  const reason = plainText(description?.message ?? '');
  return new BackendError(
    codeFor(status, description !== undefined),
    reason === '' ? sentenceFor(status) : `${sentenceFor(status)}: ${reason}`,
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
  if (status === 403) return 'the login lacks a permission on the backend (status 403)';
  if (status === 429 || status === 503) return `the backend requests a later retry (status ${status})`;
  if (status >= 300 && status < 400) return `the backend sent a redirect, which is not followed (status ${status})`;
  return `the backend responded with status ${status}`;
}

/**
 * Retry-After (RFC 9110, 10.2.3) in ms. A date is compared with the Date header of the same response, so a clock offset
 * does not matter.
 */
function readRetryAfter(response: FailedResponse): number | undefined {
  const value = response.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  if (!value.endsWith('GMT')) return undefined;
  const delayMs = Date.parse(value) - Date.parse(response.header('date') ?? '');
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}

function jsonOrUndefined(response: FailedResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined; // an error response need not be JSON: its status is enough
  }
}
