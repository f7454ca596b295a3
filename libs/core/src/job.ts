/** The job record. Jobs are stored and served in this form: JSON, with names in snake_case. */

import { type SourceKind } from './source-kinds.js';

/** The states of jobs, the same for all backends. */
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

/** The actions on jobs. */
export const ACTIONS = ['pause', 'resume', 'cancel'] as const;
/** The name of an action, as in `?action=`. */
export type ActionName = (typeof ACTIONS)[number];

/** A time in UTC with milliseconds (ISO 8601), as `Date.prototype.toISOString` writes it. */
export type Timestamp = string;

/** Why a job failed, in the backend's words. */
export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly arguments: readonly { readonly code: string; readonly message: string }[];
}

/** A step of a job. It never contains the payload of a request. */
export interface JobTask {
  readonly native_id: string;
  readonly name?: string;
  readonly state: JobState;
  readonly native_state: string;
  readonly message?: string;
  readonly start_time?: Timestamp;
  readonly end_time?: Timestamp;
}

/** An object that a job belongs to or works on. */
export interface Reference {
  readonly name?: string;
  readonly uuid?: string;
  readonly id?: string;
  readonly type?: string;
}

/** The number of jobs that a Unified Manager job has started, by state. */
export interface SpawnedCounts {
  readonly total: number;
  readonly running: number;
  readonly completed: number;
  readonly successful: number;
  readonly failed: number;
  readonly aborted: number;
}

/** A job as one response of the backend shows it. The adapter copies known fields only; absent fields are left out. */
export interface ObservedJob {
  readonly native_id: string;
  readonly state: JobState;
  /** The backend's own word for the state, or `state/status` if the backend has two fields. */
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
  /** Paths of the fields that are not complete, because the backend sent more than a job may have; see `boundedJob`. */
  readonly truncated?: readonly string[];
}

/**
 * What came of an action. `accepted`: the backend accepted it, but the job does not show it yet. `done`: the job is
 * paused, runs again, or has ended after a cancel. `finished_first`: the job ended by itself before the action took
 * effect. `not_honoured`: the job still did not show it after ten minutes. `failed`: the backend refused it. `unknown`:
 * the response was lost. `refused`: as `failed`, in records of former versions.
 */
export const REQUEST_OUTCOMES = [
  'accepted',
  'done',
  'finished_first',
  'not_honoured',
  'failed',
  'unknown',
  'refused',
] as const;
/** What came of an action. */
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** The last action that was sent through the gateway, and its result. */
export interface RequestedAction {
  /** The id of the action's audit record; absent in records of former versions. */
  readonly id?: string;
  readonly action: ActionName;
  readonly by: string;
  readonly time: Timestamp;
  readonly outcome: RequestOutcome;
}

/** Whether an action is allowed for a job now, and if not, why. */
export interface OfferedAction {
  readonly name: ActionName;
  readonly allowed: boolean;
  readonly reason?: string;
  /** The backend's own code, if it has refused this action for this job for good. */
  readonly code?: string;
}

/** The source of a job, as it is configured. */
export interface JobSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly labels: Readonly<Record<string, string>>;
}

/** A state of a job, and when the gateway first saw the job in it. */
export interface SeenState {
  readonly state: JobState;
  readonly time: Timestamp;
}

/** A record: the observed job, and the fields that the gateway adds. */
export interface Job extends ObservedJob {
  /** `<source name>~<native id>`. */
  readonly id: string;
  readonly source: JobSource;
  readonly terminal: boolean;
  /** The submit time, else the start time, else the time of the first observation. */
  readonly created_time: Timestamp;
  readonly first_seen_time: Timestamp;
  /** When any other field of the record last changed, by the gateway's clock. */
  readonly updated_time: Timestamp;
  /** End time minus start time; never negative. */
  readonly duration_seconds?: number;
  /** 1 for the first run; increases by one with each rerun. */
  readonly attempt: number;
  /** True if the backend no longer has the job. */
  readonly gone: boolean;
  /** The last 20 states, oldest first, of all runs; absent while the state has not changed. */
  readonly states?: readonly SeenState[];
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

/**
 * True for the five states in which a job has ended. `unknown` is not one of them: it is terminal only if the job is
 * `gone`.
 */
export function isTerminalState(state: JobState): boolean {
  return TERMINAL_STATES.has(state);
}
