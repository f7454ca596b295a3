import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';

import { request } from '../api/client';
import { ProblemError } from '../api/problem';
import { actionPath } from '../api/queries';
import { type Job, type JobActionName } from '../api/types';
import { reportJobChange } from '../live/connection';
import { jobKey } from './use-job';

/** One attempt of an action. A repetition has the same key, so that the action is sent once. */
export interface ActionAttempt {
  readonly action: JobActionName;
  readonly key: string;
}

/** What came of an attempt. */
export interface ActionAnswer {
  readonly action: JobActionName;
  readonly job: Job;
  /** True if the backend accepted the action, but the job does not show it yet. */
  readonly isAccepted: boolean;
}

/** Sends actions on a job. The job on the page is replaced by the record that the gateway answers with. */
export function useJobAction(id: string): UseMutationResult<ActionAnswer, Error, ActionAttempt> {
  const client = useQueryClient();
  const show = (job: Job): void => {
    client.setQueryData(jobKey(id), job);
  };
  return useMutation({
    mutationFn: async ({ action, key }) => {
      const headers = { 'idempotency-key': key };
      const { data, status } = await request<Job>(actionPath(id, action), { method: 'PATCH', headers });
      return { action, job: data, isAccepted: status === 202 };
    },
    onSuccess: ({ job }) => show(job),
    onError: (error) => {
      const job = error instanceof ProblemError ? error.problem?.job : undefined;
      if (job !== undefined) show(job);
    },
    onSettled: async () => {
      reportJobChange(id);
      await client.invalidateQueries({ queryKey: jobKey(id) });
    },
  });
}
