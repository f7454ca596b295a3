/** Conditional requests (RFC 9110, 13.1.2): status 304 if the client already has the current response. */

import { createHash } from 'node:crypto';

import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

const HASH_LENGTH = 12;

/** The digests of the texts that were used last; the limit is their total length in characters. */
const digests = new LRUCache<string, string>({ maxSize: 1_000_000, sizeCalculation: (_, text) => text.length + 1 });

/** A weak entity tag. Responses of the same revision with equal `facts` have equal tags. */
export function entityTag(revision: string, facts: string): string {
  return `W/"${revision}.${digest(facts)}"`;
}

/** A short hash of a text. */
export function digest(text: string): string {
  const known = digests.get(text);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, HASH_LENGTH);
  digests.set(text, hash);
  return hash;
}

/**
 * Adds the entity tag to a response; only the client may cache it, and must revalidate it each time. Returns true if the
 * client already has this response: the status is then 304 and the caller sends no body.
 */
export function isNotModified(tag: string, { headers }: FastifyRequest, reply: FastifyReply): boolean {
  reply.header('etag', tag).header('cache-control', 'private, no-cache');
  const condition = headers['if-none-match'];
  if (condition === undefined || !names(condition, tag)) return false;
  reply.code(304);
  return true;
}

/** Weak comparison, which `If-None-Match` requires: only the opaque parts are compared. */
function names(condition: string, tag: string): boolean {
  if (condition === tag || condition.trim() === '*') return true;
  const opaque = tag.slice(2);
  return [...condition.matchAll(/"[^"]*"/g)].some(([known]) => known === opaque);
}
