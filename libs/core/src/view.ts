import { type Job } from './job.js';
import { type JobPage, type JobQuery } from './query.js';
import { type Revision } from './revision.js';
import { type StateCounts } from './source.js';

/** A job as the view holds it: parsed, as text, and the revision that wrote it. */
export interface ViewedJob {
  readonly job: Job;
  readonly text: string;
  readonly revision: Revision;
}

/**
 * The in-process index that every read is answered from: it replays the log and never touches store or backend. Also the
 * token it is injected by.
 */
export abstract class JobView {
  /** Revision of the last change applied. */
  abstract revision(): Revision;
  /** Resolves once the view has applied this revision or a later one; rejects with the signal's reason when aborted. */
  abstract reached(revision: Revision, signal?: AbortSignal): Promise<void>;
  abstract get(id: string): ViewedJob | undefined;
  /** Every job that bears this native id, over all sources. */
  abstract byNativeId(nativeId: string): readonly ViewedJob[];
  /** Names of all sources that have jobs here, configured or not. */
  abstract sources(): Iterable<string>;
  /** The jobs of a source the backend still had when last seen: all not `gone`. */
  abstract present(source: string): Iterable<ViewedJob>;
  /** Of those, the jobs that are not terminal. */
  abstract active(source: string): Iterable<ViewedJob>;
  /** All jobs, oldest `created_time` first. */
  abstract oldestFirst(): Iterable<ViewedJob>;
  /**
   * The latest `updated_time`, in ms, among the ended jobs whose removal was seen, whoever removed them; after a load at least
   * the earliest among the ended jobs that are held. 0 when there are neither.
   */
  abstract retentionCutoff(): number;
  /** Answers a query from one consistent revision; yields to the event loop while it counts. */
  abstract query(query: JobQuery): Promise<JobPage>;
  /** Jobs of one source by state. */
  abstract counts(source: string): StateCounts;
  /** Number of jobs held. */
  abstract size(): number;
}
