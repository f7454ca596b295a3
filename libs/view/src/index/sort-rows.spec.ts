import { LoopShare } from '@gateway/core';

import { TimeSlice } from '../query/time-slice.js';
import { sortRows } from './sort-rows.js';
import { type RowOrdering } from './sorted-rows.js';

/** Descending order of numbers; ten numbers in a row have the same key. */
const descending: RowOrdering = {
  keyOf: (row) => -Math.floor(row / 10),
  compareEqual: (row, other) => other - row,
};

/** The numbers below a limit in an order that looks random. */
function shuffled(length: number): Int32Array {
  const stride = 7_919;
  return Int32Array.from({ length }, (_, at) => (at * stride) % length);
}

describe('sortRows', () => {
  it.each([0, 1, 2, 2_047, 2_048, 2_049, 4_096, 10_000, 20_481])('sorts %i rows', async (length) => {
    const rows = shuffled(length);
    const slice = new TimeSlice(new LoopShare({ now: () => 0 }));
    const sorted = await sortRows(rows, descending, slice);
    expect([...sorted]).toEqual([...Array(length).keys()].reverse());
    expect(rows).toEqual(shuffled(length));
  });

  it('yields to the event loop when the time slice is over', async () => {
    let now = 0;
    const sorting = sortRows(shuffled(10_000), descending, new TimeSlice(new LoopShare({ now: () => (now += 1) })));
    let turns = 0;
    let isSorted = false;
    const done = sorting.then(() => (isSorted = true));
    while (!isSorted) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await done;
    expect(turns).toBeGreaterThan(5);
  });
});
