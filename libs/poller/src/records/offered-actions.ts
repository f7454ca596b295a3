import { ACTIONS, type ActionName, type JobState, type OfferedAction, type SourceKind } from '@gateway/core';

/** What decides whether an action can be asked of a job. */
export interface ActionSubject {
  readonly state: JobState;
  readonly terminal: boolean;
}

const PARTICIPLES: Readonly<Record<ActionName, string>> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
};

/** What can be asked of a job now, and of the rest why not. `supported` is what its kind of backend has a call for. */
export function offeredActions(
  job: ActionSubject,
  kind: SourceKind,
  supported: readonly ActionName[],
): readonly OfferedAction[] {
  return ACTIONS.map((name) => {
    const reason = supported.includes(name)
      ? whyNot(name, job)
      : `${kind} jobs cannot be ${PARTICIPLES[name]} over REST`;
    return reason === undefined ? { name, allowed: true } : { name, allowed: false, reason };
  });
}

function whyNot(action: ActionName, job: ActionSubject): string | undefined {
  if (job.terminal) return 'the job has ended';
  if (action === 'resume' && job.state !== 'paused') return 'the job is not paused';
  if (action === 'pause' && job.state === 'paused') return 'the job is already paused';
  return undefined;
}
