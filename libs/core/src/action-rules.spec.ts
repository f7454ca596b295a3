import {
  type ActionObstacle,
  actionObstacle,
  type ActionSubject,
  offeredActions,
  requestOutcome,
  withRefusal,
} from './action-rules.js';
import { type ActionName, type JobState, type RequestOutcome } from './job.js';

const RUNNING: ActionSubject = { state: 'running', terminal: false, gone: false, actions: [] };
const ALL: readonly ActionName[] = ['pause', 'resume', 'cancel'];

describe('the rule for actions', () => {
  it.each<[string, ActionName, Partial<ActionSubject>, readonly ActionName[] | undefined, ActionObstacle | undefined]>([
    ['allows to pause a running job', 'pause', {}, ALL, undefined],
    ['allows to cancel a paused job', 'cancel', { state: 'paused' }, ALL, undefined],
    ['allows to resume a paused job', 'resume', { state: 'paused' }, ALL, undefined],
    ['rejects to resume a running job', 'resume', {}, ALL, 'wrong_state'],
    ['rejects to pause a paused job', 'pause', { state: 'paused' }, ALL, 'wrong_state'],
    ['rejects an action on an ended job', 'cancel', { state: 'success', terminal: true }, ALL, 'ended'],
    ['names a missing call before the end of the job', 'cancel', { terminal: true }, [], 'unsupported'],
    ['names a job that is gone before a missing call', 'cancel', { gone: true }, [], 'gone'],
    ['names a source that is not configured first', 'cancel', { gone: true }, undefined, 'unconfigured'],
  ])('%s', (_what, action, fields, supported, obstacle) => {
    expect(actionObstacle(action, { ...RUNNING, ...fields }, supported)).toBe(obstacle);
  });

  it('gives every action that is not allowed a reason', () => {
    expect(offeredActions(RUNNING, 'ontap', ['pause', 'resume'])).toEqual([
      { name: 'pause', allowed: true },
      { name: 'resume', allowed: false, reason: 'the job is not paused' },
      { name: 'cancel', allowed: false, reason: 'ontap jobs cannot be cancelled over REST' },
    ]);
    expect(offeredActions(RUNNING, 'ontap', undefined)).toContainEqual({
      name: 'pause',
      allowed: false,
      reason: 'the source of the job is not configured',
    });
  });

  it('keeps what the backend has refused for good, with its code', () => {
    const before = withRefusal(offeredActions(RUNNING, 'ontap', ALL), ['pause'], {
      code: '458783',
      reason: 'no pause',
    });
    const refused = { name: 'pause', allowed: false, reason: 'no pause', code: '458783' };
    expect(before[0]).toEqual(refused);
    expect(offeredActions(RUNNING, 'ontap', ALL, before)[0]).toEqual(refused);
    expect(actionObstacle('pause', { ...RUNNING, actions: before }, ALL)).toBe('unsupported');
    expect(actionObstacle('cancel', { ...RUNNING, actions: before }, ALL)).toBeUndefined();
    const ended = { state: 'success', terminal: true } as const;
    expect(offeredActions(ended, 'ontap', ALL, before)[0]).toEqual({
      name: 'pause',
      allowed: false,
      reason: 'the job has ended',
    });
  });
});

describe('the outcome of a requested action', () => {
  const time = '2026-01-05T10:00:00.000Z';
  const TEN_MINUTES = 600_000;

  it.each<[ActionName, RequestOutcome, JobState, number, RequestOutcome]>([
    ['pause', 'accepted', 'running', TEN_MINUTES - 1, 'accepted'],
    ['pause', 'accepted', 'running', TEN_MINUTES, 'not_honoured'],
    ['pause', 'accepted', 'paused', TEN_MINUTES, 'done'],
    ['pause', 'accepted', 'success', 0, 'finished_first'],
    ['pause', 'accepted', 'failure', 0, 'finished_first'],
    ['resume', 'accepted', 'paused', 0, 'accepted'],
    ['resume', 'accepted', 'queued', 0, 'done'],
    ['resume', 'accepted', 'failure', 0, 'done'],
    ['cancel', 'accepted', 'success', 0, 'finished_first'],
    ['cancel', 'accepted', 'warning', 0, 'finished_first'],
    ['cancel', 'accepted', 'partial_failure', 0, 'finished_first'],
    ['cancel', 'accepted', 'failure', 0, 'done'],
    ['cancel', 'accepted', 'cancelled', 0, 'done'],
    ['cancel', 'accepted', 'unknown', 0, 'accepted'],
    ['cancel', 'unknown', 'failure', TEN_MINUTES, 'unknown'],
    ['cancel', 'unknown', 'cancelled', 0, 'done'],
    ['pause', 'unknown', 'paused', 0, 'done'],
    ['pause', 'failed', 'paused', 0, 'failed'],
    ['cancel', 'finished_first', 'failure', 0, 'finished_first'],
    ['pause', 'not_honoured', 'paused', 0, 'not_honoured'],
  ])('%s that was %s, of a job that is %s after %d ms: %s', (action, outcome, state, ms, expected) => {
    expect(requestOutcome({ action, by: 'ann', time, outcome }, state, Date.parse(time) + ms)).toBe(expected);
  });
});
