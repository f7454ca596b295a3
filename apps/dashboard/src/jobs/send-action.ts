import { request } from '../api/client';
import { actionPath } from '../api/queries';
import { type BulkAction, type BulkPreview, type Job, type JobActionName } from '../api/types';
import { reportJobChange } from '../live/connection';
import { type Filter } from './filter-text';
import { toQueryText } from './list-query';

/** Sends an action on one job. With the same key it can be sent again without harm. The job is read again in any case. */
export async function sendAction(id: string, action: JobActionName, key: string): Promise<Job> {
  try {
    return (await request<Job>(actionPath(id, action), { method: 'PATCH', headers: { 'Idempotency-Key': key } })).data;
  } finally {
    reportJobChange(id);
  }
}

/** Counts what an action on all matches would send. */
export async function previewBulk(action: JobActionName, filter: Filter, signal: AbortSignal): Promise<BulkPreview> {
  const parameters = toQueryText([...filter, ['action', action], ['dry_run', 'true']]);
  return (await request<BulkPreview>(`/api/jobs?${parameters}`, { method: 'PATCH', signal })).data;
}

/** Starts a previewed action and returns the id of the bulk action. */
export async function confirmBulk(
  action: JobActionName,
  filter: Filter,
  confirm: string,
  key: string,
): Promise<string> {
  const parameters = toQueryText([...filter, ['action', action], ['confirm', confirm]]);
  const { headers, data } = await request<BulkAction>(`/api/jobs?${parameters}`, {
    method: 'PATCH',
    headers: { 'Idempotency-Key': key },
  });
  return headers.get('location')?.split('/').at(-1) ?? data.id;
}
