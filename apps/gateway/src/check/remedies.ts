/** What an admin can do about the error of a backend (pure). */
import { type BackendError, type BackendErrorCode } from '@gateway/core';

const REMEDIES: Readonly<Record<BackendErrorCode, string>> = {
  unreachable: 'check url, the network and firewalls between the gateway and the backend, and tls',
  throttled: 'the backend limits requests; try again later, and raise poll.interval if it persists',
  unauthorized: 'check auth, and that the account is not locked and may use the REST API',
  malformed: 'check url, kind and base_path: something else seems to answer, a proxy for example',
  refused: "give the account's role read access to jobs, as the README describes",
  failed: 'the backend reports an internal error; see its own log',
  outcome_unknown: 'try again',
};

/** How the reasons of certificates, TLS and proxies begin: they say which side is the cause. */
const SPECIFIC = /^(the (certificate|server|proxy) |server and gateway |cannot connect to the proxy)/;
const SEE_DOCS = 'see "A backend that cannot be reached" in docs/operations.md';

/** A sentence for an error: what to do about it. */
export function remedyFor({ code, message }: BackendError): string {
  return code === 'unreachable' && SPECIFIC.test(message) ? SEE_DOCS : REMEDIES[code];
}
