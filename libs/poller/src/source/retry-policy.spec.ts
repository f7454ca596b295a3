import { BackendError } from '@gateway/core';

import { jittered, retryDelay } from './retry-policy.js';

const half = (): number => 0.5;
const almostOne = (): number => 0.999_999;

describe('the delay after a failed poll', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [6, 30_000],
    [500, 30_000],
  ])('doubles with full jitter: after failure %d it is %d ms on average', (failures, delay) => {
    expect(retryDelay(new BackendError('unreachable', 'x'), failures, half)).toBe(delay);
  });

  it('is a minute at most, and a second at least', () => {
    expect(retryDelay(new BackendError('failed', 'x'), 50, almostOne)).toBeLessThanOrEqual(60_000);
    expect(retryDelay(new BackendError('failed', 'x'), 50, () => 0)).toBe(1_000);
  });

  it('is five minutes when the login was refused, so that the account is not locked', () => {
    expect(retryDelay(new BackendError('unauthorized', 'x'), 1, half)).toBe(300_000);
  });

  it('is the time that the backend requested', () => {
    expect(retryDelay(new BackendError('throttled', 'x', { retryAfterMs: 17_000 }), 9, half)).toBe(17_000);
  });

  it.each([0, -5_000])('is at least a second when the backend requests %d ms', (retryAfterMs) => {
    expect(retryDelay(new BackendError('throttled', 'x', { retryAfterMs }), 1, half)).toBe(1_000);
  });

  it('is exponential when a throttled backend requests no time', () => {
    expect(retryDelay(new BackendError('throttled', 'x'), 2, half)).toBe(2_000);
  });

  it('is an hour at most, whatever the backend requests', () => {
    expect(retryDelay(new BackendError('throttled', 'x', { retryAfterMs: 1e12 }), 1, half)).toBe(3_600_000);
  });
});

describe('the delay after a successful poll', () => {
  it('is the interval, or up to a tenth less', () => {
    expect([0, 0.5, 1].map((random) => jittered(5_000, () => random))).toEqual([5_000, 4_750, 4_500]);
  });
});
