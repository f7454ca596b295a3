import { activeAndFailed, clockLevel, originText, pollProgress, reasonCode } from './source-facts';

it('reads the code of a reason', () => {
  expect(reasonCode('unreachable: cannot connect: ECONNREFUSED')).toBe('unreachable');
  expect(reasonCode('unauthorized')).toBe('unauthorized');
  expect(reasonCode('the records are being loaded')).toBeUndefined();
  expect(reasonCode('failedover: x')).toBeUndefined();
});

it('rates the offset of a clock in both directions', () => {
  expect([0.4, 5, -5.1, 60, -61].map(clockLevel)).toEqual(['ok', 'ok', 'noticeable', 'noticeable', 'high']);
});

it('names the origin', () => {
  expect(originText({ kind: 'config' })).toBe('config');
  expect(originText({ kind: 'file', file: 'sources.d/lab.yaml' })).toBe('sources.d/lab.yaml');
  expect(originText({ kind: 'discovery', source: 'um1' })).toBe('um1');
  expect(originText({ kind: 'discovery' })).toBe('discovery');
});

it('counts active and failed jobs', () => {
  const jobs = { running: 3, queued: 1, paused: 1, unknown: 1, failure: 2, partial_failure: 1, success: 9 };
  expect(activeAndFailed(jobs)).toEqual({ active: 5, failed: 3 });
  expect(activeAndFailed({})).toEqual({ active: 0, failed: 0 });
});

describe('pollProgress', () => {
  const next = { interval_seconds: 5, next_poll_time: '2026-01-02T00:00:05.000Z' };
  const at = (second: number): number => Date.UTC(2026, 0, 2, 0, 0, second);

  it('grows from 0 to 1 between two polls', () => {
    expect([at(0), at(2), at(5), at(9), at(-3)].map((now) => pollProgress(next, now))).toEqual([0, 0.4, 1, 1, 0]);
  });

  it('is not known without a next poll', () => {
    expect(pollProgress({ interval_seconds: 5 }, at(0))).toBeUndefined();
  });
});
