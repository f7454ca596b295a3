/** Until when a source was observed, and the gaps before that (pure). Times are in ms by the gateway's clock. */
import { type Gap, type SourceCheckpoint } from '@gateway/core';

/** Number of gaps kept per source; beyond it, the two oldest are joined. */
const MAX_GAPS = 100;

/** A gap that has ended: its start and end. */
export type ClosedGap = NonNullable<SourceCheckpoint['gaps']>[number];

/** What was observed of a source. */
export interface Coverage {
  /** When the first poll began that listed jobs; `undefined` before it. */
  readonly since: number | undefined;
  /**
   * Everything before this time was observed, apart from the gaps; before the first complete listing, the beginning of the first
   * poll. `undefined` before the first poll.
   */
  readonly until: number | undefined;
  /** Oldest first. */
  readonly gaps: readonly ClosedGap[];
}

/** A complete listing: when its poll began, and when the last page had been read. */
export interface CompleteListing {
  readonly began: number;
  readonly read: number;
}

/**
 * The coverage after a complete listing. A listing shows every job except those that had ended more than the backend's
 * finished job TTL before it was read. A job that started after the previous listing and ended before that time is in
 * neither: a gap. A backend without a TTL (`undefined`) keeps all jobs and causes no gaps.
 */
export function covered(before: Coverage, { began, read }: CompleteListing, ttlMs: number | undefined): Coverage {
  const hasGap = ttlMs !== undefined && before.until !== undefined && read - ttlMs > before.until;
  const gaps = hasGap ? limited([...before.gaps, [before.until, read - ttlMs]]) : before.gaps;
  return { since: before.since ?? began, until: began, gaps };
}

/** The coverage after an incomplete listing: what the first one does not show may be missed from then on. */
export function begun(before: Coverage, began: number): Coverage {
  return before.until === undefined ? { ...before, since: began, until: began } : before;
}

/** The start of the gap that is open at a time; `undefined` if none is. */
export function openGap(coverage: Coverage, ttlMs: number | undefined, now: number): number | undefined {
  return now > gapOpensAfter(coverage, ttlMs) ? coverage.until : undefined;
}

/** The time, in ms, after which a gap is open if nothing is observed meanwhile; `Infinity` if none opens. */
export function gapOpensAfter({ until = Infinity }: Coverage, ttlMs = Infinity): number {
  return until + ttlMs;
}

/** The gaps to report at a time, oldest first; an open one has no end. */
export function gapsAt(coverage: Coverage, ttlMs: number | undefined, now: number): readonly Gap[] {
  const open = openGap(coverage, ttlMs, now);
  const closed = coverage.gaps.map(([from, to]): Gap => ({ from: timestamp(from), to: timestamp(to) }));
  return open === undefined ? closed : [...closed, { from: timestamp(open) }];
}

/** The coverage without the gaps that ended before a time: retention has removed the jobs from those periods. */
export function withoutOld(coverage: Coverage, before: number): Coverage {
  if (!coverage.gaps.some(([, to]) => to < before)) return coverage;
  return { ...coverage, gaps: coverage.gaps.filter(([, to]) => to >= before) };
}

function limited(gaps: readonly ClosedGap[]): readonly ClosedGap[] {
  const [first, second, ...rest] = gaps;
  if (gaps.length <= MAX_GAPS || !first || !second) return gaps;
  return [[first[0], second[1]], ...rest];
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
