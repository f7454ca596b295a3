/** The one rule on when an action may be requested for a job. */
import { type ActionName, ACTIONS, type Job, type OfferedAction } from './job.js';
import { type SourceKind } from './source-kinds.js';

/** The fields of a job that decide which actions are allowed. */
export type ActionSubject = Pick<Job, 'state' | 'terminal' | 'gone'>;

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
  return supported !== undefined && job.gone ? 'gone' : recordedObstacle(action, job, supported);
}

function recordedObstacle(
  action: ActionName,
  job: Omit<ActionSubject, 'gone'>,
  supported: readonly ActionName[] | undefined,
): RecordedObstacle | undefined {
  if (supported === undefined) return 'unconfigured';
  if (!supported.includes(action)) return 'unsupported';
  if (job.terminal) return 'ended';
  const isWrongState = action === 'resume' ? job.state !== 'paused' : action === 'pause' && job.state === 'paused';
  return isWrongState ? 'wrong_state' : undefined;
}

/** Every action with its permission, and the reason if it is not allowed; `supported` as in `actionObstacle`. */
export function offeredActions(
  job: Omit<ActionSubject, 'gone'>,
  kind: SourceKind,
  supported: readonly ActionName[] | undefined,
): readonly OfferedAction[] {
  return ACTIONS.map((name) => {
    const obstacle = recordedObstacle(name, job, supported);
    return obstacle === undefined
      ? { name, allowed: true }
      : { name, allowed: false, reason: reasonFor(obstacle, name, kind) };
  });
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
