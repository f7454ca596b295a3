import { type ActionName, actionObstacle, type BackendError, type Job } from '@gateway/core';

import { backendProblem } from '../problems/backend-problem.js';
import { Problem, type ProblemExtras } from '../problems/problem.js';

/** ONTAP's error codes for "this job cannot be …" and "not in this state". */
const UNSUPPORTED_CODES: Readonly<Record<ActionName, string>> = { pause: '458783', resume: '458783', cancel: '458784' };
const CONFLICT_CODES: Readonly<Record<ActionName, string>> = { pause: '458776', resume: '458771', cancel: '458776' };

/**
 * The problem that answers a request for an action that is not allowed; `undefined` if it is. `supported` lists the actions
 * of the job's kind of backend; `undefined` if its source is not configured.
 */
export function refusal(
  job: Job,
  action: ActionName,
  supported: readonly ActionName[] | undefined,
): Problem | undefined {
  const { code, reason } = job.actions.find(({ name }) => name === action) ?? {};
  const obstacle = actionObstacle(action, job, supported);
  switch (obstacle) {
    case undefined:
      return undefined;
    case 'unconfigured':
      return unconfigured();
    case 'gone':
      return new Problem('job-gone', 'the backend no longer knows the job', { job });
    case 'unsupported':
      return unsupported(reason ?? `${job.source.kind} jobs have no ${action}`, action, code ? { code } : {});
    case 'ended':
      return new Problem('job-ended', `the job has ended: ${job.state}`, { target: 'action', job });
    case 'wrong_state':
      return conflict(reason ?? `the job is ${job.state}`, action, { job });
    default:
      return obstacle satisfies never;
  }
}

/** Converts the backend's error of an action to a problem. */
export function actionProblem(error: BackendError, job: Job, action: ActionName): Problem {
  const { backendCode: code } = error.details;
  const extras = code === undefined ? {} : { code };
  switch (error.details.refusal) {
    case 'unsupported':
      return unsupported(error.message, action, extras);
    case 'conflict':
      return conflict(error.message, action, extras);
    case 'gone':
      return new Problem('job-gone', error.message, { ...extras, job });
    case 'forbidden':
    case undefined:
      return error.code === 'outcome_unknown'
        ? new Problem('outcome-unknown', `outcome unknown: ${error.message}`, extras)
        : backendProblem(error);
    default:
      return error.details.refusal satisfies never;
  }
}

/** The problem for a job whose source is no longer configured. */
export function unconfigured(): Problem {
  return new Problem('action-conflict', "the job's source is no longer configured", { target: 'action' });
}

function unsupported(reason: string, action: ActionName, extras: ProblemExtras = {}): Problem {
  const code = UNSUPPORTED_CODES[action];
  return new Problem('unsupported-action', reason, { code, ...extras, target: 'action', allow: ['GET'] });
}

function conflict(reason: string, action: ActionName, extras: ProblemExtras = {}): Problem {
  return new Problem('action-conflict', reason, { code: CONFLICT_CODES[action], ...extras, target: 'action' });
}
