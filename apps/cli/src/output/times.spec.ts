import { formatAge, formatClock, formatDuration, formatTime, parseDuration } from './times.js';

it('formats ages in one unit', () => {
  expect([-3, 0, 59.9, 60, 3_599, 3_600, 86_399, 200_000].map(formatAge)).toEqual([
    ...['0s', '0s', '59s', '1m', '59m', '1h', '23h', '2d'],
  ]);
});

it('formats durations in two units', () => {
  expect([0.4, 41, 302, 3_600, 3_900, 86_400, 198_000].map(formatDuration)).toEqual([
    ...['0s', '41s', '5m02s', '1h', '1h05m', '1d', '2d07h'],
  ]);
});

it('formats times of UTC and of this computer', () => {
  expect(formatTime('2026-11-29T03:15:07.250Z', true)).toBe('2026-11-29 03:15:07Z');
  expect(formatClock('2026-11-29T03:15:07.250Z', true)).toBe('03:15:07Z');
  const local = new Date(2026, 0, 2, 3, 4, 5).toISOString();
  expect(formatTime(local, false)).toBe('2026-01-02 03:04:05');
});

it.each([
  ['10m', 600_000],
  ['90', 90_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['1.5s', 1_500],
  ['', undefined],
  ['10 m', undefined],
  ['soon', undefined],
  ['5mm', undefined],
])('reads %j', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
