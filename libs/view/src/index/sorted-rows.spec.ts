import fc from 'fast-check';

import { type RowOrdering, SortedRows } from './sorted-rows.js';

/** The order of numbers, or of the tens of numbers. */
class NumberOrder implements RowOrdering {
  constructor(private readonly step = 1) {}

  keyOf(row: number): number {
    return Math.floor(row / this.step / 5);
  }

  compareEqual(row: number, other: number): number {
    return Math.floor(row / this.step) - Math.floor(other / this.step);
  }
}
const anyRow = fc.nat(3_000);
const rows = fc.uniqueArray(anyRow, { minLength: 0, maxLength: 2_500, size: 'max' });

function sortedRowsOf(values: Iterable<number>): SortedRows {
  const sorted = new SortedRows(new NumberOrder());
  for (const value of values) sorted.add(value);
  return sorted;
}

const sortedOf = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

describe('sorted rows', () => {
  it('are in order after any additions and removals', () => {
    fc.assert(
      fc.property(rows, rows, (added, removed) => {
        const sorted = sortedRowsOf(added);
        const expected = new Set(added);
        for (const row of removed) if (expected.delete(row)) sorted.delete(row);
        expect([...sorted.after()]).toEqual(sortedOf(expected));
        expect([...sorted.reversed()]).toEqual(sortedOf(expected).reverse());
        expect(sorted.size).toBe(expected.size);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['ascending', (at: number) => at],
    ['descending', (at: number) => 2_999 - at],
  ])('are in order if they were added in %s order', (_order, rowAt) => {
    const sorted = sortedRowsOf(Array.from({ length: 3_000 }, (_, at) => rowAt(at)));
    expect([...sorted.after()]).toEqual([...Array(3_000).keys()]);
    for (let row = 0; row < 3_000; row += 3) sorted.delete(row);
    expect([...sorted.reversed()]).toHaveLength(2_000);
  });

  it('are in order if they were appended, and after later additions', () => {
    const sorted = new SortedRows(new NumberOrder());
    for (let row = 0; row < 3_000; row += 2) sorted.append(row);
    for (let row = 1; row < 3_000; row += 2) sorted.add(row);
    expect([...sorted.after()]).toEqual([...Array(3_000).keys()]);
  });

  it('start after any position', () => {
    fc.assert(
      fc.property(rows, fc.array(anyRow), (added, positions) => {
        const sorted = sortedRowsOf(added);
        for (const position of positions) {
          expect([...sorted.after(position)]).toEqual(sortedOf(added).filter((row) => row > position));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are not changed by later changes of their clones, nor the clones by theirs', () => {
    fc.assert(
      fc.property(rows, rows, rows, (first, second, third) => {
        const sorted = sortedRowsOf(first);
        const before = sortedOf(first);
        const clone = sorted.clone();
        const again = clone.clone();
        for (const row of second) if (!first.includes(row)) sorted.add(row);
        for (const row of third) if (first.includes(row)) clone.delete(row);
        expect([...again.after()]).toEqual(before);
        expect([...sorted.after()]).toEqual(sortedOf(new Set([...first, ...second])));
        expect([...clone.after()]).toEqual(before.filter((row) => !third.includes(row)));
      }),
      { numRuns: 30 },
    );
  });

  it('contain a row that has replaced an equal one, and only there', () => {
    const sorted = new SortedRows(new NumberOrder(10));
    for (let row = 0; row < 2_000; row += 10) sorted.add(row);
    const clone = sorted.clone();
    sorted.replace(100, 105);
    expect([...sorted.after()].filter((row) => row % 10 !== 0)).toEqual([105]);
    expect([...clone.after()]).toContain(100);
    sorted.delete(105);
    expect(sorted.size).toBe(199);
  });
});
