import { type ActionName, type BackendError, type Job, type ViewedJob } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Inject, Injectable } from '@nestjs/common';

import { backendProblem } from '../problems/backend-problem.js';
import { Problem, type ProblemExtras } from '../problems/problem.js';

/** ONTAP's own codes for "this job cannot be …" and "not in this state", which its users look for. */
const UNSUPPORTED_CODES: Readonly<Record<ActionName, string>> = { pause: '458783', resume: '458783', cancel: '458784' };
const CONFLICT_CODES: Readonly<Record<ActionName, string>> = { pause: '458776', resume: '458771', cancel: '458776' };

/** Who acts, as long as the API knows no logins. */
export const ANONYMOUS = 'anonymous';

/** What an action came to: the job as it is now, and whether it shows the action already. */
export interface ActionAnswer {
  readonly job: Job;
  readonly done: boolean;
}

/** Pauses, resumes and cancels jobs at their backends. */
@Injectable()
export class JobActions {
  constructor(@Inject(Poller) private readonly poller: Pick<Poller, 'act' | 'supportedActions'>) {}

  /** Sends an action once, after all that can be checked beforehand has been. Throws a `Problem`. */
  async act(known: ViewedJob, action: ActionName, by: string): Promise<ActionAnswer> {
    const refused = refusal(known.job, action, this.poller.supportedActions(known.job.source.name));
    if (refused) throw refused;
    const acted = await this.poller.act(known, action, by);
    if (acted === undefined) throw unconfigured();
    if (acted.error) throw actionProblem(acted.error, acted.job, action);
    return { job: acted.job, done: acted.job.requested?.outcome === 'done' };
  }
}

/**
 * Why an action is not even sent. `offered` is what the job's kind of backend has a call for; `undefined` when its source
 * is not configured any more.
 */
export function refusal(job: Job, action: ActionName, offered: readonly ActionName[] | undefined): Problem | undefined {
  if (offered === undefined) return unconfigured();
  if (job.gone) return new Problem('job-gone', 'the backend no longer knows the job', { job });
  const reason = job.actions.find(({ name }) => name === action)?.reason;
  if (!offered.includes(action)) return unsupported(reason ?? `${job.source.kind} jobs have no ${action}`, action);
  if (job.terminal) return new Problem('job-ended', `the job has ended: ${job.state}`, { target: 'action' });
  const wrongState = action === 'resume' ? job.state !== 'paused' : action === 'pause' && job.state === 'paused';
  return wrongState ? conflict(reason ?? `the job is ${job.state}`, action) : undefined;
}

/** The problem an action's failure at the backend is to the caller. */
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

function unsupported(reason: string, action: ActionName, extras: ProblemExtras = {}): Problem {
  const code = UNSUPPORTED_CODES[action];
  return new Problem('unsupported-action', reason, { code, ...extras, target: 'action', allow: ['GET'] });
}

function conflict(reason: string, action: ActionName, extras: ProblemExtras = {}): Problem {
  return new Problem('action-conflict', reason, { code: CONFLICT_CODES[action], ...extras, target: 'action' });
}

function unconfigured(): Problem {
  return new Problem('action-conflict', "the job's source is not configured any more", { target: 'action' });
}
