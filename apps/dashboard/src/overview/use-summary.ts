import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';

import { get } from '../api/client';
import { type JobSummary } from '../api/summary';
import { type JobList, type SourceList } from '../api/types';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';

const REFRESH_MS = 30_000;

/** A summary of jobs, read again twice a minute. */
export function useSummary(parameters: Filter): UseQueryResult<JobSummary> {
  return useRefreshed<JobSummary>(`/api/jobs/summary?${toQueryText(parameters)}`);
}

/** The number of jobs that match a filter, and the first of them in an order. */
export function useFirstJob(parameters: Filter): UseQueryResult<JobList> {
  return useRefreshed<JobList>(
    `/api/jobs?${toQueryText([...parameters, ['max_records', '1'], ['fields', 'created_time']])}`,
  );
}

/** The number of sources that match a filter. */
export function useSourceCount(parameters: Filter): UseQueryResult<SourceList> {
  return useRefreshed<SourceList>(`/api/sources?${toQueryText([...parameters, ['return_records', 'false']])}`);
}

function useRefreshed<T>(path: string): UseQueryResult<T> {
  return useQuery({
    queryKey: ['overview', path],
    queryFn: ({ signal }) => get<T>(path, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}
