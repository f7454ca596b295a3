/** The forms of a simulated job: its design, a test's script for it, the job itself, and the record of what happened. */
import { type LifeCycle, type PlannedStep } from './life-cycle.js';

/** How a job responds to actions. */
export interface JobTraits {
  readonly pausable: boolean;
  readonly cancellable: boolean;
  /** The final state of a cancelled job. */
  readonly cancelledAs: 'success' | 'failure';
  /** The error code with which the job refuses every action in every state. */
  readonly refuseWith?: string;
}

/** A job without a start time. `D` is what its dialect shows besides the life cycle. */
export interface JobDesign<D> {
  readonly nativeId: string;
  readonly details: D;
  readonly plan: readonly PlannedStep[];
  readonly traits: JobTraits;
}

/** A step as a test writes it. By default the state determines `terminal`, and `forMs` is 0. */
export type ScriptedStep = Omit<PlannedStep, 'terminal' | 'forMs'> & Partial<Pick<PlannedStep, 'terminal' | 'forMs'>>;

/** A job as a test specifies it. Absent members come from the seed. */
export interface JobScript extends Partial<JobTraits> {
  readonly nativeId?: string;
  readonly steps?: readonly ScriptedStep[];
  /** The time since the creation of the job. @default 0 */
  readonly ageMs?: number;
  /** Members that replace those of the job's JSON without any check. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

/** An action that a job received, with the HTTP status and error code of the answer. */
export interface ReceivedAction {
  readonly action: string;
  readonly at: number;
  readonly status: number;
  readonly code?: string;
}

/** A job of the simulated backend. */
export interface SimulatedJob<D> {
  readonly nativeId: string;
  readonly createdAt: number;
  readonly details: D;
  readonly traits: JobTraits;
  readonly wire: Readonly<Record<string, unknown>>;
  readonly received: ReceivedAction[];
  life: LifeCycle;
  deletedAt?: number;
}

/** What has really happened to a job, independent of requests. Instants are milliseconds of the simulator's clock. */
export interface JobTruth {
  readonly nativeId: string;
  readonly createdAt: number;
  readonly transitions: readonly { readonly state: string; readonly at: number }[];
  /** The final state. Absent while the job runs, and if it was deleted before its end. */
  readonly outcome?: string;
  readonly deletedAt?: number;
  readonly actions: readonly ReceivedAction[];
}
