import { type SourceScope } from './access.js';
import { type Filter, type SortKey } from './filter.js';
import { type Job } from './job.js';
import { type JobField, jobField, type Scalar, type ScalarField } from './job-fields.js';

/** Selects the records that match every filter. */
export interface RecordSelection<F extends ScalarField> {
  readonly filters: readonly Filter<F>[];
}

/** Selects the jobs that match every filter and the search. */
export interface JobSelection extends RecordSelection<JobField> {
  /** Only jobs of these sources; absent for all. */
  readonly scope?: SourceScope;
  /**
   * The texts between the wildcards, folded by `foldText`. The description, message, error message or object name,
   * folded in the same way, must start with the first, end with the last, and contain the others in between, in
   * order.
   */
  readonly search?: readonly string[];
}

/** The default sort order: newest `created_time` first, then, as in every order, ascending `id`. */
export const DEFAULT_ORDER: readonly SortKey[] = [{ field: jobField('created_time') as JobField, descending: true }];

/** The part of a list to return. */
export interface PageRequest<F extends ScalarField> {
  /** At least one key; records with equal values are sorted by ascending id. */
  readonly orderBy: readonly SortKey<F>[];
  /** Page size, 1 to 1,000; 0 to only count. */
  readonly maxRecords: number;
  /** The page starts after this position. */
  readonly after?: PagePosition;
}

/** A validated query for a page of jobs. */
export interface JobQuery extends JobSelection, PageRequest<JobField> {
  /** Queries with equal keys and equal scopes have equal results. */
  readonly key: string;
  /** Returns the JSON text to serve for a job; absent to serve the stored text. */
  readonly present?: (job: Job) => string;
}

/**
 * The position of the last record of a page in the sort order. The next page starts after it, whatever was inserted
 * meanwhile.
 */
export interface PagePosition {
  /** The record's value for each sort key; `null` if absent. */
  readonly values: readonly (Scalar | null)[];
  readonly id: string;
}

/** One page of a list. */
export interface JobPage {
  /** The records as JSON texts, in order. */
  readonly records: readonly string[];
  /** Exact number of all matches. */
  readonly total: number;
  /** The next page starts after this position; absent on the last page. */
  readonly next?: PagePosition;
}

/** A validated query for counts. */
export interface SummaryQuery extends JobSelection {
  /** Queries with equal keys and equal scopes have equal results. */
  readonly key: string;
  readonly groupBy: readonly JobField[];
  /** A number field, of whose values each group has the percentiles. */
  readonly percentilesOf?: JobField;
}

/** Values that half, 95 % and 99 % of the values do not exceed: each is one of them, or at most 1 % above it. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** The selected jobs with the same values of the grouping fields. */
export interface JobGroup {
  /** The values, in the order of the fields; `undefined` if absent. */
  readonly values: readonly (Scalar | undefined)[];
  readonly count: number;
  /** Absent if no percentiles were requested, or no job has a value. */
  readonly percentiles?: Percentiles;
}

/** Exact counts of the selected jobs. */
export interface JobSummary {
  /** Sorted by their values; absent values are last. */
  readonly groups: readonly JobGroup[];
  readonly total: number;
}

/** Maximum number of groups in a summary. */
export const MAX_GROUPS = 10_000;
