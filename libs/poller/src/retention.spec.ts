import { type ObservedJob, type ViewedJob } from '@gateway/core';

import { expiredJobs } from './retention.js';
import { firstSeen, NOW, viewed } from './testing/sample-jobs.js';

const DAY = 86_400_000;

function jobAt(ageDays: number, fields: Partial<ObservedJob>): ViewedJob {
  const time = new Date(NOW - ageDays * DAY).toISOString();
  const ended = fields.state === 'running' ? {} : { end_time: time };
  return viewed(firstSeen({ native_id: `aged-${ageDays}`, start_time: time, ...ended, ...fields }));
}

function expired(jobs: readonly ViewedJob[], maxJobs = 1_000): string[] {
  const view = { oldestFirst: () => jobs, size: () => jobs.length };
  return expiredJobs(view, { terminalMs: 7 * DAY, maxJobs }, NOW).map(({ job }) => job.native_id);
}

describe('retention lets go of', () => {
  it('jobs that ended longer ago than the limit', () => {
    expect(
      expired([jobAt(9, { state: 'success' }), jobAt(8, { state: 'failure' }), jobAt(6, { state: 'success' })]),
    ).toEqual(['aged-9', 'aged-8']);
  });

  it('no active job, however old', () => {
    expect(expired([jobAt(90, { state: 'running' }), jobAt(8, { state: 'success' })], 1)).toEqual(['aged-8']);
  });

  it('no old job that ended lately', () => {
    const end_time = new Date(NOW - DAY).toISOString();
    expect(expired([jobAt(30, { state: 'success', end_time })])).toEqual([]);
  });

  it('the oldest ended ones when there are too many', () => {
    const jobs = [5, 4, 3, 2, 1].map((age) => jobAt(age, { state: 'success' }));
    expect(expired(jobs, 3)).toEqual(['aged-5', 'aged-4']);
  });

  it('at most one batch at a time', () => {
    const jobs = Array.from({ length: 700 }, () => jobAt(8, { state: 'success' }));
    expect(expired(jobs)).toHaveLength(500);
  });
});
