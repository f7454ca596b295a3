/** Conditional requests (RFC 9110, 13.1.2): status 304 if the client already has the current response. */

import { createHash } from 'node:crypto';

import { type FastifyReply, type FastifyRequest } from 'fastify';

const HASH_LENGTH = 12;

/** A weak entity tag. Responses of the same revision with equal `facts` have equal tags. */
export function entityTag(revision: string, ...facts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, HASH_LENGTH);
  return `W/"${revision}.${hash}"`;
}

/**
 * Adds the entity tag to a response; only the client may cache it, and must revalidate it each time. Returns true if the
 * client already has this response: the status is then 304 and the caller sends no body.
 */
export function isNotModified(tag: string, { headers }: FastifyRequest, reply: FastifyReply): boolean {
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (!names(headers['if-none-match'], tag)) return false;
  reply.code(304).removeHeader('content-type');
  return true;
}

/** Weak comparison, which `If-None-Match` requires: only the opaque parts are compared. */
function names(condition: string | undefined, tag: string): boolean {
  if (condition?.trim() === '*') return true;
  const opaque = tag.slice(2);
  return [...(condition ?? '').matchAll(/"[^"]*"/g)].some(([known]) => known === opaque);
}
