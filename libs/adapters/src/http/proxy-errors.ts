/** Errors of an HTTP proxy. Nothing was sent to the backend, so all are `unreachable`; all name the proxy. */
import { BackendError } from '@gateway/core';

import { codeOf } from './transport-errors.js';

/** The error for a response to CONNECT; `undefined` if the proxy has connected. `surplus`: bytes after the head. */
export function refusalOfProxy(status: number, hasLogin: boolean, surplus: number): BackendError | undefined {
  const reason = reasonFor(status, hasLogin, surplus);
  return reason === undefined ? undefined : new BackendError('unreachable', reason);
}

function reasonFor(status: number, hasLogin: boolean, surplus: number): string | undefined {
  if (status >= 200 && status < 300) {
    // TLS and HTTP begin with the client, so these bytes come from the proxy itself.
    return surplus === 0 ? undefined : 'the proxy sent unexpected data after its response';
  }
  if (status === 407 && hasLogin) return 'the proxy refuses the login in proxy.auth (status 407)';
  if (status === 407) return 'the proxy requires a login (status 407): set proxy.auth';
  if (status === 502 || status === 503 || status === 504) {
    return `the proxy cannot connect to the backend (status ${status})`;
  }
  if (status >= 400 && status < 500) return `the proxy refuses to connect to the backend (status ${status})`;
  return `the proxy did not connect to the backend (status ${status})`;
}

/** The error for a proxy that sent no complete response. `isConnected`: the connection to the proxy was established. */
export function failureOfProxy(error: Error | 'silent', isConnected: boolean, timeoutMs: number): BackendError {
  return new BackendError('unreachable', sentenceFor(error, isConnected, timeoutMs));
}

function sentenceFor(error: Error | 'silent', isConnected: boolean, timeoutMs: number): string {
  if (error === 'silent') {
    return `the proxy ${isConnected ? 'did not respond' : 'cannot be reached'} within ${timeoutMs / 1000} s`;
  }
  const code = codeOf(error);
  const cause = code === '' ? '' : `: ${code}`;
  if (!isConnected) return `cannot connect to the proxy${cause}`;
  if (code.startsWith('HPE_')) return `the response of the proxy is not HTTP${cause}`;
  return `the proxy closed the connection before it responded${cause}`;
}
