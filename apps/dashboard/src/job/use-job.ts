import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';

import { get } from '../api/client';
import { ProblemError } from '../api/problem';
import { type Action, type ActionList, type Job, type JobHistory } from '../api/types';
import { onJobChange } from '../live/connection';

/** An active job is read again after this time also without a reported change: the list's filter may not include it. */
const ACTIVE_MS = 3_000;
const ENDED_MS = 30_000;
const AUDIT_RECORDS = 100;

const jobKey = (id: string): readonly string[] => ['job', id];
/** The path of a job. Ids may have `:`, and what a user types into the address may have anything. */
export const jobPath = (id: string): string => `/api/jobs/${encodeURIComponent(id)}`;

/** A job, kept up to date: read again at each change that the stream reports, and every few seconds while it is active. */
export function useJob(id: string): UseQueryResult<Job> {
  const client = useQueryClient();
  useEffect(
    () =>
      onJobChange((changed) => {
        if (changed === id) void client.invalidateQueries({ queryKey: jobKey(id) });
      }),
    [client, id],
  );
  return useQuery({
    queryKey: jobKey(id),
    queryFn: ({ signal }) => get<Job>(jobPath(id), signal),
    refetchInterval: ({ state }) => (state.data?.terminal === false ? ACTIVE_MS : ENDED_MS),
  });
}

/** The recorded changes of a job; read again when the job has changed. */
export function useJobHistory(job: Job): UseQueryResult<JobHistory> {
  return useQuery({
    queryKey: [...jobKey(job.id), 'history', job.updated_time],
    queryFn: ({ signal }) => get<JobHistory>(`${jobPath(job.id)}/history`, signal),
    placeholderData: (before) => before,
  });
}

/** The audit of a job, newest first, as far as the caller may see it. */
export function useJobAudit(job: Job): UseQueryResult<readonly Action[]> {
  return useQuery({
    queryKey: [...jobKey(job.id), 'audit', job.updated_time],
    queryFn: async ({ signal }) => {
      const id = encodeURIComponent(`"${job.id}"`);
      return (await get<ActionList>(`/api/actions?job.id=${id}&max_records=${AUDIT_RECORDS}`, signal))
        .records as readonly Action[];
    },
    placeholderData: (before) => before,
  });
}

/** True if a job, a source or another record does not exist for the caller. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 404 || error.type === 'malformed-id');
}
