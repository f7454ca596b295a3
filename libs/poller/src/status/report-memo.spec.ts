import { BackendError, CONFIG_ORIGIN, type Source } from '@gateway/core';

import { NOW } from '../testing/sample-jobs.js';
import { ReportMemo } from './report-memo.js';
import { reportOf } from './source-report.js';
import { newFields, type StateFields } from './state-fields.js';

const source: Source = {
  name: 'east',
  origin: CONFIG_ORIGIN,
  kind: 'ontap',
  url: 'https://10.0.0.1',
  backendFingerprint: 'first',
  labels: {},
  intervalMs: 5_000,
  timeoutMs: 30_000,
  finishedJobTtlMs: 20_000,
};

function memoOf(fields: Partial<StateFields>) {
  const all = { ...newFields(), ...fields };
  return { fields: all, memo: new ReportMemo(source, all) };
}

describe('the report of a source', () => {
  it('is the same object until its status changes by time alone, while its age grows', () => {
    const { fields, memo } = memoOf({ lastSuccess: NOW, lastError: new BackendError('unreachable', 'x') });
    const first = memo.at(NOW);
    expect([memo.at(NOW + 10_000).report, memo.at(NOW + 10_000).ageSeconds]).toEqual([first.report, 10]);
    expect(memo.at(NOW + 10_000).report).toBe(first.report);
    const later = memo.at(NOW + 10_001);
    expect([first.report.status, later.report.status]).toEqual(['degraded', 'failing']);
    expect({ ...later.report, age_seconds: later.ageSeconds }).toEqual(reportOf(source, fields, NOW + 10_001));
  });

  it('is another object when a gap opens', () => {
    const { memo } = memoOf({ coverage: { since: NOW, until: NOW, gaps: [] }, standsBy: true });
    const first = memo.at(NOW + 20_000);
    expect(first.report.gaps).toEqual([]);
    expect(memo.at(NOW + 20_001).report.gaps).toHaveLength(1);
  });

  it('is another object after a change of the fields', () => {
    const { fields, memo } = memoOf({ lastSuccess: NOW });
    const first = memo.at(NOW);
    fields.consecutiveFailures = 3;
    memo.noteChange();
    expect(memo.at(NOW).report).not.toBe(first.report);
    expect(memo.at(NOW).report.consecutive_failures).toBe(3);
  });

  it('has no age before the first successful poll', () => {
    expect(memoOf({}).memo.at(NOW).ageSeconds).toBeUndefined();
  });
});
