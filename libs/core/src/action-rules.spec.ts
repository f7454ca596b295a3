import { type ActionObstacle, actionObstacle, type ActionSubject, offeredActions } from './action-rules.js';
import { type ActionName } from './job.js';

const RUNNING: ActionSubject = { state: 'running', terminal: false, gone: false };
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
});
