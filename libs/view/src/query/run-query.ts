import { type JobPage, type JobQuery, type SortKey } from '@gateway/core';

import { type Candidates, type JobIndex } from '../index/job-index.js';
import { createdMsOf, positionOf, walkInOrder } from '../index/job-order.js';
import { type Segment } from '../index/segment.js';
import { ViewRecord } from '../index/view-record.js';
import { eachMatch } from './each-match.js';
import { type RowTest, rowTestOf, valueReader } from './row-test.js';
import { FirstItems, positionOfValues, type Ranked } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/** Rows that are examined in order before all rows are scanned instead. A scan takes a fraction of the time per row. */
const MAX_WALKED_ROWS = 20_000;

/** The first matches after the query's position, in order: those of the page, and the next one if there are more. */
type Found = readonly Ranked<ViewRecord>[];

/**
 * Returns the page and the exact total of a query. Both belong to the index at the time of the call, whatever is
 * written to it before the promise resolves. Nothing is serialised unless the query has a `present` function.
 */
export async function runQuery(index: JobIndex, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const candidates = index.candidates(query);
  const counted = index.stateCounts(query)?.reduce((sum, { count }) => sum + count, 0);
  if (query.maxRecords === 0) return { records: [], total: counted ?? (await countMatches(candidates, query, slice)) };
  const found = isDefaultOrder(query.orderBy) ? await walkToPageEnd(candidates, query, slice) : undefined;
  if (!found) {
    const sorted = await sortMatches(candidates, query, slice);
    return pageOf(sorted.found, sorted.total, query, slice);
  }
  const isAll = query.after === undefined && found.length <= query.maxRecords;
  const total = isAll ? found.length : (counted ?? (await countMatches(candidates, query, slice)));
  return pageOf(found, total, query, slice);
}

function isDefaultOrder([first, second]: readonly SortKey[]): boolean {
  return first?.field.path === 'created_time' && first.descending && second === undefined;
}

/** Returns `undefined` if the page has too few matches among the first rows. */
async function walkToPageEnd(candidates: Candidates, query: JobQuery, slice: TimeSlice): Promise<Found | undefined> {
  const found: Ranked<ViewRecord>[] = [];
  let walked = 0;
  const tests = new Map<Segment, RowTest>();
  for (const record of walkInOrder(candidates, query.after)) {
    if (slice.spent()) await slice.next();
    if (++walked > MAX_WALKED_ROWS) return undefined;
    const { segment, slot } = record;
    let test = tests.get(segment);
    if (!test) tests.set(segment, (test = rowTestOf(query, segment)));
    if (!test(slot)) continue;
    found.push({ item: record, position: positionOf(record) });
    if (found.length > query.maxRecords) break;
  }
  return found;
}

/** Examines every job and keeps the first matches. */
async function sortMatches(
  candidates: Candidates,
  query: JobQuery,
  slice: TimeSlice,
): Promise<{ readonly found: Found; readonly total: number }> {
  const { after, maxRecords, orderBy } = query;
  const first = new FirstItems<ViewRecord>(orderBy, maxRecords + 1, after);
  const fields = orderBy.map(({ field }) => field);
  const isDefault = isDefaultOrder(orderBy);
  let total = 0;
  await eachMatch(candidates, query, slice, (segment) => {
    const readers = isDefault ? [createdReader(segment)] : fields.map((field) => valueReader(field, segment));
    return (slot) => {
      total += 1;
      if (first.excludes(readers[0]?.(slot))) return;
      const values = readers.map((read) => read(slot));
      first.add(new ViewRecord(segment, slot), positionOfValues(segment.id(slot), values));
    };
  });
  return { found: first.inOrder(), total };
}

/** Reads the values of the default order, as `positionOf` does. */
function createdReader(segment: Segment): (slot: number) => number {
  return (slot) => createdMsOf(segment, slot);
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
  slice.expectLongSteps();
  for (const { item } of page) {
    if (slice.spent()) await slice.next();
    records.push(query.present ? query.present(item.job) : item.text);
  }
  const last = found.length > page.length ? page.at(-1) : undefined;
  return { records, total, ...(last && { next: last.position }) };
}
