/** The rules on when an action may be requested for a job, and on what came of it. */
import {
  type ActionName,
  ACTIONS,
  isTerminalState,
  type Job,
  type JobState,
  type OfferedAction,
  type RequestedAction,
  type RequestOutcome,
} from './job.js';
import { type SourceKind } from './source-kinds.js';

/** The fields of a job that decide which actions are allowed. */
export type ActionSubject = Pick<Job, 'state' | 'terminal' | 'gone' | 'actions'>;
/** As `ActionSubject`, of a record whose actions are to be determined. */
type RecordedSubject = Pick<Job, 'state' | 'terminal'>;

/**
 * Why an action is not allowed: the job's source is not configured, the backend no longer has the job, its kind has no
 * such call, the job has ended, or the job is in the wrong state.
 */
export type ActionObstacle = RecordedObstacle | 'gone';
/** The obstacles that a record shows. A job that is gone has ended as well, or its kind has no such call. */
type RecordedObstacle = 'unconfigured' | 'unsupported' | 'ended' | 'wrong_state';

const PARTICIPLES: Readonly<Record<ActionName, string>> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
};

/**
 * Why an action is not allowed for a job; `undefined` if it is allowed. `supported` lists the actions that the job's
 * kind of backend has a call for; `undefined` if the job's source is not configured.
 */
export function actionObstacle(
  action: ActionName,
  job: ActionSubject,
  supported: readonly ActionName[] | undefined,
): ActionObstacle | undefined {
  if (supported !== undefined && job.gone) return 'gone';
  const obstacle = recordedObstacle(action, job, supported);
  return obstacle === undefined && refusedForGood(job.actions, action) ? 'unsupported' : obstacle;
}

function recordedObstacle(
  action: ActionName,
  job: RecordedSubject,
  supported: readonly ActionName[] | undefined,
): RecordedObstacle | undefined {
  if (supported === undefined) return 'unconfigured';
  if (!supported.includes(action)) return 'unsupported';
  if (job.terminal) return 'ended';
  const isWrongState = action === 'resume' ? job.state !== 'paused' : action === 'pause' && job.state === 'paused';
  return isWrongState ? 'wrong_state' : undefined;
}

/**
 * Every action with its permission, and the reason if it is not allowed; `supported` as in `actionObstacle`. What the
 * backend has refused for good in `before`, the actions of the same attempt so far, stays refused.
 */
export function offeredActions(
  job: RecordedSubject,
  kind: SourceKind,
  supported: readonly ActionName[] | undefined,
  before: readonly OfferedAction[] = [],
): readonly OfferedAction[] {
  return ACTIONS.map((name) => {
    const obstacle = recordedObstacle(name, job, supported);
    return obstacle === undefined
      ? (refusedForGood(before, name) ?? { name, allowed: true })
      : { name, allowed: false, reason: reasonFor(obstacle, name, kind) };
  });
}

/** The actions of a job after the backend has refused some of them for good, with its code and reason. */
export function withRefusal(
  actions: readonly OfferedAction[],
  refused: readonly ActionName[],
  { code, reason }: Required<Pick<OfferedAction, 'code' | 'reason'>>,
): readonly OfferedAction[] {
  return actions.map((each) =>
    refused.includes(each.name) ? { name: each.name, allowed: false, reason, code } : each,
  );
}

function refusedForGood(actions: readonly OfferedAction[], action: ActionName): OfferedAction | undefined {
  return actions.find(({ code, name }) => name === action && code !== undefined);
}

/** After this time without an effect, an action that the backend has accepted counts as not honoured, in ms. */
export const NOT_HONOURED_AFTER_MS = 600_000;

/**
 * The outcome of a requested action for a job in a state, at a time in ms since the epoch. A final outcome stays. ONTAP
 * has no state for a cancelled job: one that fails after an accepted cancel counts as cancelled, one that succeeds has
 * ended by itself.
 */
export function requestOutcome(requested: RequestedAction, state: JobState, now: number): RequestOutcome {
  const { action, outcome } = requested;
  if (outcome !== 'accepted' && outcome !== 'unknown') return outcome;
  if (isShown(action, state)) return 'done';
  if (outcome === 'unknown') return outcome;
  if (isTerminalState(state))
    return action === 'resume' || (action === 'cancel' && state === 'failure') ? 'done' : 'finished_first';
  return now - Date.parse(requested.time) >= NOT_HONOURED_AFTER_MS ? 'not_honoured' : outcome;
}

function isShown(action: ActionName, state: JobState): boolean {
  switch (action) {
    case 'pause':
      return state === 'paused';
    case 'resume':
      return state === 'running' || state === 'queued';
    case 'cancel':
      return state === 'cancelled';
    default:
      return action satisfies never;
  }
}

function reasonFor(obstacle: RecordedObstacle, action: ActionName, kind: SourceKind): string {
  switch (obstacle) {
    case 'unconfigured':
      return 'the source of the job is not configured';
    case 'unsupported':
      return `${kind} jobs cannot be ${PARTICIPLES[action]} over REST`;
    case 'ended':
      return 'the job has ended';
    case 'wrong_state':
      return action === 'resume' ? 'the job is not paused' : 'the job is already paused';
    default:
      return obstacle satisfies never;
  }
}
