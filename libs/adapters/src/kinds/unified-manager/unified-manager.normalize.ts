/** Converts Unified Manager's jobs to observed jobs. */
import { isTerminalState, type JobTask, type ObservedJob, type SpawnedCounts } from '@gateway/core';

import { boundedJob } from '../../wire/bounded-job.js';
import { NO_ERROR_CODE, NO_ERROR_REASON } from '../../wire/outcome-words.js';
import { asTimestamp, joinTexts, withoutUndefined } from '../../wire/wire-fields.js';
import { unifiedManagerState } from './unified-manager.state.js';
import { type UnifiedManagerJob, type UnifiedManagerSpawned, type UnifiedManagerTask } from './unified-manager.wire.js';

/** The observed job. Its message is the failure reason of its first failed task: the job itself has none. */
export function normalizeJob(job: UnifiedManagerJob): ObservedJob {
  const state = unifiedManagerState(job.state, job.status);
  const reason = job.task_reports.find((task) => isFailed(task) && task.failure_reason !== undefined)?.failure_reason;
  const observed = withoutUndefined<ObservedJob>({
    native_id: job.key,
    state,
    native_state: nativeState(job),
    type: job.type,
    description: job.name,
    message: reason,
    error: state === 'failure' ? { code: NO_ERROR_CODE, message: reason ?? NO_ERROR_REASON, arguments: [] } : undefined,
    submit_time: asTimestamp(job.submit_time),
    end_time: isTerminalState(state) ? asTimestamp(job.complete_time) : undefined,
    parent_id: job.parent_job_key,
    spawned: job.spawned_job_summary && normalizeSpawned(job.spawned_job_summary),
    tasks: job.task_reports.length > 0 ? job.task_reports.map(normalizeTask) : undefined,
    results: job.job_results.length > 0 ? job.job_results : undefined,
  });
  return boundedJob(observed);
}

function normalizeTask(task: UnifiedManagerTask): JobTask {
  return withoutUndefined<JobTask>({
    native_id: task.key,
    name: task.name,
    state: unifiedManagerState(task.state, task.status),
    native_state: nativeState(task),
    message: task.failure_reason ?? task.description,
    start_time: asTimestamp(task.start_time),
    end_time: asTimestamp(task.complete_time),
  });
}

function normalizeSpawned(summary: UnifiedManagerSpawned): SpawnedCounts {
  return {
    total: summary.total_jobs,
    running: summary.running_jobs,
    completed: summary.completed_jobs,
    successful: summary.successful_jobs,
    failed: summary.failed_jobs,
    aborted: summary.aborted_jobs,
  };
}

function isFailed(task: UnifiedManagerTask): boolean {
  return unifiedManagerState(task.state, task.status) === 'failure';
}

/** `state/status` as the backend spells them, or the only one it sent. */
function nativeState({ state, status }: UnifiedManagerJob | UnifiedManagerTask): string {
  return joinTexts([state, status], '/') ?? '';
}
