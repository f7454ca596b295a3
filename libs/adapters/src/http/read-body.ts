import { BackendError } from '@gateway/core';

const FIRST_BYTES = 64 * 1024;

/**
 * Reads a body to its end as UTF-8 text without a byte order mark. Holds at most about twice `maxBytes` however small the
 * pieces are; throws a `malformed` BackendError and ends the stream when more bytes come, and the stream's own error
 * when it breaks off.
 */
export async function readBody(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  let buffer = Buffer.allocUnsafe(Math.min(FIRST_BYTES, maxBytes));
  let length = 0;
  for await (const piece of stream) {
    const needed = length + piece.length;
    if (needed > maxBytes) throw new BackendError('malformed', `the answer is longer than ${maxBytes} bytes`);
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
