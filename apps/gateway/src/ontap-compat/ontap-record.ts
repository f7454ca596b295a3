/** Conversion of a job to ONTAP's format (`GET /cluster/jobs/{uuid}` of ONTAP 9.11 and later). */

import { type Job, type JobError, type JobState } from '@gateway/core';

import { type OntapState, toOntapState } from './ontap-state.js';

/** Path of the jobs in ONTAP's format. */
export const ONTAP_JOBS_PATH = '/api/cluster/jobs';

/** A job in ONTAP's format. Times are ISO 8601 with an offset and without fractions of a second. */
export interface OntapRecord {
  /** The gateway's job id. */
  readonly uuid: string;
  readonly description: string;
  readonly state: OntapState;
  /** Never empty for a failed job: clients treat an empty message as success. */
  readonly message: string;
  /** Error code of a failed job; 0 if there is none. */
  readonly code: number;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly svm?: { readonly name?: string; readonly uuid?: string };
  /** Present for failed jobs only: clients treat any job with `error` as failed. */
  readonly error?: OntapError;
  readonly node?: { readonly name?: string };
  readonly _links: OntapLinks;
}

/** Why a job failed; the code is a number as text. */
export type OntapError = Pick<JobError, 'code' | 'message' | 'arguments'>;

/** Links of a job. */
export interface OntapLinks {
  readonly self: { readonly href: string };
}

/** Messages of failed jobs for which the backend reports none. */
const FAILURES: Readonly<Partial<Record<JobState, string>>> = {
  partial_failure: 'Part of the work failed.',
  cancelled: 'The job was cancelled.',
  unknown: 'The job is gone from its backend and its outcome was not seen.',
};
const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** Converts a job to a record with all fields. */
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

/** Creates the links of a job. */
export function ontapLinks({ id }: Pick<Job, 'id'>): OntapLinks {
  return { self: { href: `${ONTAP_JOBS_PATH}/${id}` } };
}

/** The description of the job, or else its type; empty if both are missing. */
export function descriptionOf({ description, type }: Job): string {
  return description ?? type ?? '';
}

/** Progress or result of the job; never empty for a failed job. */
export function messageOf(job: Job): string {
  if (toOntapState(job) !== 'failure') return job.message ?? '';
  return job.message || job.error?.message || (FAILURES[job.state] ?? 'The job failed.');
}

/** The code of the job, or else the code of its error if that is a number; 0 if there is none. */
export function codeOf({ code, error }: Job): number {
  if (code !== undefined) return code;
  return error && WHOLE_NUMBER.test(error.code) ? Number(error.code) : 0;
}

/** The error of a job whose ONTAP state is `failure`; `undefined` for other jobs. */
export function errorOf(job: Job): OntapError | undefined {
  if (toOntapState(job) !== 'failure') return undefined;
  const { error } = job;
  const code = error && WHOLE_NUMBER.test(error.code) ? error.code : String(codeOf(job));
  return { message: error?.message || messageOf(job), code, arguments: error?.arguments ?? [] };
}

/** The members that have a value; `undefined` if none has. */
function known<K extends string>(
  members: Readonly<Record<K, string | undefined>>,
): Partial<Record<K, string>> | undefined {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Partial<Record<K, string>>);
}

/** Formats a time as ONTAP does; its clients cannot parse fractions of a second. */
function inSeconds(time: string): string {
  return `${time.slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}+00:00`;
}
