import { createHash } from 'node:crypto';

import { BackendError } from '@gateway/core';

/** A complete body, in the pieces in which it arrived: a large body is joined only when it is decoded. */
export type Body = readonly Buffer[];

/**
 * Reads a complete body. Throws a `malformed` BackendError and ends the stream if the body is longer than `maxBytes`, or
 * the error of the stream.
 */
export async function readBody(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Body> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBytes) throw new BackendError('malformed', `the response is longer than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return pieces;
}

/** The body as UTF-8 text without its byte order mark. */
export function textOf(body: Body): string {
  const text = Buffer.concat(body).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The SHA-256 hash of the body. */
export function hashOf(body: Body): string {
  const hash = createHash('sha256');
  for (const piece of body) hash.update(piece);
  return hash.digest('base64');
}
