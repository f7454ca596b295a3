import { cutEnd, cutMiddle, padEnd, widthOf } from './text-width.js';

it('counts terminal cells', () => {
  expect(['abc', 'ボリューム', 'é', '🚀'].map(widthOf)).toEqual([3, 10, 1, 2]);
});

it('cuts the end', () => {
  expect(cutEnd('No space left', 13)).toBe('No space left');
  expect(cutEnd('No space left', 9)).toBe('No space…');
  expect(cutEnd('ボリューム移動', 8)).toBe('ボリュ…');
});

it('cuts the middle and keeps both ends', () => {
  expect(cutMiddle('east-03~5d40582e-9149', 9)).toBe('east…9149');
  expect(cutMiddle('east-03~5d40582e-9149', 8)).toBe('east…149');
  expect(widthOf(cutMiddle('ボリューム移動', 9))).toBeLessThanOrEqual(9);
});

it('pads to cells', () => {
  expect([padEnd('ボ', 4), padEnd('four', 3)]).toEqual(['ボ  ', 'four']);
});
