import { type Filter, type SortKey } from './filter.js';
import { type JobField, type Scalar, scalarField } from './job-fields.js';
import { type Job } from './job.js';

/** Which jobs are meant: those that meet every filter and, where there is a search, hold its text. */
export interface JobSelection {
  readonly filters: readonly Filter[];
  /**
   * Texts in lower case. The description, message, error message or object name, in lower case too, begins with the
   * first, ends with the last, and has those between in that order.
   */
  readonly search?: readonly string[];
}

/** The order of a list that asks for no other: newest `created_time` first. Ties go by `id`, as in every order. */
export const DEFAULT_ORDER: readonly SortKey[] = [{ field: scalarField('created_time', 'time'), descending: true }];

/** A checked question for a page of jobs. */
export interface JobQuery extends JobSelection {
  /** Two queries with equal keys are equal. */
  readonly key: string;
  /** At least one key; ties go by `id`, ascending. */
  readonly orderBy: readonly SortKey[];
  /** Page size, 1 to 1,000; 0 to count only. */
  readonly maxRecords: number;
  /** Makes the JSON text that is served of a job; absent for its own text. */
  readonly present?: (job: Job) => string;
  /** Position after which the page begins. */
  readonly after?: PagePosition;
}

/** The last job of a page: its place in the order is where the next page begins, whatever was inserted meanwhile. */
export interface PagePosition {
  /** The job's value for each key of the order; `null` where it has none. */
  readonly values: readonly (Scalar | null)[];
  readonly id: string;
}

/** One page of a list. */
export interface JobPage {
  /** The records as JSON texts, in order. */
  readonly records: readonly string[];
  /** Exact count of all matches. */
  readonly total: number;
  /** Where the next page begins; absent on the last one. */
  readonly next?: PagePosition;
}

/** A checked question for counts. */
export interface SummaryQuery extends JobSelection {
  /** Two queries with equal keys are equal. */
  readonly key: string;
  readonly groupBy: readonly JobField[];
}

/** The selected jobs that share their values of the fields they were grouped by. */
export interface JobGroup {
  /** In the order of the fields; `undefined` where the jobs have none. */
  readonly values: readonly (Scalar | undefined)[];
  readonly count: number;
}

/** Exact counts of the selected jobs. */
export interface JobSummary {
  /** In the order of their values, absent ones last. */
  readonly groups: readonly JobGroup[];
  readonly total: number;
}

/** More groups than this are not counted. */
export const MAX_GROUPS = 10_000;
