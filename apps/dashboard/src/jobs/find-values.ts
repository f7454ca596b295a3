import { get } from '../api/client';
import { queryClient } from '../api/queries';
import { groupValue, type JobSummary } from '../api/summary';
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
    .map((group) => ({ value: groupValue(group, field) ?? '', count: group.count }))
    .filter(({ value }) => value !== '')
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ count, value }) => ({ insert: valueText(value), note: String(count), isComplete: true }));
}
