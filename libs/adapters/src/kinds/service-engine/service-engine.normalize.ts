/** From a Service Engine's job to the gateway's. */
import { isTerminalState, type JobState, type JobTask, type ObservedJob } from '@gateway/core';
import { foldWord, NO_ERROR_CODE, NO_ERROR_REASON, outcomeAlone } from '../../outcome-words.js';
import { asTimestamp, joinTexts, withoutAbsent } from '../../wire-fields.js';
import { type ServiceEngineJob, type ServiceEngineTask } from './service-engine.wire.js';

/** `pending` and `successful` are printed in the documents; the others are the words of its web UI and their kin. */
const STATES: ReadonlyMap<string, JobState> = new Map([
  ['pending', 'queued'],
  ['queued', 'queued'],
  ['accepted', 'queued'],
  ['running', 'running'],
  ['in_progress', 'running'],
  ['processing', 'running'],
  ['successful', 'success'],
  ['success', 'success'],
  ['completed', 'success'],
  ['failed', 'failure'],
  ['failure', 'failure'],
  ['error', 'failure'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['aborted', 'cancelled'],
]);

/**
 * What the `status` of a job or task means. Only the status decides: a summary says "successfully submitted" while the
 * job is still pending.
 */
export function serviceEngineState(status: string | undefined): JobState {
  const word = foldWord(status ?? '');
  return STATES.get(word) ?? outcomeAlone(word) ?? 'unknown';
}

/** The job in the gateway's form. `end_time` is the last update of a job that has ended: there is no field for it. */
export function normalizeJob(job: ServiceEngineJob): ObservedJob {
  const state = serviceEngineState(job.status);
  return withoutAbsent<ObservedJob>({
    native_id: job.id,
    state,
    native_state: job.status ?? '',
    type: joinTexts([job.action, job.object_type], ' '),
    description: job.job_summary,
    message: messageOf(state, job),
    error: state === 'failure' ? errorOf(job) : undefined,
    submit_time: asTimestamp(job.created),
    end_time: isTerminalState(state) ? asTimestamp(job.updated) : undefined,
    tenant: job.tenant_id === undefined ? undefined : { id: job.tenant_id },
    user: job.user_id === undefined ? undefined : { id: job.user_id },
    object: objectOf(job),
    tasks: job.job_tasks.length > 0 ? job.job_tasks.map(normalizeTask) : undefined,
  });
}

function normalizeTask(task: ServiceEngineTask): JobTask {
  const state = serviceEngineState(task.status);
  return withoutAbsent<JobTask>({
    native_id: task.id,
    name: joinTexts([task.driver, task.action, task.resource_type], ' '),
    state,
    native_state: task.status ?? '',
    message: messageOf(state, task),
  });
}

function messageOf(state: JobState, from: ServiceEngineJob | ServiceEngineTask): string | undefined {
  return from.status_detail ?? (state === 'failure' ? from.last_error : undefined);
}

function errorOf(job: ServiceEngineJob): ObservedJob['error'] {
  return { code: NO_ERROR_CODE, message: job.last_error ?? job.status_detail ?? NO_ERROR_REASON, arguments: [] };
}

function objectOf(job: ServiceEngineJob): ObservedJob['object'] {
  const object = withoutAbsent<NonNullable<ObservedJob['object']>>({
    id: job.object_id,
    name: job.object_name,
    type: job.object_type,
  });
  return Object.keys(object).length > 0 ? object : undefined;
}
