/** What protects callers who send no token of their own from the web pages of other sites that they have open. */

import { isIP } from 'node:net';

import { type FastifyRequest } from 'fastify';

import { Problem } from '../problems/problem.js';
import { READING } from './own-origin.js';

type Request = Pick<FastifyRequest, 'headers' | 'method'>;

const OWN_SITES: readonly unknown[] = [undefined, 'same-origin', 'none'];

/**
 * The problem of a request whose `Host` is a name of the Internet, for a gateway that is for this machine only: who owns
 * the name can let it stand for this machine, and a page of theirs then has the gateway's own origin. Addresses,
 * `localhost` and names without a dot belong to nobody else.
 */
export function foreignHostProblem({ headers: { host = '' } }: Request): Problem | undefined {
  const name = host.replace(/:\d*$/, '').toLowerCase();
  if (!name.includes('.') || name.startsWith('[') || name.endsWith('.localhost') || isIP(name) === 4) return undefined;
  const detail = `expected an address or localhost in the Host header, because there is no access section, got ${JSON.stringify(name)}`;
  return new Problem('malformed-request', detail, { target: 'Host' });
}

/**
 * The problem of a request that could change something and comes from a page of another origin, unless that is allowed.
 * Browsers say so in `Sec-Fetch-Site`, or in `Origin` where they do not send that. They send a bearer token of a page
 * only if its origin is allowed.
 */
export function foreignPageProblem(
  { headers, method }: Request,
  allowedOrigins: readonly string[],
): Problem | undefined {
  if (READING.includes(method) || /^bearer /i.test(headers.authorization ?? '')) return undefined;
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined && allowedOrigins.includes(origin)) return undefined;
  const isOwn = OWN_SITES.includes(site) && (site !== undefined || origin === undefined || isOf(origin, headers.host));
  if (isOwn) return undefined;
  const given = JSON.stringify((site ?? origin)?.slice(0, 100));
  return new Problem('cross-site-request', `a change must not come from a page of another site, got ${given}`);
}

/** Only the host, because a proxy may hide that the client used HTTPS. */
function isOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
