import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

import { BackendError, nextTurn } from '@gateway/core';

/** A complete body, in the pieces in which it arrived: a large body is joined only when it is decoded. */
export type Body = readonly Buffer[];

/**
 * More than this many pieces must have this many bytes on average. Each piece costs about a microsecond, so a body of
 * single bytes would keep the event loop busy. A backend may send each of the 1,000 records of a page in chunks of its
 * own, and compressed ones can have less than a hundred bytes.
 */
const SMALL_PIECES = { count: 5_000, bytes: 256 };

/** Number of bytes that are hashed between two turns of the event loop; takes about 2 ms. */
const BYTES_PER_TURN = 1024 * 1024;

/** Bytes of a body that is too long which are kept, to find out what it is about. */
const BEGINNING_BYTES = 16 * 1024;

/** Thrown for a body that is longer than its limit. */
export class BodyTooLongError extends BackendError {
  /** The first bytes of the body, 16 kB at most; none if it was compressed. */
  readonly beginning: Buffer;

  constructor(maxBytes: number, pieces: Body) {
    super('malformed', `the response is longer than ${maxBytes} bytes`);
    this.beginning = Buffer.concat(pieces.slice(0, 4)).subarray(0, BEGINNING_BYTES);
  }
}

const unzip = promisify(zlib.unzip);
/** The size of the pieces in which zlib returns its result, in bytes; each takes a turn of the event loop. */
const UNZIPPED_AT_ONCE = 64 * 1024;

/**
 * Reads a complete body and decompresses it if `encoding`, the Content-Encoding, is gzip, which is what requests
 * accept, or deflate in the format of zlib (RFC 9110, 8.4.1.2). Throws a `malformed` BackendError and ends the stream
 * if the body is longer than `maxBytes`, compressed or not, consists of tiny pieces or cannot be decompressed. Also
 * throws the errors of the stream.
 */
export async function readBody(stream: Readable, encoding: string | undefined, maxBytes: number): Promise<Body> {
  const pieces: Buffer[] = [];
  let length = 0;
  stream.on('data', (piece: Buffer) => {
    if (stream.destroyed) return; // what had arrived before
    length += piece.length;
    pieces.push(piece);
    if (length > maxBytes) stream.destroy(new BodyTooLongError(maxBytes, pieces));
    else if (pieces.length > SMALL_PIECES.count && length < pieces.length * SMALL_PIECES.bytes)
      stream.destroy(new BackendError('malformed', 'the response arrives in too many small pieces'));
  });
  await finished(stream, { writable: false });
  const isCompressed = /^(?:x-)?gzip$|^deflate$/i.test(encoding ?? '') && length > 0;
  return isCompressed ? [await decompressed(Buffer.concat(pieces), maxBytes)] : pieces;
}

/** Decompresses outside the main thread. */
async function decompressed(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unzip(body, { chunkSize: UNZIPPED_AT_ONCE, maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new BodyTooLongError(maxBytes, []);
    throw new BackendError('malformed', 'the response is not compressed as its header says');
  }
}

/** The SHA-256 hash of the body. */
export async function hashOf(body: Body): Promise<string> {
  const hash = createHash('sha256');
  let hashed = 0;
  for (const piece of body) {
    for (let from = 0; from < piece.length; from += BYTES_PER_TURN) {
      const part = piece.subarray(from, from + BYTES_PER_TURN);
      if (hashed + part.length > BYTES_PER_TURN) {
        await nextTurn();
        hashed = 0;
      }
      hash.update(part);
      hashed += part.length;
    }
  }
  return hash.digest('base64');
}
