import { BackendError } from '@gateway/core';
import { type Progress } from './transport.js';

/**
 * The error for a request that got no whole answer. Before the connection stood nothing was sent: `unreachable`. After
 * that a write's outcome is unknown, whatever broke; a read is `unreachable` when nothing or too late an answer came,
 * and `malformed` when what came is not HTTP or breaks off. Only Node's error codes are quoted: its messages hold
 * addresses.
 */
export function errorForTransport(
  error: unknown,
  progress: Progress,
  method: 'GET' | 'PATCH' | 'POST',
  aborted: boolean,
): BackendError {
  const code = codeOf(error);
  const cause = code === '' ? '' : `: ${code}`;
  if (!progress.connected) {
    if (error instanceof BackendError) return error;
    return new BackendError('unreachable', aborted ? 'no connection in the time allowed' : `cannot connect${cause}`);
  }
  if (method !== 'GET') {
    return new BackendError('outcome_unknown', `the request was sent, but its answer was lost${aborted ? '' : cause}`);
  }
  if (aborted) return new BackendError('unreachable', 'no whole answer in the time allowed');
  if (error instanceof BackendError) return error;
  if (code.startsWith('HPE_')) return new BackendError('malformed', `the answer is not HTTP${cause}`);
  if (progress.responded) return new BackendError('malformed', `the answer breaks off${cause}`);
  return new BackendError('unreachable', `the connection was lost before an answer came${cause}`);
}

/** True for the errors of a connection the other side has closed. */
export function isReset(error: unknown): boolean {
  return codeOf(error) === 'ECONNRESET' || codeOf(error) === 'EPIPE';
}

/** Node's code of an error, or nothing. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,60}$/.test(code) ? code : '';
}
