import { FileProblem } from './file-problem.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The text of a file in UTF-8. Throws a `FileProblem` for other bytes, a byte order mark at the start, and NUL. */
export function decodeText(bytes: Buffer): string {
  if (bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) {
    throw new FileProblem('begins with a byte order mark, expected UTF-8 without one', true);
  }
  const text = decode(bytes);
  if (text.includes('\0')) throw new FileProblem(`has a NUL character in line ${lineAt(text, '\0')}`, true);
  return text;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The replacement character stands for the first invalid byte, unless the file itself has one before it.
    const line = lineAt(bytes.toString('utf8'), '\uFFFD');
    throw new FileProblem(`is not UTF-8 in line ${line}`, true);
  }
}

function lineAt(text: string, character: string): number {
  return text.slice(0, text.indexOf(character)).split('\n').length;
}
