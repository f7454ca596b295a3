import { includesJob, type Job, sourceOf, type ViewedJob } from '@gateway/core';
import { type FastifyRequest } from 'fastify';

import { signedInOf } from '../access/request-access.js';
import { type Present } from './list-request.js';

/** How the answers about one job differ by caller: those who may not act on it get the reason. */
export type JobVariant = 'without-role' | undefined;

/** The variant for the sender of a request. */
export function jobVariant(request: FastifyRequest, id: string): JobVariant {
  return includesJob(signedInOf(request).scope('operator'), id) ? undefined : 'without-role';
}

/** The JSON text of a job for a variant; `present` is as `readPresent` returns it. */
export function jobText(viewed: ViewedJob, variant: JobVariant, present: Present | undefined): string {
  if (variant === undefined && present === undefined) return viewed.text;
  const job = variant === undefined ? viewed.job : withoutRole(viewed.job);
  return present ? present(job) : JSON.stringify(job);
}

/** What the job itself does not allow keeps its reason. */
function withoutRole(job: Job): Job {
  const reason = `needs the role operator for the source ${sourceOf(job.id)}`;
  return {
    ...job,
    actions: job.actions.map((action) => (action.allowed ? { name: action.name, allowed: false, reason } : action)),
  };
}
