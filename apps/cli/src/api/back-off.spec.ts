import { backOff, backOffMs } from './back-off.js';

it('grows to 15 s, give or take a fifth', () => {
  const middle = (): number => 0.5;
  expect([0, 1, 2, 3, 4, 9].map((attempt) => backOffMs(attempt, middle))).toEqual([
    1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
  ]);
  expect([backOffMs(0, () => 0), backOffMs(0, () => 1)]).toEqual([800, 1_200]);
});

it('ends at once when it is stopped', async () => {
  await backOff(9, AbortSignal.abort());
});
