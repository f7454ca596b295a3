/** Which spans of a source were observed, and the gaps between them (pure). */
import { type Gap, type SourceCheckpoint } from '@gateway/core';

/** As many gaps are kept of a source; beyond that the two oldest become one. */
const MOST_GAPS = 100;

/** A gap that is over: from and to in ms by our clock. */
export type ClosedGap = NonNullable<SourceCheckpoint['gaps']>[number];

/** What of a source was covered so far. */
export interface Coverage {
  /** Everything up to here was observed, in the gaps apart; `undefined` before the first whole listing. */
  readonly until: number | undefined;
  /** Oldest first. */
  readonly gaps: readonly ClosedGap[];
}

/** A whole listing: when the poll began and when the last of it had been read, in ms. */
export interface WholeListing {
  readonly began: number;
  readonly read: number;
}

/**
 * The coverage after a whole listing. The listing holds every job that had not ended `memoryMs` before it was read; what
 * ended between the listing before and then, and had not begun at that listing, was seen by neither: a gap. A backend
 * without a limit (`undefined`) forgets nothing, so there are no gaps.
 */
export function covered(before: Coverage, { began, read }: WholeListing, memoryMs: number | undefined): Coverage {
  const blind = memoryMs !== undefined && before.until !== undefined && read - memoryMs > before.until;
  const gaps = blind ? capped([...before.gaps, [before.until, read - memoryMs]]) : before.gaps;
  return { until: began, gaps };
}

/** The beginning of the gap that is open at the instant `now`, if there is one. */
export function openGap({ until }: Coverage, memoryMs: number | undefined, now: number): number | undefined {
  return memoryMs !== undefined && until !== undefined && now - memoryMs > until ? until : undefined;
}

/** The gaps to declare at the instant `now`, oldest first, the open one without its end. */
export function gapsAt(coverage: Coverage, memoryMs: number | undefined, now: number): readonly Gap[] {
  const open = openGap(coverage, memoryMs, now);
  const closed = coverage.gaps.map(([from, to]): Gap => ({ from: instant(from), to: instant(to) }));
  return open === undefined ? closed : [...closed, { from: instant(open) }];
}

/** The coverage without the gaps that were over before an instant in ms: retention has let go of all that lay in them. */
export function withoutOld(coverage: Coverage, before: number): Coverage {
  if (!coverage.gaps.some(([, to]) => to < before)) return coverage;
  return { ...coverage, gaps: coverage.gaps.filter(([, to]) => to >= before) };
}

function capped(gaps: readonly ClosedGap[]): readonly ClosedGap[] {
  const [first, second, ...rest] = gaps;
  if (gaps.length <= MOST_GAPS || !first || !second) return gaps;
  return [[first[0], second[1]], ...rest];
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
