/** A Service Engine job as JSON. */
import { stepAt } from '../life-cycle.js';
import { type SimulatedJob } from '../simulated-job.js';

/** What a Service Engine job has besides its life cycle. The tenant is not shown; it is only a filter. */
export interface ServiceEngineDetails {
  readonly action: 'create' | 'update' | 'delete';
  readonly objectId: string;
  readonly objectType: string;
  /** Older jobs have none. */
  readonly objectName?: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly taskIds: readonly string[];
}

/**
 * The job at an instant. `job_tasks` is null while the job is pending. As on a real Service Engine, the `request_payload`
 * of a task holds a password in clear text.
 */
export function serviceEngineRecord(
  job: SimulatedJob<ServiceEngineDetails>,
  now: number,
  written: (at: number) => string,
): Readonly<Record<string, unknown>> {
  const step = stepAt(job.life, now);
  const { action, objectId, objectType, objectName, userId, taskIds } = job.details;
  return {
    id: job.nativeId,
    action,
    job_summary: `${action[0]?.toUpperCase()}${action.slice(1)} request is successfully submitted`,
    created: written(job.createdAt),
    updated: written(step.at),
    object_id: objectId,
    object_type: objectType,
    ...(objectName !== undefined && { object_name: objectName }),
    status: step.state,
    status_detail: step.message ?? '',
    last_error: step.error?.message ?? '',
    user_id: userId,
    job_tasks: step.state === 'pending' ? null : taskIds.map((id) => taskRecord(id, job, now)),
    ...job.wire,
  };
}

function taskRecord(
  id: string,
  job: SimulatedJob<ServiceEngineDetails>,
  now: number,
): Readonly<Record<string, unknown>> {
  const step = stepAt(job.life, now);
  const { action, objectId, objectType, objectName, userId } = job.details;
  return {
    id,
    job_id: job.nativeId,
    action,
    driver: 'storagegrid_ansible',
    object_id: objectId,
    object_type: objectType,
    resource_type: objectType.replace(/s$/, ''),
    status: step.state,
    status_detail: step.terminal ? `Worker ended with ${step.state}.` : 'Worker is running.',
    last_error: step.error?.message ?? '',
    user_id: userId,
    request_payload: {
      grid_account_id: '05336917559886003354',
      grid_admin_base_url: 'https://grid.planted.example/api/v3',
      org_password: 'planted-org-password',
      org_username: 'root',
      s3_bucket_name: objectName ?? '',
    },
  };
}
