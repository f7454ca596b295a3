import { type JobPage, type JobQuery, type PagePosition, type ViewedJob } from '@gateway/core';
import { type JobIndex } from './job-index.js';
import { type JobTree, walkInOrder } from './job-order.js';
import { matches } from './matches.js';
import { projection } from './projection.js';
import { type TimeSlice } from './time-slice.js';

/**
 * Answers a query from the index as it is at the call, whatever is written to it before the promise resolves: page and
 * total belong together. Texts are served as they are held unless `fields` asks for parts.
 */
export async function answerQuery(index: JobIndex, query: JobQuery, slice: TimeSlice): Promise<JobPage> {
  const candidates = index.candidates(query.filters);
  const counted = index.count(query.filters);
  const { records, next } = await fillPage(candidates, query, slice);
  const onlyPage = query.after === undefined && next === undefined;
  const total = onlyPage ? records.length : (counted ?? (await countMatches(candidates, query.filters, slice)));
  return { records, total, ...(next && { next }) };
}

async function fillPage(
  candidates: readonly JobTree[],
  query: JobQuery,
  slice: TimeSlice,
): Promise<{ records: readonly string[]; next: PagePosition | undefined }> {
  const project = query.fields && projection(query.fields);
  const records: string[] = [];
  let last: ViewedJob | undefined;
  for (const entry of walkInOrder(candidates, query.after)) {
    if (slice.spent()) await slice.next();
    if (!matches(entry.job, query.filters)) continue;
    if (last && records.length === query.maxRecords) {
      return { records, next: { createdTime: last.job.created_time, id: last.job.id } };
    }
    records.push(project ? project(entry.job) : entry.text);
    last = entry;
  }
  return { records, next: undefined };
}

async function countMatches(
  candidates: readonly JobTree[],
  filters: JobQuery['filters'],
  slice: TimeSlice,
): Promise<number> {
  let total = 0;
  for (const tree of candidates) {
    for (const entry of tree.values()) {
      if (slice.spent()) await slice.next();
      if (matches(entry.job, filters)) total += 1;
    }
  }
  return total;
}
