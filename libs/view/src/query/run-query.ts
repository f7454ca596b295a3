import { type JobPage, type JobQuery, type SortKey } from '@gateway/core';

import { type JobIndex } from '../index/job-index.js';
import { type JobTree, positionOf, walkInOrder } from '../index/job-order.js';
import { eachMatch } from './each-match.js';
import { matches } from './matches.js';
import { FirstJobs, type RankedJob } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/** The first matches after the query's position, in order: those of the page, and the next one if there are more. */
type Found = readonly RankedJob[];

/**
 * Returns the page and the exact total of a query. Both belong to the index at the time of the call, whatever is
 * written to it before the promise resolves. Nothing is serialised unless the query has a `present` function.
 */
export async function runQuery(index: JobIndex, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const trees = index.candidates(query.filters);
  const counted = index.stateCounts(query)?.reduce((sum, { count }) => sum + count, 0);
  if (query.maxRecords === 0) return { records: [], total: counted ?? (await countMatches(trees, query, slice)) };
  if (!isDefaultOrder(query.orderBy)) {
    const { found, total } = await sortMatches(trees, query, slice);
    return pageOf(found, total, query, slice);
  }
  const found = await walkToPageEnd(trees, query, slice);
  const isAll = query.after === undefined && found.length <= query.maxRecords;
  const total = isAll ? found.length : (counted ?? (await countMatches(trees, query, slice)));
  return pageOf(found, total, query, slice);
}

function isDefaultOrder([first, second]: readonly SortKey[]): boolean {
  return first?.field.path === 'created_time' && first.descending && second === undefined;
}

async function walkToPageEnd(trees: readonly JobTree[], query: JobQuery, slice: TimeSlice): Promise<Found> {
  const found: RankedJob[] = [];
  for (const entry of walkInOrder(trees, query.after)) {
    if (slice.spent()) await slice.next();
    if (!matches(entry.job, query)) continue;
    found.push({ entry, position: positionOf(entry) });
    if (found.length > query.maxRecords) break;
  }
  return found;
}

/** For a sort order that no tree has: examines every job and keeps the first matches. */
async function sortMatches(
  trees: readonly JobTree[],
  query: JobQuery,
  slice: TimeSlice,
): Promise<{ readonly found: Found; readonly total: number }> {
  const first = new FirstJobs(query.orderBy, query.maxRecords + 1, query.after);
  let total = 0;
  await eachMatch(trees, query, slice, (entry) => {
    total += 1;
    first.add(entry);
  });
  return { found: first.inOrder(), total };
}

async function countMatches(trees: readonly JobTree[], query: JobQuery, slice: TimeSlice): Promise<number> {
  let total = 0;
  await eachMatch(trees, query, slice, () => {
    total += 1;
  });
  return total;
}

async function pageOf(found: Found, total: number, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const page = found.slice(0, query.maxRecords);
  const records: string[] = [];
  for (const { entry } of page) {
    if (slice.spent()) await slice.next();
    records.push(query.present ? query.present(entry.job) : entry.text);
  }
  const last = found.length > page.length ? page.at(-1) : undefined;
  return { records, total, ...(last && { next: last.position }) };
}
