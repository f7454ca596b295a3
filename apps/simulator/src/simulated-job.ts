/** A job of a simulated backend: thought up, scripted by a test, living, and what became of it. */
import { type LifeCycle, type PlannedStep } from './life-cycle.js';

/** How a job takes actions. */
export interface JobTraits {
  readonly pausable: boolean;
  readonly cancellable: boolean;
  /** The state a cancelled job ends in. */
  readonly cancelledAs: 'success' | 'failure';
  /** Every action on this job is refused with this code, whatever its state. */
  readonly refuseWith?: string;
}

/** A job thought up but not yet placed in time; `D` is what its dialect shows besides the life cycle. */
export interface JobDesign<D> {
  readonly nativeId: string;
  readonly details: D;
  readonly plan: readonly PlannedStep[];
  readonly traits: JobTraits;
}

/** A step as a test writes it: without `terminal` the state word decides, without `forMs` the step is passed at once. */
export type ScriptedStep = Omit<PlannedStep, 'terminal' | 'forMs'> & Partial<Pick<PlannedStep, 'terminal' | 'forMs'>>;

/** A job as a test wants it; what is left out comes from the seed. */
export interface JobScript extends Partial<JobTraits> {
  readonly nativeId?: string;
  readonly steps?: readonly ScriptedStep[];
  /** How long ago the job was created. */
  readonly ageMs?: number;
  /** Laid over the job's JSON as it is, right or wrong. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

/** An action that reached a job, and the HTTP status and error code it was answered with. */
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

/** What really happened to a job, whether anybody looked or not. Instants are milliseconds of the simulator's clock. */
export interface JobTruth {
  readonly nativeId: string;
  readonly createdAt: number;
  readonly transitions: readonly { readonly state: string; readonly at: number }[];
  /** The state the job ended in; absent while it lives, and when it was removed before its end. */
  readonly outcome?: string;
  readonly deletedAt?: number;
  readonly actions: readonly ReceivedAction[];
}
