import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';

import { get } from '../api/client';
import { type Gap, type JobList, type SourceList } from '../api/types';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { type Percentiles } from './durations';

const REFRESH_MS = 30_000;

/** A group of a summary: its count, and the values of the fields that it is grouped by. */
export interface SummaryGroup {
  readonly count: number;
  readonly time?: string;
  readonly duration_seconds?: Percentiles;
  readonly [field: string]: unknown;
}

/** Counts of jobs by the values of fields. */
export interface Summary {
  readonly groups: readonly SummaryGroup[];
  readonly total: number;
  readonly gaps: readonly Gap[];
}

/** A summary of jobs, read again twice a minute. */
export function useSummary(parameters: Filter): UseQueryResult<Summary> {
  return useRefreshed<Summary>(`/api/jobs/summary?${toQueryText(parameters)}`);
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

/** The value of a field of a group as text; `undefined` for jobs without the field. */
export function groupValue(group: SummaryGroup, field: string): string | undefined {
  const value = group[field];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function useRefreshed<T>(path: string): UseQueryResult<T> {
  return useQuery({
    queryKey: ['overview', path],
    queryFn: ({ signal }) => get<T>(path, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}
