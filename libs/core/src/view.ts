import { type SourceScope } from './access.js';
import { type HasLeft } from './clients.js';
import { type Job } from './job.js';
import { type JobPage, type JobQuery } from './query.js';
import { type Revision } from './revision.js';
import { type StateCounts } from './source.js';

/**
 * A record in the view; it never changes. Two calls can return different objects for the same record, so records are
 * compared by revision. `id` and `revision` are cheap; `job` and `text` can be computed at each access.
 */
export interface ViewedJob {
  readonly id: string;
  readonly job: Job;
  /** The record as JSON text. */
  readonly text: string;
  /** The revision that wrote the record. */
  readonly revision: Revision;
}

/** A job that has ended, as retention judges it. */
export interface EndedJob {
  readonly id: string;
  readonly source: string;
  readonly revision: Revision;
  /** `updated_time`, in ms since the epoch. */
  readonly updatedMs: number;
}

/**
 * The in-memory index that serves every read. It replays the change log; a read calls neither the store nor a
 * backend. Also the injection token.
 */
export abstract class JobView {
  /** Revision of the last change applied. */
  abstract revision(): Revision;
  /**
   * Resolves when this revision or a later one is applied; rejects with the signal's reason if the signal aborts first.
   */
  abstract reached(revision: Revision, signal?: AbortSignal): Promise<void>;
  abstract get(id: string): ViewedJob | undefined;
  /** The revision of a job's record, without reading the record; `undefined` if the view has no such job. */
  abstract revisionOf(id: string): Revision | undefined;
  /**
   * Ids of the source's jobs whose record or last change was skipped because it is damaged: it is not the JSON of a job.
   * Each until the view has a later version of the job; at most 100,000 of all sources.
   */
  abstract damaged(source: string): readonly string[];
  /** A text that changes whenever a record of the source is added, replaced or removed; it can also change without. */
  abstract lastChangeOf(source: string): string;
  /** The jobs with this native id, of all sources in the scope. @default all sources */
  abstract byNativeId(nativeId: string, scope?: SourceScope): readonly ViewedJob[];
  /** Names of all sources that have jobs, configured or not. */
  abstract sources(): Iterable<string>;
  /** The jobs of a source that are not `gone`. */
  abstract present(source: string): Iterable<ViewedJob>;
  /** The number of jobs of a source that are not `gone`. */
  abstract presentCount(source: string): number;
  /** The jobs of a source that are neither `gone` nor terminal. */
  abstract active(source: string): Iterable<ViewedJob>;
  /** The number of jobs of a source that are neither `gone` nor terminal. */
  abstract activeCount(source: string): number;
  /** All jobs at the time of the call, oldest `created_time` first. */
  abstract oldestFirst(): Iterable<ViewedJob>;
  /**
   * All terminal jobs at the time of the call, oldest `created_time` first; `undefined` in the place of any other job, so
   * that the caller can yield to the event loop.
   */
  abstract endedOldestFirst(): Iterable<EndedJob | undefined>;
  /**
   * The latest `updated_time` of the terminal jobs that were removed, by any replica; after a load, at least the
   * earliest one of the terminal jobs in the view. In ms since the epoch; 0 if there are no such jobs.
   */
  abstract lastRemovedTime(): number;
  /**
   * Returns a page and its total, both of the revision at the time of the call. Long work takes its slices of the loop
   * share, and rejects with a `ClientLeftError` once all callers with an equal query have left. @default no caller
   * leaves
   */
  abstract query(query: JobQuery, hasLeft?: HasLeft): Promise<JobPage>;
  /** The number of jobs of one source, by state. */
  abstract counts(source: string): StateCounts;
  /** The number of all jobs. */
  abstract size(): number;
}
