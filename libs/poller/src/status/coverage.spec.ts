import fc from 'fast-check';

import { type Coverage, covered, gapsAt, withoutOld } from './coverage.js';

const MEMORY = 300_000;
const NEVER: Coverage = { until: undefined, gaps: [] };

function listings(...at: readonly number[]): Coverage {
  return at.reduce((coverage, began) => covered(coverage, { began, read: began }, MEMORY), NEVER);
}

describe('coverage', () => {
  it('has no gap before the first listing, nor while listings come within the memory of the backend', () => {
    expect(gapsAt(NEVER, MEMORY, 10 * MEMORY)).toEqual([]);
    expect(listings(0, 5_000, MEMORY + 5_000).gaps).toEqual([]);
  });

  it('has a gap from the listing before to where the memory of the backend begins', () => {
    expect(listings(0, MEMORY + 1).gaps).toEqual([[0, 1]]);
    expect(listings(1_000, 1_000_000).gaps).toEqual([[1_000, 700_000]]);
  });

  it('counts from when a listing had been read: jobs may be forgotten while it is', () => {
    const coverage = covered(listings(0), { began: MEMORY, read: MEMORY + 20_000 }, MEMORY);
    expect(coverage).toEqual({ until: MEMORY, gaps: [[0, 20_000]] });
  });

  it('has no gaps where the backend forgets nothing', () => {
    const coverage = covered(listings(0), { began: 10 * MEMORY, read: 10 * MEMORY }, undefined);
    expect(coverage).toEqual({ until: 10 * MEMORY, gaps: [] });
    expect(gapsAt(listings(0), undefined, 10 * MEMORY)).toEqual([]);
  });

  it('declares a gap while it lasts, without an end', () => {
    expect(gapsAt(listings(0), MEMORY, MEMORY)).toEqual([]);
    expect(gapsAt(listings(0), MEMORY, MEMORY + 1)).toEqual([{ from: '1970-01-01T00:00:00.000Z' }]);
  });

  it('joins the oldest gaps when there are very many, so that none is left out', () => {
    const coverage = listings(...Array.from({ length: 150 }, (_, index) => index * 1_000_000));
    expect(coverage.gaps).toHaveLength(100);
    expect(coverage.gaps[0]).toEqual([0, 49_700_000]);
    expect(coverage.gaps.at(-1)).toEqual([148_000_000, 148_700_000]);
  });

  it('lets go of gaps that were over before an instant', () => {
    const coverage = listings(0, 1_000_000, 2_000_000);
    expect(withoutOld(coverage, 700_000)).toBe(coverage);
    expect(withoutOld(coverage, 700_001).gaps).toEqual([[1_000_000, 1_700_000]]);
  });

  it('has every job that no listing showed inside a gap, whatever the times', () => {
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
          const coverage = seen.reduce((before, listing) => covered(before, listing, MEMORY), NEVER);
          const start = (seen[0]?.read ?? 0) + after;
          const end = start + life;
          // The worst instant of a listing to read a job is either end of it.
          const listed = seen.some(({ began, read }) => start <= began && read <= end + MEMORY);
          const isOver = end + MEMORY < now;
          const inGap = coverage.gaps.some(([from, to]) => from <= start && end <= to);
          expect(listed || !isOver || inGap).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
