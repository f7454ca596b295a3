import { actionReasons, knownReason } from './action-reasons';

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

describe('knownReason', () => {
  it('has a text for each sentence of the gateway', () => {
    expect(knownReason('the job has ended')).toEqual({ key: 'job.reason.ended' });
    expect(knownReason('the job is not paused')).toEqual({ key: 'job.reason.not-paused' });
    expect(knownReason('the job is already paused')).toEqual({ key: 'job.reason.paused' });
    expect(knownReason('the source of the job is not configured')).toEqual({ key: 'job.reason.unconfigured' });
    expect(knownReason('unified-manager jobs cannot be paused over REST')).toEqual({
      key: 'job.reason.unsupported',
      places: { kind: 'unified-manager' },
    });
  });

  it('knows which reasons another login may remove', () => {
    expect(knownReason('needs the role operator for the source north')).toEqual({
      key: 'role.needed-source',
      places: { needed: 'operator', source: 'north' },
      isRole: true,
    });
  });

  it('leaves the words of a backend as they are', () => {
    expect(knownReason('This job does not support cancel. (458784)')).toBeUndefined();
    expect(knownReason('toString')).toBeUndefined();
  });
});
