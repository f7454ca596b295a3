import { type FastifyRequest } from 'fastify';

import { ownOrigin, READING } from '../http/own-origin.js';
import { Problem } from '../problems/problem.js';

const SAME_ORIGIN = 'same-origin';

/**
 * Throws a `Problem` if a request could change something and does not come from a page of the gateway's own origin.
 * Browsers send `Origin` with each such request (Fetch, 3.2), and newer ones `Sec-Fetch-Site` over HTTPS and on loopback
 * (Fetch Metadata, 2.4); pages cannot set either. Without both, a request is rejected.
 */
export function checkSameOrigin(request: FastifyRequest): void {
  if (READING.includes(request.method)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== SAME_ORIGIN) throw crossSite(`Sec-Fetch-Site ${SAME_ORIGIN}`, site);
  const own = ownOrigin(request);
  if (origin === undefined ? site === undefined : origin !== own) throw crossSite(`the Origin ${own}`, origin);
}

function crossSite(expected: string, given: string | string[] | undefined): Problem {
  const got = given === undefined ? 'none' : JSON.stringify(given.slice(0, 100));
  const detail =
    `a change with a session must come from a page of the gateway: expected ${expected}, got ${got}; ` +
    'a script sends a bearer token instead';
  return new Problem('cross-site-request', detail);
}
