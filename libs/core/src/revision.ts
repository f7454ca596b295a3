/**
 * The position of a change in the change log: `<ms>-<sequence>`, as the ids of a Redis stream; ordered by ms, then by
 * sequence. Both numbers have at most 15 digits, so that they are exact in JavaScript.
 */
export type Revision = string;

/** The revision before all changes. */
export const FIRST_REVISION: Revision = '0-0';

const REVISION_PATTERN = /^\d{1,15}-\d{1,15}$/;

/** True if the text is a revision. */
export function isRevision(text: string): boolean {
  return REVISION_PATTERN.test(text);
}

/**
 * Negative if `a` is before `b`, 0 if they are equal, else positive. Throws a `RangeError` if one is not a revision.
 */
export function compareRevisions(a: Revision, b: Revision): number {
  const [dashA, dashB] = [a.indexOf('-'), b.indexOf('-')];
  const ms = numberIn(a, 0, dashA) - numberIn(b, 0, dashB);
  const sequence = numberIn(a, dashA + 1, a.length) - numberIn(b, dashB + 1, b.length);
  if (Number.isNaN(ms + sequence)) throw new RangeError(`not a revision: ${isRevision(a) ? b : a}`);
  return ms || sequence;
}

/** The number of 1 to 15 digits in a part of a text; `NaN` if the part is not one. Called several times per change. */
function numberIn(text: string, from: number, to: number): number {
  if (to <= from || to - from > 15) return NaN;
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * The next revision after `last`; greater than `last` even if the clock was set back. `nowMs` is in ms since the epoch.
 */
export function nextRevision(last: Revision, nowMs: number): Revision {
  const [ms, sequence] = last.split('-').map(Number) as [number, number];
  return nowMs > ms ? `${nowMs}-0` : `${ms}-${sequence + 1}`;
}
