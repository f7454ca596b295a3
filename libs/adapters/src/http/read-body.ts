import { BackendError } from '@gateway/core';

const FIRST_BYTES = 64 * 1024;

/**
 * Reads a complete body as UTF-8 text without its byte order mark. Uses at most about twice `maxBytes` of memory.
 * Throws a `malformed` BackendError and ends the stream if the body is longer, or the error of the stream.
 */
export async function readBody(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  let buffer = Buffer.allocUnsafe(Math.min(FIRST_BYTES, maxBytes));
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
  const text = buffer.toString('utf8', 0, length);
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
