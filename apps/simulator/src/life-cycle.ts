/** A job's life as a schedule made at its creation: what it is at any instant follows from the schedule alone. */

/** Why a job failed, as the backend's `error` object spells it. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly arguments: readonly { readonly code: string; readonly message: string }[];
}

/** What a job shows while it is in one step of its life. */
export interface Moment {
  /** The backend's own word; Unified Manager's two words are joined as `state/status`. */
  readonly state: string;
  readonly terminal: boolean;
  readonly message?: string;
  readonly code?: number;
  /** Absent on failures that come without an error object. */
  readonly error?: JobFailure;
}

/** A step before it has a place in time; `forMs` of the last step means nothing. */
export interface PlannedStep extends Moment {
  readonly forMs: number;
}

/** A step that begins at an instant (milliseconds since the epoch) and lasts until the next one. */
export interface Step extends Moment {
  readonly at: number;
}

/** The whole schedule: steps in order of time, at least one. */
export interface LifeCycle {
  readonly steps: readonly Step[];
  /** The steps a pause took out, to be put back by a resume. */
  readonly held?: { readonly since: number; readonly resumed: Moment; readonly steps: readonly Step[] };
  /** A cancel was accepted; the schedule already ends accordingly. */
  readonly cancelled?: true;
}

/** Places planned steps in time, the first one at `startAt`. Throws a RangeError when there are none. */
export function schedule(plan: readonly PlannedStep[], startAt: number): LifeCycle {
  if (plan.length === 0) throw new RangeError('a life cycle needs a step');
  let at = startAt;
  const steps = plan.map(({ forMs, ...moment }) => {
    const step = { ...moment, at };
    at += forMs;
    return step;
  });
  return { steps };
}

/** The time from the first step to the last one, in ms. */
export function durationOf(plan: readonly PlannedStep[]): number {
  return plan.slice(0, -1).reduce((sum, step) => sum + step.forMs, 0);
}

/** The steps that have begun by an instant; the first one always has. */
export function stepsUntil(life: LifeCycle, now: number): readonly [Step, ...Step[]] {
  const [first, ...rest] = life.steps;
  if (first === undefined) throw new RangeError('a life cycle needs a step');
  return [first, ...rest.filter((step) => step.at <= now)];
}

/** The step a job is in at an instant. */
export function stepAt(life: LifeCycle, now: number): Step {
  return stepsUntil(life, now).at(-1) as Step;
}

/** When the life ends as scheduled now; undefined when it never does. */
export function endOf(life: LifeCycle): number | undefined {
  const last = life.steps.at(-1);
  return last?.terminal === true ? last.at : undefined;
}

/** The job starts over at an instant under its old identity: what was scheduled after it is dropped. */
export function rerun(life: LifeCycle, plan: readonly PlannedStep[], now: number): LifeCycle {
  return { steps: [...stepsUntil(life, now), ...schedule(plan, now).steps] };
}
