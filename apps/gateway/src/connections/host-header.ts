import { type IncomingMessage } from 'node:http';

import { Problem } from '../problems/problem.js';

/** `uri-host [ ":" port ]` (RFC 9110, 7.2): a name, an IPv4 address, an IPv6 address in brackets, or nothing. */
const HOST = /^(?:\[[\w:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/;

/** The problem of a request without exactly one valid `Host` header (RFC 9112, 3.2); HTTP/1.0 requires none. */
export function hostProblem(request: IncomingMessage): Problem | undefined {
  const { host } = request.headers;
  if (host === undefined) return request.httpVersion === '1.0' ? undefined : invalid('a Host header', 'none');
  if (!HOST.test(host)) return invalid('a host name or address in the Host header', JSON.stringify(host));
  const count = countHosts(request.rawHeaders);
  return count > 1 ? invalid('one Host header', `${count}`) : undefined;
}

/** `headers` has only the first one. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

function invalid(expected: string, given: string): Problem {
  return new Problem('malformed-request', `expected ${expected}, got ${given}`, { target: 'Host' });
}
