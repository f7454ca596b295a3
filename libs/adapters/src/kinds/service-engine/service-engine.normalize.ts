/** Converts Service Engine's jobs to observed jobs. */
import { isTerminalState, type JobState, type JobTask, type ObservedJob } from '@gateway/core';

import { boundedJob } from '../../wire/bounded-job.js';
import { canonicalWord, NO_ERROR_CODE, NO_ERROR_REASON, outcomeWithoutLifeCycle } from '../../wire/outcome-words.js';
import { asTimestamp, joinTexts, withoutUndefined } from '../../wire/wire-fields.js';
import { type ServiceEngineJob, type ServiceEngineTask } from './service-engine.wire.js';

/** `pending` and `successful` are in the documents; the other words are those of the web UI and their variants. */
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

/** The state of a job or task from its `status` alone: `job_summary` contains "successfully" while a job is pending. */
export function serviceEngineState(status: string | undefined): JobState {
  const word = canonicalWord(status ?? '');
  return STATES.get(word) ?? outcomeWithoutLifeCycle(word) ?? 'unknown';
}

/** The observed job. `end_time` is the last update of a job that has ended: the backend has no field for it. */
export function normalizeJob(job: ServiceEngineJob): ObservedJob {
  const state = serviceEngineState(job.status);
  const observed = withoutUndefined<ObservedJob>({
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
  return boundedJob(observed);
}

function normalizeTask(task: ServiceEngineTask): JobTask {
  const state = serviceEngineState(task.status);
  return withoutUndefined<JobTask>({
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
  const object = withoutUndefined<NonNullable<ObservedJob['object']>>({
    id: job.object_id,
    name: job.object_name,
    type: job.object_type,
  });
  return Object.keys(object).length > 0 ? object : undefined;
}
