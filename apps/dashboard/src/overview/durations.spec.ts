import { type Percentiles } from '../api/summary';
import { durationScale, longestTypes } from './durations';

const kind = 'service-engine';
const percentiles = (p50: number, p95: number, p99: number): Percentiles => ({ p50, p95, p99 });

it('shows the types with the longest durations first, without those that have none', () => {
  const groups = [
    { kind, type: 'a', count: 1, duration_seconds: percentiles(1, 5, 9) },
    { kind, type: 'b', count: 4 },
    { kind, type: 'c', count: 2, duration_seconds: percentiles(2, 50, 90) },
  ];
  expect(longestTypes(groups)).toEqual([
    { kind, type: 'c', count: 2, percentiles: percentiles(2, 50, 90) },
    { kind, type: 'a', count: 1, percentiles: percentiles(1, 5, 9) },
  ]);
});

it('shows ten types at most', () => {
  const groups = Array.from({ length: 12 }, (_, index) => ({
    kind,
    type: `t${index}`,
    count: 1,
    duration_seconds: percentiles(index, index, index),
  }));
  expect(longestTypes(groups)).toHaveLength(10);
});

describe('durationScale', () => {
  const position = durationScale(longestTypes([{ kind, count: 1, duration_seconds: percentiles(1, 10, 100) }]));

  it('is logarithmic from a second to the longest', () => {
    expect([0, 1, 10, 100].map((seconds) => Number(position(seconds).toFixed(6)))).toEqual([0, 0, 0.5, 1]);
  });

  it('has a length without rows', () => {
    expect(durationScale([])(10)).toBe(1);
  });
});
