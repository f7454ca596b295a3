/** Conditional requests (RFC 9110, 13.1.2): a client that has an answer already is told that it still holds. */

import { createHash } from 'node:crypto';

import { type FastifyReply, type FastifyRequest } from 'fastify';

const HASH_LENGTH = 12;

/** A weak entity tag: equal for answers from the same revision that are alike in all the other facts. */
export function entityTag(revision: string, ...facts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, HASH_LENGTH);
  return `W/"${revision}.${hash}"`;
}

/**
 * Marks an answer with its tag, to be asked for again each time and kept by the client alone. True when the client has it
 * already: then the status is 304, and the answer is to be empty.
 */
export function isNotModified(tag: string, { headers }: FastifyRequest, reply: FastifyReply): boolean {
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (!names(headers['if-none-match'], tag)) return false;
  reply.code(304).removeHeader('content-type');
  return true;
}

/** Weak comparison, as `If-None-Match` asks for: the opaque part alone decides. */
function names(condition: string | undefined, tag: string): boolean {
  if (condition?.trim() === '*') return true;
  const opaque = tag.slice(2);
  return [...(condition ?? '').matchAll(/"[^"]*"/g)].some(([held]) => held === opaque);
}
