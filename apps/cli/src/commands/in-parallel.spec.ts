import { inParallel } from './in-parallel.js';

it('does all work, a few at a time, and keeps the order', async () => {
  let running = 0;
  let most = 0;
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
    return item * 2;
  };
  expect(await inParallel([1, 2, 3, 4, 5], 2, work)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
});

it('fails with the first error', async () => {
  await expect(inParallel([1], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});
