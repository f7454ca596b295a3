/** Place of a change in the log: `<ms>-<sequence>`, ordered first by ms, then by sequence. Redis stream ids are such. */
export type Revision = string;

/** Before every change. */
export const FIRST_REVISION: Revision = '0-0';

const REVISION_PATTERN = /^(\d{1,16})-(\d{1,16})$/;

/** True when the text is a revision. */
export function isRevision(text: string): boolean {
  return REVISION_PATTERN.test(text);
}

/** Negative when `a` comes before `b`, 0 when equal. Throws a RangeError on anything that is not a revision. */
export function compareRevisions(a: Revision, b: Revision): number {
  const [left, right] = [REVISION_PATTERN.exec(a), REVISION_PATTERN.exec(b)];
  if (!left || !right) throw new RangeError(`not a revision: ${left ? b : a}`);
  return Number(left[1]) - Number(right[1]) || Number(left[2]) - Number(right[2]);
}

/** The revision that follows `last` at the time `nowMs`; never goes back, whatever the clock does. */
export function nextRevision(last: Revision, nowMs: number): Revision {
  const [ms, sequence] = last.split('-').map(Number) as [number, number];
  return nowMs > ms ? `${nowMs}-0` : `${ms}-${sequence + 1}`;
}
