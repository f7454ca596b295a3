import { setImmediate } from 'node:timers/promises';

import { type PagePosition, type RecordField } from '@gateway/core';

import { queryRecords } from './query-records.js';

interface Item {
  readonly id: string;
  readonly size?: number;
}

const ITEMS: readonly Item[] = [
  { id: 'd', size: 2 },
  { id: 'b' },
  { id: 'c', size: 1 },
  { id: 'a', size: 2 },
  { id: 'e', size: 3 },
];
const SIZE: RecordField<Item> = { path: 'size', type: 'number', read: ({ size }) => size };
const LARGE = { field: SIZE, negated: false, any: [{ is: 'at_least', value: 2 }] } as const;

/** Yields after every record, as if each took the whole slice. */
const SLICE = { spent: () => true, next: () => setImmediate() };

async function query(maxRecords: number, descending = false, after?: PagePosition) {
  const orderBy = [{ field: SIZE, descending }];
  return queryRecords(ITEMS, ({ id }) => id, { filters: [], orderBy, maxRecords, ...(after && { after }) }, SLICE);
}

describe('a query of records in memory', () => {
  it('sorts by the values, then by the id; absent values are last in both directions', async () => {
    const ids = async (descending: boolean) => (await query(9, descending)).records.map(({ id }) => id);
    expect([await ids(false), await ids(true)]).toEqual([
      ['c', 'a', 'd', 'e', 'b'],
      ['e', 'a', 'd', 'c', 'b'],
    ]);
  });

  it.each([1, 2, 3, 5])('has pages of %i that contain each record once, and the exact total', async (size) => {
    const found: Item[] = [];
    let after: PagePosition | undefined;
    do {
      const page = await query(size, false, after);
      expect(page.total).toBe(5);
      found.push(...page.records);
      after = page.next;
    } while (after);
    expect(found).toEqual((await query(9)).records);
  });

  it('has only the matches, and none of them if only their number is requested', async () => {
    const orderBy = [{ field: SIZE, descending: false }];
    const counted = { filters: [LARGE], orderBy, maxRecords: 0 };
    expect(await queryRecords(ITEMS, ({ id }) => id, counted, SLICE)).toEqual({ records: [], total: 3 });
    const { records } = await queryRecords(ITEMS, ({ id }) => id, { ...counted, maxRecords: 2 }, SLICE);
    expect(records.map(({ id }) => id)).toEqual(['a', 'd']);
  });
});
