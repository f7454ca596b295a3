import { Histogram } from './histogram.js';

describe('a histogram', () => {
  it('counts a value in the first bucket whose bound is not below it', () => {
    const histogram = new Histogram([1, 2, 5]);
    for (const value of [0, 1, 1.5, 2, 5, 6, Infinity]) histogram.observe(value);
    expect([...histogram.counts]).toEqual([2, 2, 1, 2]);
  });

  it('has the number and the sum of its values', () => {
    const histogram = new Histogram([1, 2, 5]);
    expect([histogram.count, histogram.sum]).toEqual([0, 0]);
    for (const value of [0.5, 1.5, 9]) histogram.observe(value);
    expect([histogram.count, histogram.sum]).toEqual([3, 11]);
  });
});
