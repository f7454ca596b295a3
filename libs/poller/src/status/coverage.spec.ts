import fc from 'fast-check';

import { begun, type Coverage, covered, gapsAt, withoutOld } from './coverage.js';

const TTL = 300_000;
const NEVER: Coverage = { since: undefined, until: undefined, gaps: [] };

function listings(...at: readonly number[]): Coverage {
  return at.reduce((coverage, began) => covered(coverage, { began, read: began }, TTL), NEVER);
}

describe('coverage', () => {
  it('has no gap before the first listing, or while the time between listings is below the TTL', () => {
    expect(gapsAt(NEVER, TTL, 10 * TTL)).toEqual([]);
    expect(listings(0, 5_000, TTL + 5_000).gaps).toEqual([]);
  });

  it('has a gap from the previous listing to one TTL before the next', () => {
    expect(listings(0, TTL + 1).gaps).toEqual([[0, 1]]);
    expect(listings(1_000, 1_000_000).gaps).toEqual([[1_000, 700_000]]);
  });

  it('counts from when a listing had been read: the backend may delete jobs meanwhile', () => {
    const coverage = covered(listings(0), { began: TTL, read: TTL + 20_000 }, TTL);
    expect(coverage).toEqual({ since: 0, until: TTL, gaps: [[0, 20_000]] });
  });

  it('begins with the first listing, also with an incomplete one', () => {
    expect(listings(1_000, 6_000).since).toBe(1_000);
    const incomplete = begun(NEVER, 500);
    expect(incomplete).toEqual({ since: 500, until: 500, gaps: [] });
    expect(begun(incomplete, 900)).toBe(incomplete);
    expect(covered(incomplete, { began: 1_000, read: 1_000 }, TTL).since).toBe(500);
  });

  it('has no gaps if the backend keeps all jobs', () => {
    const coverage = covered(listings(0), { began: 10 * TTL, read: 10 * TTL }, undefined);
    expect(coverage).toEqual({ since: 0, until: 10 * TTL, gaps: [] });
    expect(gapsAt(listings(0), undefined, 10 * TTL)).toEqual([]);
  });

  it('reports an open gap without an end', () => {
    expect(gapsAt(listings(0), TTL, TTL)).toEqual([]);
    expect(gapsAt(listings(0), TTL, TTL + 1)).toEqual([{ from: '1970-01-01T00:00:00.000Z' }]);
  });

  it('joins the oldest gaps when there are too many, so that none is lost', () => {
    const coverage = listings(...Array.from({ length: 150 }, (_, index) => index * 1_000_000));
    expect(coverage.gaps).toHaveLength(100);
    expect(coverage.gaps[0]).toEqual([0, 49_700_000]);
    expect(coverage.gaps.at(-1)).toEqual([148_000_000, 148_700_000]);
  });

  it('drops gaps that ended before a time', () => {
    const coverage = listings(0, 1_000_000, 2_000_000);
    expect(withoutOld(coverage, 700_000)).toBe(coverage);
    expect(withoutOld(coverage, 700_001).gaps).toEqual([[1_000_000, 1_700_000]]);
  });

  it('has a gap around every job that no listing showed', () => {
    const span = fc.nat({ max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(span, fc.nat({ max: 30_000 })), { minLength: 2, maxLength: 8 }),
        span,
        span,
        (polls, after, life) => {
          let now = 0;
          const seen = polls.map(([wait, takes]) => {
            const began = now + wait;
            now = began + takes;
            return { began, read: now };
          });
          const coverage = seen.reduce((before, listing) => covered(before, listing, TTL), NEVER);
          const start = (seen[0]?.read ?? 0) + after;
          const end = start + life;
          // A listing shows a job for certain if it does so at both its start and its end.
          const listed = seen.some(({ began, read }) => start <= began && read <= end + TTL);
          const isOver = end + TTL < now;
          const inGap = coverage.gaps.some(([from, to]) => from <= start && end <= to);
          expect(listed || !isOver || inGap).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
