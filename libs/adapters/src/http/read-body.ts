import { BackendError } from '@gateway/core';

const FIRST_BYTES = 64 * 1024;

/**
 * Reads a complete body. `expectedBytes` is its probable length. Uses at most about twice `maxBytes` of memory. Throws a
 * `malformed` BackendError and ends the stream if the body is longer, or the error of the stream.
 */
export async function readBody(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
  expectedBytes = FIRST_BYTES,
): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(Math.min(expectedBytes, maxBytes));
  let length = 0;
  for await (const piece of stream) {
    const needed = length + piece.length;
    if (needed > maxBytes) throw new BackendError('malformed', `the response is longer than ${maxBytes} bytes`);
    if (needed > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(needed, 2 * buffer.length)));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    length += piece.copy(buffer, length);
  }
  return buffer.subarray(0, length);
}

/** The body as UTF-8 text without its byte order mark. */
export function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
