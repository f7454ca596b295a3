import { BackendError } from '@gateway/core';

import { tlsFailure } from './handshake-errors.js';
import { type Progress } from './transport.js';

/**
 * The error for a request without a complete response. If no connection could be used, nothing was sent:
 * `unreachable`. Otherwise a write is `outcome_unknown`; a read is `malformed` if the response is not HTTP or is cut
 * off, and `unreachable` if no response arrived, or not in time. Of Node's errors only the codes are quoted, because
 * the messages contain addresses.
 */
export function errorForTransport(
  error: unknown,
  progress: Progress,
  method: 'GET' | 'PATCH' | 'POST',
  aborted: boolean,
): BackendError {
  const code = codeOf(error);
  const tls = tlsFailure(error, progress.connected);
  const cause = (tls ?? code) === '' ? '' : `: ${tls ?? code}`;
  if (!progress.connected) {
    if (error instanceof BackendError) return error;
    const inTime = `no connection${progress.isProxied ? ' through the proxy' : ''} before the deadline, see poll.timeout`;
    return new BackendError('unreachable', aborted ? inTime : (tls ?? `cannot connect${cause}`));
  }
  if (method !== 'GET') {
    return new BackendError(
      'outcome_unknown',
      `the request was sent, but its response was lost${aborted ? '' : cause}`,
    );
  }
  if (aborted) return new BackendError('unreachable', 'no complete response before the deadline, see poll.timeout');
  if (error instanceof BackendError) return error;
  if (code.startsWith('HPE_')) return new BackendError('malformed', `the response is not HTTP${cause}`);
  if (progress.responded) return new BackendError('malformed', `the response was cut off${cause}`);
  return new BackendError('unreachable', tls ?? `the connection was lost before a response arrived${cause}`);
}

/** True for the errors of a connection that the backend has closed. */
export function isReset(error: unknown): boolean {
  return codeOf(error) === 'ECONNRESET' || codeOf(error) === 'EPIPE';
}

/** Node's code of an error, or an empty text. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,60}$/.test(code) ? code : '';
}
