/**
 * The checksums of stored records and log entries. LevelDB does not verify its own when it reads data files, so a flipped
 * bit would change the state of a job without an error.
 */

import { crc32 } from 'node:zlib';

const DIGITS = 8;
const BEGINNING = /^[\da-f]{8} $/;

/** The value to store under a key: a checksum of key and text (CRC-32, as 8 hexadecimal digits), a space, the text. */
export function withChecksum(key: string, text: string): string {
  return `${checksum(key, text)} ${text}`;
}

/** As `withChecksum`, for a text that consists of a beginning and bytes. */
export function bytesWithChecksum(key: string, beginning: string, rest: Buffer): Buffer {
  const text = Buffer.concat([Buffer.from(beginning), rest]);
  return Buffer.concat([Buffer.from(`${checksum(key, text)} `), text]);
}

/**
 * The text in a value; `undefined` if it was damaged or stored under another key. A value of an earlier version, which has
 * no checksum, is returned as it is.
 */
export function checkedText(key: string, value: string): string | undefined {
  if (!BEGINNING.test(value.slice(0, DIGITS + 1))) return value;
  const text = value.slice(DIGITS + 1);
  return value.startsWith(checksum(key, text)) ? text : undefined;
}

/** As `checkedText`, for bytes. */
export function checkedBytes(key: string, value: Buffer): Buffer | undefined {
  if (!BEGINNING.test(value.toString('latin1', 0, DIGITS + 1))) return value;
  const text = value.subarray(DIGITS + 1);
  return value.toString('latin1', 0, DIGITS) === checksum(key, text) ? text : undefined;
}

function checksum(key: string, text: string | Buffer): string {
  return crc32(text, crc32(key)).toString(16).padStart(DIGITS, '0');
}
