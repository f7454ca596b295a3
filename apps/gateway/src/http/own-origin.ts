import { type FastifyRequest } from 'fastify';

import { Problem } from '../problems/problem.js';

/** The methods that change nothing. */
export const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The origin of the gateway as the client has addressed it. Proxies must keep the `Host` header; the protocol is also
 * that in `X-Forwarded-Proto` of a trusted proxy. Throws a `Problem`.
 */
export function ownOrigin({ headers, protocol }: Pick<FastifyRequest, 'headers' | 'protocol'>): string {
  const url = `${protocol}://${headers.host}`;
  if (!URL.canParse(url)) throw new Problem('malformed-request', 'the address of the gateway is not a valid URL');
  return new URL(url).origin;
}
