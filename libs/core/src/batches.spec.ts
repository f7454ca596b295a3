import { batchesOf } from './batches.js';

describe('batches', () => {
  it.each([
    [[], []],
    [[1, 2], [[1, 2]]],
    [
      [1, 2, 3, 4, 5],
      [[1, 2], [3, 4], [5]],
    ],
  ])('of %j are %j', (items, batches) => {
    expect([...batchesOf(items, 2)]).toEqual(batches);
  });
});
