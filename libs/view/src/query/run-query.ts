import { type JobPage, type JobQuery, type SortKey } from '@gateway/core';

import { type Candidates, type JobIndex } from '../index/job-index.js';
import { positionOf, walkInOrder } from '../index/job-order.js';
import { type Segment } from '../index/segment.js';
import { ViewRecord } from '../index/view-record.js';
import { eachMatch } from './each-match.js';
import { type RowTest, rowTestOf, valueReader } from './row-test.js';
import { FirstItems, positionOfValues, type Ranked } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/** The first matches after the query's position, in order: those of the page, and the next one if there are more. */
type Found = readonly Ranked<ViewRecord>[];

/**
 * Returns the page and the exact total of a query. Both belong to the index at the time of the call, whatever is
 * written to it before the promise resolves. Nothing is serialised unless the query has a `present` function.
 */
export async function runQuery(index: JobIndex, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const candidates = index.candidates(query.filters);
  const counted = index.stateCounts(query)?.reduce((sum, { count }) => sum + count, 0);
  if (query.maxRecords === 0) return { records: [], total: counted ?? (await countMatches(candidates, query, slice)) };
  if (!isDefaultOrder(query.orderBy)) {
    const { found, total } = await sortMatches(candidates, query, slice);
    return pageOf(found, total, query, slice);
  }
  const found = await walkToPageEnd(candidates, query, slice);
  const isAll = query.after === undefined && found.length <= query.maxRecords;
  const total = isAll ? found.length : (counted ?? (await countMatches(candidates, query, slice)));
  return pageOf(found, total, query, slice);
}

function isDefaultOrder([first, second]: readonly SortKey[]): boolean {
  return first?.field.path === 'created_time' && first.descending && second === undefined;
}

async function walkToPageEnd(candidates: Candidates, query: JobQuery, slice: TimeSlice): Promise<Found> {
  const found: Ranked<ViewRecord>[] = [];
  const tests = new Map<Segment, RowTest>();
  for (const record of walkInOrder(candidates, query.after)) {
    if (slice.spent()) await slice.next();
    const { segment, slot } = record;
    let test = tests.get(segment);
    if (!test) tests.set(segment, (test = rowTestOf(query, segment)));
    if (!test(slot)) continue;
    found.push({ item: record, position: positionOf(record) });
    if (found.length > query.maxRecords) break;
  }
  return found;
}

/** For a sort order that no tree has: examines every job and keeps the first matches. */
async function sortMatches(
  candidates: Candidates,
  query: JobQuery,
  slice: TimeSlice,
): Promise<{ readonly found: Found; readonly total: number }> {
  const { after, maxRecords, orderBy } = query;
  const first = new FirstItems<ViewRecord>(orderBy, maxRecords + 1, after);
  const fields = orderBy.map(({ field }) => field);
  let total = 0;
  await eachMatch(candidates, query, slice, (segment) => {
    const readers = fields.map((field) => valueReader(field, segment));
    return (slot) => {
      total += 1;
      if (first.excludes(readers[0]?.(slot))) return;
      const values = readers.map((read) => read(slot));
      first.add(new ViewRecord(segment, slot), positionOfValues(segment.id(slot), values));
    };
  });
  return { found: first.inOrder(), total };
}

async function countMatches(candidates: Candidates, query: JobQuery, slice: TimeSlice): Promise<number> {
  let total = 0;
  await eachMatch(candidates, query, slice, () => () => {
    total += 1;
  });
  return total;
}

async function pageOf(found: Found, total: number, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const page = found.slice(0, query.maxRecords);
  const records: string[] = [];
  for (const { item } of page) {
    if (slice.spent()) await slice.next();
    records.push(query.present ? query.present(item.job) : item.text);
  }
  const last = found.length > page.length ? page.at(-1) : undefined;
  return { records, total, ...(last && { next: last.position }) };
}
