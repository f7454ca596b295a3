/**
 * The position of a change in the change log: `<ms>-<sequence>`, as the ids of a Redis stream; ordered by ms, then by
 * sequence.
 */
export type Revision = string;

/** The revision before all changes. */
export const FIRST_REVISION: Revision = '0-0';

const REVISION_PATTERN = /^(\d{1,16})-(\d{1,16})$/;

/** True if the text is a revision. */
export function isRevision(text: string): boolean {
  return REVISION_PATTERN.test(text);
}

/**
 * Negative if `a` is before `b`, 0 if they are equal, else positive. Throws a `RangeError` if one is not a revision.
 */
export function compareRevisions(a: Revision, b: Revision): number {
  const [left, right] = [REVISION_PATTERN.exec(a), REVISION_PATTERN.exec(b)];
  if (!left || !right) throw new RangeError(`not a revision: ${left ? b : a}`);
  return Number(left[1]) - Number(right[1]) || Number(left[2]) - Number(right[2]);
}

/**
 * The next revision after `last`; greater than `last` even if the clock was set back. `nowMs` is in ms since the epoch.
 */
export function nextRevision(last: Revision, nowMs: number): Revision {
  const [ms, sequence] = last.split('-').map(Number) as [number, number];
  return nowMs > ms ? `${nowMs}-0` : `${ms}-${sequence + 1}`;
}
