import {
  meetsFilter,
  type PagePosition,
  type PageRequest,
  type RecordField,
  type RecordSelection,
} from '@gateway/core';

import { FirstItems, positionOfValues } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/** One page of records. */
export interface RecordPage<R> {
  readonly records: readonly R[];
  /** Exact number of all matches. */
  readonly total: number;
  /** The next page starts after this position; absent on the last page. */
  readonly next?: PagePosition;
}

/**
 * Selects and sorts records that are in memory, with the results that a list of jobs would have. Each record is read
 * once, at some time during the work. Throws as `TimeSlice.next`.
 */
export async function queryRecords<R>(
  records: Iterable<R>,
  idOf: (record: R) => string,
  { after, filters, maxRecords, orderBy }: RecordSelection<RecordField<R>> & PageRequest<RecordField<R>>,
  slice: Pick<TimeSlice, 'next' | 'spent'>,
): Promise<RecordPage<R>> {
  const first = new FirstItems<R>(orderBy, maxRecords + 1, after);
  let total = 0;
  for (const record of records) {
    if (slice.spent()) await slice.next();
    if (!filters.every((filter) => meetsFilter(filter.field.read(record), filter))) continue;
    total += 1;
    const values = orderBy.map(({ field }) => field.read(record));
    if (maxRecords > 0) first.add(record, positionOfValues(idOf(record), values));
  }
  const found = first.inOrder();
  const page = found.slice(0, maxRecords);
  const last = found.length > page.length ? page.at(-1) : undefined;
  return { records: page.map(({ item }) => item), total, ...(last && { next: last.position }) };
}
