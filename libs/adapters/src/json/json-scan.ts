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
 * count, so this also limits the depth. Reads no further than necessary.
 */
export function hasAtMost(limit: number, text: Uint8Array): boolean {
  let values = 0;
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
  let values = 0;
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

/** Some whole items of a list, or one item that is too large to be parsed. */
export interface Run {
  readonly from: number;
  /** Index after the last byte: that of the comma after the run, or of the closing bracket of the list. */
  readonly to: number;
  readonly isTooLarge: boolean;
}

/** How a list is divided. A run of several items has less than `run`, apart from its last item. */
export interface RunLimits {
  readonly run: Size;
  readonly item: Size;
}

/** Number of bytes that are searched without a pause. */
const BYTES_PER_STEP = 1024 * 1024;

/**
 * Divides the list whose first item begins at `from` into runs, in order; `undefined` in between is a pause of a long
 * search. The last run ends at the closing bracket of the list; without one there is no last run, and what follows the
 * last complete run is left out.
 */
export function* runsOf(text: Uint8Array, from: number, { item, run }: RunLimits): Generator<Run | undefined, void> {
  let runFrom = from;
  let runValues = 0;
  let itemFrom = from;
  let itemValues = 1;
  let depth = 0;
  let pauseAt = from + BYTES_PER_STEP;
  for (let at = from; at < text.length; at += 1) {
    if (at >= pauseAt) {
      pauseAt = at + BYTES_PER_STEP;
      yield undefined;
    }
    switch (text[at]) {
      case BYTE.quote:
        at = endOfString(text, at);
        continue;
      case BYTE.openList:
      case BYTE.openObject:
        depth += 1;
        itemValues += 1;
        continue;
      case BYTE.comma:
        if (depth === 0) break;
        itemValues += 1;
        continue;
      case BYTE.closeList:
      case BYTE.closeObject:
        depth -= 1;
        if (depth < 0) break;
        continue;
      default:
        continue;
    }
    const isLast = depth < 0;
    if (isLast && text[at] !== BYTE.closeList) return;
    const isTooLarge = at - itemFrom > item.bytes || itemValues > item.values;
    if (isTooLarge && itemFrom > runFrom) yield { from: runFrom, to: itemFrom - 1, isTooLarge: false };
    runValues += itemValues;
    if (isTooLarge || isLast || at - runFrom >= run.bytes || runValues >= run.values) {
      yield { from: isTooLarge ? itemFrom : runFrom, to: at, isTooLarge };
      runFrom = at + 1;
      runValues = 0;
    }
    if (isLast) return;
    itemFrom = at + 1;
    itemValues = 1;
  }
}
