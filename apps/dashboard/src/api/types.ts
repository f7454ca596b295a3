import { type components } from '../../../../libs/api/src/schema';

type Schemas = components['schemas'];

/** A job with all its fields. */
export type Job = Schemas['Job'];
/** A list of jobs as the API returns it; the records have the requested fields only. */
export type JobList = Schemas['JobList'];
/** The state of a job, the same for all backends. */
export type JobState = Job['state'];
/** An action on a job. */
export type JobActionName = Job['actions'][number]['name'];
/** Whether an action is possible now, and why not. */
export type JobAction = Job['actions'][number];
/** A source that answers late or not at all. */
export type StaleSource = JobList['stale_sources'][number];
/** A time span in which jobs may have been missed. */
export type Gap = JobList['gaps'][number];
/** The state of a backend. */
export type Source = Schemas['Source'];
/** A page of sources. */
export type SourceList = Schemas['SourceList'];
/** A record of the audit trail. */
export type Action = Schemas['Action'];
/** A page of the audit trail. */
export type ActionList = Schemas['ActionList'];
/** What a bulk action would send. */
export type BulkPreview = Schemas['BulkPreview'];
/** The progress of a bulk action. */
export type BulkAction = Schemas['BulkAction'];
/** The caller, with roles and sources. */
export type Me = Schemas['Me'];
/** The session of the browser; `methods` are the ways to sign in, none without access rules. */
export type Session = Schemas['Session'];
/** A problem document (RFC 9457); `error.position` is the offset of the wrong term in its parameter. */
export type Problem = Schemas['Problem'];
/** The changes of one job, oldest first; not complete if the log no longer has all. */
export type JobHistory = Schemas['JobHistory'];

/** The states in the order of a job's life. */
export const JOB_STATES: readonly JobState[] = [
  'queued',
  'running',
  'paused',
  'success',
  'warning',
  'partial_failure',
  'failure',
  'cancelled',
  'unknown',
];
