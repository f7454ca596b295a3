/** The life of a job as a schedule made at its creation. The schedule alone determines the job's state at any instant. */

/** The reason of a failure, in the form of the backend's `error` object. */
export interface JobFailure {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly arguments: readonly { readonly code: string; readonly message: string }[];
}

/** What a job shows during one step. */
export interface Moment {
  /** The backend's own word; Unified Manager's two words are joined as `state/status`. */
  readonly state: string;
  readonly terminal: boolean;
  readonly message?: string;
  readonly code?: number;
  /** Absent for failures without an error object. */
  readonly error?: JobFailure;
}

/** A step with a duration but no start time. `forMs` of the last step is ignored. */
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
  /** The steps that a pause has removed and a resume restores. */
  readonly held?: { readonly since: number; readonly resumed: Moment; readonly steps: readonly Step[] };
  /** Set after an accepted cancel; the schedule already ends with it. */
  readonly cancelled?: true;
}

/** Gives planned steps their start times, the first one `startAt`. Throws a RangeError if there are none. */
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

/** The time from the start of the first step to the start of the last one, in ms. */
export function durationOf(plan: readonly PlannedStep[]): number {
  return plan.slice(0, -1).reduce((sum, step) => sum + step.forMs, 0);
}

/** The steps that have started by an instant. The first step is always included. */
export function stepsUntil(life: LifeCycle, now: number): readonly [Step, ...Step[]] {
  const [first, ...rest] = life.steps;
  if (first === undefined) throw new RangeError('a life cycle needs a step');
  return [first, ...rest.filter((step) => step.at <= now)];
}

/** The step of a job at an instant. */
export function stepAt(life: LifeCycle, now: number): Step {
  return stepsUntil(life, now).at(-1) as Step;
}

/** The scheduled end of the life; `undefined` if the last step is not terminal. */
export function endOf(life: LifeCycle): number | undefined {
  const last = life.steps.at(-1);
  return last?.terminal === true ? last.at : undefined;
}

/** Starts the job again at an instant; drops the steps scheduled after it. */
export function rerun(life: LifeCycle, plan: readonly PlannedStep[], now: number): LifeCycle {
  return { steps: [...stepsUntil(life, now), ...schedule(plan, now).steps] };
}
