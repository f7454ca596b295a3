import { backOff } from './back-off';

describe('the back-off', () => {
  it('grows to 15 seconds', () => {
    expect([1, 2, 3, 4, 5, 9].map((failures) => Math.round(backOff(failures, () => 0.5)))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
  });

  it('differs by 20 % at most', () => {
    expect(Math.round(backOff(1, () => 0))).toBe(800);
    expect(Math.round(backOff(1, () => 1))).toBe(1_200);
  });
});
