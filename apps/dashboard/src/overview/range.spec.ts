import { intervalBegins, rangeNamed, RANGES, withinInterval, withinRange } from './range';

const now = Date.UTC(2026, 0, 2, 3, 7, 30);

it('finds a range by its name, else 24 hours', () => {
  expect(rangeNamed('7d').ms).toBe(7 * 86_400_000);
  expect(rangeNamed('x').name).toBe('24h');
  expect(rangeNamed('').name).toBe('24h');
});

it('selects times of a range as the API writes it', () => {
  expect(RANGES.map(withinRange)).toEqual(['>-1h', '>-24h', '>-7d']);
});

describe('intervals', () => {
  it('begin at multiples of their length, and cover the whole range', () => {
    for (const range of RANGES) {
      const begins = intervalBegins(range, now);
      expect(begins.every((begin) => begin % range.intervalMs === 0)).toBe(true);
      expect(begins[0]).toBeLessThanOrEqual(now - range.ms);
      expect(begins.at(-1)! + range.intervalMs).toBeGreaterThan(now);
      expect(begins.length).toBe(range.ms / range.intervalMs + 1);
    }
  });

  it('are filters that do not overlap', () => {
    const range = rangeNamed('24h');
    const begin = Date.UTC(2026, 0, 2, 3, 0);
    expect(withinInterval(begin, range)).toBe('2026-01-02T03:00:00.000Z..2026-01-02T03:14:59.999Z');
  });
});
