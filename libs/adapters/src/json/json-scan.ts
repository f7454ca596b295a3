/**
 * Finds the structure of JSON text (RFC 8259) in its UTF-8 bytes, without parsing it: quotes, brackets, commas and colons
 * are single bytes, which no other character contains. Text that is not JSON gives some result; to parse the parts shows
 * that it is not.
 */

/** The bytes that give JSON its structure. */
export const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** A size of JSON text. */
export interface Size {
  readonly bytes: number;
  /** Number of values, as `hasAtMost` counts them. */
  readonly values: number;
}

/** Index of the last byte of the string that begins with the quote at `from`; the length of the text if it does not end. */
export function endOfString(text: Uint8Array, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === BYTE.quote) return at;
    if (byte === BYTE.backslash) at += 1;
  }
  return text.length;
}

/**
 * True if the text has at most `limit` values. Members of objects, items of lists, and the lists and objects themselves
 * count, so this also limits the depth. An empty list or object counts twice. Reads no further than necessary.
 */
export function hasAtMost(limit: number, text: Uint8Array): boolean {
  let values = 1;
  for (let at = 0; at < text.length && values <= limit; at += 1) {
    switch (text[at]) {
      case BYTE.quote:
        at = endOfString(text, at);
        break;
      case BYTE.comma:
      case BYTE.openList:
      case BYTE.openObject:
        values += 1;
        break;
      default:
    }
  }
  return values <= limit;
}

/**
 * Index of the opening bracket of the list at a path of member names; `undefined` if there is none within the first bytes
 * and values that `limits` allows. A name with an escape sequence is not found.
 */
export function findList(text: Buffer, path: readonly string[], limits: Size): number | undefined {
  /** The name of the current member of each open object or list, by depth; `undefined` before the first name. */
  const names: (string | undefined)[] = [];
  let depth = 0;
  let stringFrom = 0;
  let stringTo = 0;
  let values = 1;
  const end = Math.min(text.length, limits.bytes);
  for (let at = 0; at < end && values <= limits.values; at += 1) {
    switch (text[at]) {
      case BYTE.quote:
        stringFrom = at + 1;
        at = endOfString(text, at);
        stringTo = at;
        break;
      case BYTE.colon:
        if (depth <= path.length) names[depth - 1] = nameAt(text, stringFrom, stringTo);
        break;
      case BYTE.openList:
        if (depth === path.length && path.every((name, index) => names[index] === name)) return at;
        names[depth] = undefined;
        depth += 1;
        values += 1;
        break;
      case BYTE.openObject:
        names[depth] = undefined;
        depth += 1;
        values += 1;
        break;
      case BYTE.closeList:
      case BYTE.closeObject:
        depth -= 1;
        break;
      case BYTE.comma:
        values += 1;
        break;
      default:
    }
  }
  return undefined;
}

/** The longest name that is compared; paths have shorter ones. */
const MAX_NAME = 32;

function nameAt(text: Buffer, from: number, to: number): string | undefined {
  return to - from > MAX_NAME ? undefined : text.toString('latin1', from, to);
}
