import { get } from '../api/client';
import { queryClient } from '../api/queries';
import { type JobSummary } from '../api/types';
import { type Offer, valueText } from './completion';
import { type Filter } from './filter-text';
import { toQueryText } from './list-query';

const KEPT_MS = 30_000;
const MOST = 20;

/** The most frequent values of a field of jobs under the rest of the filter, with their counts. */
export async function findJobValues(field: string, rest: Filter, signal: AbortSignal): Promise<readonly Offer[]> {
  const path = `/api/jobs/summary?${toQueryText([...rest, ['group_by', field]])}`;
  const { groups } = await queryClient.fetchQuery({
    queryKey: ['values', path],
    queryFn: () => get<JobSummary>(path, signal),
    staleTime: KEPT_MS,
    retry: false,
  });
  return groups
    .filter((group) => group[field] !== undefined && group[field] !== '')
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map((group) => ({ insert: valueText(String(group[field])), note: String(group.count), isComplete: true }));
}
