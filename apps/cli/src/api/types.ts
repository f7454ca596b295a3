/** Short names of the types that are generated from the description of the API. */
import { type components, type operations } from '../../../../libs/api/src/schema.js';

type Schemas = components['schemas'];

/** A job with all fields. */
export type Job = Schemas['Job'];
/** The fields of a job that a request selected. */
export type JobPart = Schemas['JobPart'];
/** A page of jobs. */
export type JobList = Schemas['JobList'];
/** Counts of jobs by fields. */
export type JobSummary = Schemas['JobSummary'];
/** The fields of a source that a request selected. */
export type SourcePart = Schemas['SourcePart'];
/** The fields of a record of the audit trail that a request selected. */
export type ActionPart = Schemas['ActionPart'];
/** What an action on all matches of a filter would do. */
export type BulkPreview = Schemas['BulkPreview'];
/** The progress of an action on many jobs. */
export type BulkAction = Schemas['BulkAction'];
/** Who the caller is. */
export type Me = Schemas['Me'];
/** An error response. */
export type Problem = Schemas['Problem'];

/** The parameters of a list of jobs. */
export type JobQuery = NonNullable<operations['listJobs']['parameters']['query']>;
/** The parameters of a list of sources. */
export type SourceQuery = NonNullable<operations['listSources']['parameters']['query']>;
/** The parameters of a list of the audit trail. */
export type ActionQuery = NonNullable<operations['listActions']['parameters']['query']>;

/** The states of a job. */
export type JobState = Job['state'];
/** The actions on a job. */
export type ActionName = Schemas['Action']['action'];

/** Filters by field, as they are written in a query. The gateway rejects names and values that it does not know. */
export type Filters = Readonly<Record<string, string>>;
