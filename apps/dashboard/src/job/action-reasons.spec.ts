import { actionReasons } from './action-reasons';

it('has each reason once, with its actions', () => {
  const reasons = actionReasons([
    { name: 'pause', allowed: false, reason: 'the job has ended' },
    { name: 'resume', allowed: false, reason: 'the job is not paused' },
    { name: 'cancel', allowed: false, reason: 'the job has ended' },
  ]);
  expect(reasons).toEqual([
    { reason: 'the job has ended', names: ['pause', 'cancel'] },
    { reason: 'the job is not paused', names: ['resume'] },
  ]);
});

it('leaves out allowed actions, and adds the code of the backend', () => {
  const reasons = actionReasons([
    { name: 'pause', allowed: true },
    { name: 'cancel', allowed: false, reason: 'not supported', code: '458783' },
  ]);
  expect(reasons).toEqual([{ reason: 'not supported (458783)', names: ['cancel'] }]);
});
