/** The effect of pause, resume and cancel on an ONTAP job, and when they are refused. */
import { type LifeCycle, type Moment, type Step, stepAt, stepsUntil } from '../life-cycle.js';
import { type JobTraits } from '../simulated-job.js';
import { OntapError } from './ontap-error.js';

/** The job that an action applies to. */
export interface ActionTarget {
  readonly life: LifeCycle;
  readonly traits: JobTraits;
}

// From the table of error codes of `PATCH /cluster/jobs/{uuid}`.
const MESSAGES: Readonly<Record<string, string>> = {
  '458762': 'Job is already in a terminal state.',
  '458771': 'The specified job is running.',
  '458773': 'The Job Manager is not initialized.',
  '458776': 'The specified job is not currently running.',
  '458783': 'This job does not support pause.',
  '458784': 'This job does not support cancel.',
  '459753': 'Command execution failed with custom error from the program.',
};

/**
 * The life cycle after an accepted action. A pause or cancel takes effect after `delayMs`; until then the job is
 * `running`, and it may end by itself. Throws an OntapError: 262190 without an action, 262197 for an unknown one, or a code
 * from the table.
 */
export function act(target: ActionTarget, action: string | undefined, now: number, delayMs: number): LifeCycle {
  if (action === undefined)
    throw new OntapError('262190', 'You must provide one or more values to apply your changes.');
  if (action !== 'pause' && action !== 'resume' && action !== 'cancel') {
    throw new OntapError('262197', `The value "${action}" is invalid for field "action"`, 'action');
  }
  const { life, traits } = target;
  if (traits.refuseWith !== undefined) throw refusal(traits.refuseWith);
  if (stepAt(life, now).terminal) throw refusal('458762');
  if (action === 'cancel') return traits.cancellable ? cancel(target, now, now + delayMs) : fail('458784');
  if (action === 'resume') return resume(life, now);
  return traits.pausable ? pause(life, now, now + delayMs) : fail('458783');
}

function pause(life: LifeCycle, now: number, effectAt: number): LifeCycle {
  if (stepAt(life, now).state !== 'running' || life.cancelled) throw refusal('458776');
  if (life.held !== undefined) return life;
  const kept = stepsUntil(life, effectAt);
  const last = kept.at(-1) as Step;
  if (last.terminal) return life;
  const held = { since: effectAt, resumed: momentOf(last), steps: life.steps.slice(kept.length) };
  return { steps: [...kept, { at: effectAt, state: 'paused', terminal: false, message: 'Job is paused.' }], held };
}

function resume(life: LifeCycle, now: number): LifeCycle {
  const current = stepAt(life, now);
  if (current.state === 'running') throw refusal('458771');
  if (current.state !== 'paused' || life.cancelled) throw refusal('458776');
  const past = stepsUntil(life, now);
  if (life.held === undefined) return resumeScripted(life, past, now);
  const { since, resumed, steps } = life.held;
  return {
    steps: [...past, { ...resumed, at: now }, ...steps.map((step) => ({ ...step, at: step.at - since + now }))],
  };
}

/** Resumes a job that was paused by its own schedule: it continues with the next step. */
function resumeScripted(life: LifeCycle, past: readonly Step[], now: number): LifeCycle {
  const rest = life.steps.slice(past.length);
  const [next] = rest;
  if (next === undefined) return { steps: [...past, { at: now, state: 'running', terminal: false }] };
  return { steps: [...past, ...rest.map((step) => ({ ...step, at: step.at - next.at + now }))] };
}

function cancel({ life, traits }: ActionTarget, now: number, endAt: number): LifeCycle {
  if (life.cancelled) return life;
  const kept = life.steps.filter((step) => step.at <= now || (step.at <= endAt && step.state !== 'paused'));
  if (kept.at(-1)?.terminal === true) return { ...life, cancelled: true };
  const stopping: Step = { at: now, state: 'running', terminal: false, message: 'Job is being canceled.' };
  return {
    steps: [...kept.filter((step) => step.at <= now), stopping, { ...ending(traits), at: endAt }],
    cancelled: true,
  };
}

function ending({ cancelledAs }: JobTraits): Moment {
  const message = 'Job was canceled by the user.';
  if (cancelledAs === 'success') return { state: 'success', terminal: true, message };
  const error = { code: '459753', message, arguments: [] };
  return { state: 'failure', terminal: true, message, code: 459753, error };
}

function momentOf({ at: _at, ...moment }: Step): Moment {
  return moment;
}

function refusal(code: string): OntapError {
  return new OntapError(code, MESSAGES[code] ?? 'The job refuses the action.');
}

function fail(code: string): never {
  throw refusal(code);
}
