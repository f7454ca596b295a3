/** A job as clients written for ONTAP read it (`GET /cluster/jobs/{uuid}` of ONTAP 9.11 and later). */

import { type Job, type JobError, type JobState } from '@gateway/core';

import { type OntapState, toOntapState } from './ontap-state.js';

/** The path of the jobs of this face. */
export const ONTAP_JOBS_PATH = '/api/cluster/jobs';

/** A job in ONTAP's shape. Times are ISO 8601 with an offset and no fraction. */
export interface OntapRecord {
  /** Our job id. */
  readonly uuid: string;
  readonly description: string;
  readonly state: OntapState;
  /** Never empty on a failed job: clients take an empty one for success. */
  readonly message: string;
  /** The error's code on a failed job, 0 where there is none. */
  readonly code: number;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly svm?: { readonly name?: string; readonly uuid?: string };
  /** On failed jobs, and only there: clients take it for an error anywhere else. */
  readonly error?: OntapError;
  readonly node?: { readonly name?: string };
  readonly _links: OntapLinks;
}

/** Why a job failed; the code is a number in a string. */
export type OntapError = Pick<JobError, 'code' | 'message' | 'arguments'>;

/** Where a job is read. */
export interface OntapLinks {
  readonly self: { readonly href: string };
}

/** What is told of a failed job whose backend tells nothing. */
const FAILURES: Readonly<Partial<Record<JobState, string>>> = {
  partial_failure: 'Part of the work failed.',
  cancelled: 'The job was cancelled.',
  unknown: 'The job is gone from its backend and its outcome was not seen.',
};
const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** The whole record of a job. */
export function toOntapRecord(job: Job): OntapRecord {
  const { end_time, start_time } = job;
  const svm = known({ name: job.svm?.name, uuid: job.svm?.uuid });
  const node = known({ name: job.node?.name });
  const error = errorOf(job);
  return {
    uuid: job.id,
    description: descriptionOf(job),
    state: toOntapState(job),
    message: messageOf(job),
    code: codeOf(job),
    ...(start_time && { start_time: inSeconds(start_time) }),
    ...(end_time && { end_time: inSeconds(end_time) }),
    ...(svm && { svm }),
    ...(error && { error }),
    ...(node && { node }),
    _links: ontapLinks(job),
  };
}

/** The links of a job. */
export function ontapLinks({ id }: Pick<Job, 'id'>): OntapLinks {
  return { self: { href: `${ONTAP_JOBS_PATH}/${id}` } };
}

/** What the job does, or of what type it is; a text in any case. */
export function descriptionOf({ description, type }: Job): string {
  return description ?? type ?? '';
}

/** How the job gets on, or what came of it; a failed job always has a reason. */
export function messageOf(job: Job): string {
  if (toOntapState(job) !== 'failure') return job.message ?? '';
  return job.message || job.error?.message || (FAILURES[job.state] ?? 'The job failed.');
}

/** The job's own code, or that of its error where it is a number. */
export function codeOf({ code, error }: Job): number {
  if (code !== undefined) return code;
  return error && WHOLE_NUMBER.test(error.code) ? Number(error.code) : 0;
}

/** What went wrong, on every job that folds to a failure. */
export function errorOf(job: Job): OntapError | undefined {
  if (toOntapState(job) !== 'failure') return undefined;
  const { error } = job;
  const code = error && WHOLE_NUMBER.test(error.code) ? error.code : String(codeOf(job));
  return { message: error?.message || messageOf(job), code, arguments: error?.arguments ?? [] };
}

/** The members that are known; `undefined` where none is. */
function known<K extends string>(
  members: Readonly<Record<K, string | undefined>>,
): Partial<Record<K, string>> | undefined {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<Record<K, string>>);
}

/** An instant as ONTAP writes it: clients of it do not take fractions. */
function inSeconds(time: string): string {
  return `${time.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}+00:00`;
}
