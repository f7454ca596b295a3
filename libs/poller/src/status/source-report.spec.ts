import { BackendError, CONFIG_ORIGIN, type Source } from '@gateway/core';

import { NOW } from '../testing/sample-jobs.js';
import { reportOf } from './source-report.js';
import { newFields, type StateFields } from './state-fields.js';

const source: Source = {
  name: 'east',
  origin: CONFIG_ORIGIN,
  kind: 'ontap',
  url: 'https://10.0.0.1',
  backendFingerprint: 'first',
  labels: { site: 'lab' },
  intervalMs: 5_000,
  timeoutMs: 30_000,
};

function report(fields: Partial<StateFields>) {
  return reportOf(source, { ...newFields(), ...fields }, NOW);
}

describe('the status of a source', () => {
  it.each<[string, Partial<StateFields>, string]>([
    ['the source was never polled', {}, 'starting'],
    ['the last poll succeeded', { lastSuccess: NOW - 5_000 }, 'ok'],
    [
      'the last poll failed but the data is fresh',
      { lastSuccess: NOW - 9_000, lastError: new BackendError('unreachable', 'x') },
      'degraded',
    ],
    [
      'the data is older than twice the interval',
      { lastSuccess: NOW - 11_000, lastError: new BackendError('unreachable', 'x') },
      'failing',
    ],
    ['a poll hangs and the data becomes old', { lastSuccess: NOW - 11_000, lastPoll: NOW - 6_000 }, 'failing'],
    ['the store has lost records', { lastSuccess: NOW - 5_000, storeFault: 'store: x' }, 'degraded'],
    ['no poll ever succeeded', { lastError: new BackendError('failed', 'x') }, 'failing'],
    ['the login is refused', { lastSuccess: NOW, lastError: new BackendError('unauthorized', 'x') }, 'unauthorized'],
  ])('when %s is right', (_when, fields, status) => {
    expect(report(fields).status).toBe(status);
  });

  it('has a reason that begins with the error code, unless it is ok', () => {
    expect(report({ lastError: new BackendError('unreachable', 'connect ECONNREFUSED') }).reason).toBe(
      'unreachable: connect ECONNREFUSED',
    );
    expect(report({ lastSuccess: NOW, storeFault: 'store: records are lost' }).reason).toBe('store: records are lost');
    expect(report({ lastSuccess: NOW })).not.toHaveProperty('reason');
  });

  it('contains the age of the data and the clock offset in seconds, and times in ISO 8601', () => {
    expect(report({ lastSuccess: NOW - 1_234, clockOffsetMs: 449, nextPoll: NOW + 5_000 })).toMatchObject({
      age_seconds: 1.2,
      clock_offset_seconds: 0.4,
      last_success_time: '2026-01-05T09:59:58.766Z',
      next_poll_time: '2026-01-05T10:00:05.000Z',
      interval_seconds: 5,
    });
  });
});
