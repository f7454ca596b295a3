/** The one job record, in the shape the REST API serves (JSON, snake_case): jobs travel and rest in this form. */
import { type SourceKind } from './source-kinds.js';

/** Every state a job can have, the same for all backends. */
export const JOB_STATES = [
  'queued',
  'running',
  'paused',
  'success',
  'warning',
  'partial_failure',
  'failure',
  'cancelled',
  'unknown',
] as const;
/** A normalised state. `unknown` is terminal only on a job that is also `gone`. */
export type JobState = (typeof JOB_STATES)[number];

/** What can be asked of a running job. */
export const ACTIONS = ['pause', 'resume', 'cancel'] as const;
/** The name of an action, as in `PATCH …?action=`. */
export type ActionName = (typeof ACTIONS)[number];

/** An ISO 8601 instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export type Timestamp = string;

/** Why a job failed, in the backend's words. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly arguments: readonly { readonly code: string; readonly message: string }[];
}

/** One step of a job. Never carries a request payload. */
export interface JobTask {
  readonly native_id: string;
  readonly name?: string;
  readonly state: JobState;
  readonly native_state: string;
  readonly message?: string;
  readonly start_time?: Timestamp;
  readonly end_time?: Timestamp;
}

/** Something a job belongs to or works on. */
export interface Reference {
  readonly name?: string;
  readonly uuid?: string;
  readonly id?: string;
  readonly type?: string;
}

/** How many jobs a Unified Manager job has started, by state. */
export interface SpawnedCounts {
  readonly total: number;
  readonly running: number;
  readonly completed: number;
  readonly successful: number;
  readonly failed: number;
  readonly aborted: number;
}

/** What an adapter knows of a job: known fields only, copied one by one from the wire, absent fields left out. */
export interface ObservedJob {
  readonly native_id: string;
  readonly state: JobState;
  /** The backend's own word, or `state/status` where a backend splits it. */
  readonly native_state: string;
  readonly type?: string;
  readonly description?: string;
  readonly message?: string;
  readonly code?: number;
  /** Present on failed jobs only. */
  readonly error?: JobError;
  readonly submit_time?: Timestamp;
  readonly start_time?: Timestamp;
  readonly end_time?: Timestamp;
  readonly svm?: Reference;
  readonly node?: Reference;
  readonly tenant?: Reference;
  readonly user?: Reference;
  readonly object?: Reference;
  readonly parent_id?: string;
  readonly spawned?: SpawnedCounts;
  readonly tasks?: readonly JobTask[];
  readonly results?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * What came of the last action sent through the gateway: `accepted` by the backend but not seen to take effect yet,
 * `done` (paused, running again, or ended), `refused` by the backend, or `unknown` because its answer was lost.
 */
export const REQUEST_OUTCOMES = ['accepted', 'done', 'refused', 'unknown'] as const;
/** One of these. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** The last action sent through the gateway and what came of it. */
export interface RequestedAction {
  readonly action: ActionName;
  readonly by: string;
  readonly time: Timestamp;
  readonly outcome: RequestOutcome;
}

/** Whether an action can be asked of a job now, and why not. */
export interface OfferedAction {
  readonly name: ActionName;
  readonly allowed: boolean;
  readonly reason?: string;
}

/** The source a job was seen on, as its configuration names it. */
export interface JobSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly labels: Readonly<Record<string, string>>;
}

/** A job as the gateway keeps and serves it: what the adapter observed, and what the gateway itself knows. */
export interface Job extends ObservedJob {
  /** `<source name>~<native id>`. */
  readonly id: string;
  readonly source: JobSource;
  readonly terminal: boolean;
  /** Submit time, else start time, else when first observed. */
  readonly created_time: Timestamp;
  readonly first_seen_time: Timestamp;
  /** When any other field of this record last changed, by the gateway's clock. */
  readonly updated_time: Timestamp;
  /** End minus start in seconds; never negative. */
  readonly duration_seconds?: number;
  /** At least 1; one higher each time Unified Manager re-runs a finished key. */
  readonly attempt: number;
  /** The backend no longer knows the job. */
  readonly gone: boolean;
  readonly requested?: RequestedAction;
  readonly actions: readonly OfferedAction[];
  readonly _links: { readonly self: { readonly href: string }; readonly source: { readonly href: string } };
}

const TERMINAL_STATES: ReadonlySet<JobState> = new Set([
  'success',
  'warning',
  'partial_failure',
  'failure',
  'cancelled',
]);

/** True for the five states a job ends in. `unknown` is not among them: it is terminal only with `gone`. */
export function isTerminalState(state: JobState): boolean {
  return TERMINAL_STATES.has(state);
}
