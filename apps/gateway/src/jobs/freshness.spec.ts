import { type SourceReport } from '@gateway/core';

import { freshness, freshnessKeys, freshnessText } from './freshness.js';

function report(fields: Partial<SourceReport>): SourceReport {
  return {
    name: 'east',
    kind: 'ontap',
    url: 'https://10.0.0.1',
    labels: {},
    status: 'ok',
    interval_seconds: 5,
    age_seconds: 1,
    consecutive_failures: 0,
    gaps: [],
    ...fields,
  };
}

const FROM = '2026-01-05T10:00:00.000Z';
const TO = '2026-01-05T10:05:00.000Z';

describe('freshness', () => {
  it('is empty if all sources are fresh and have no gaps', () => {
    expect(freshnessText(freshness([report({})]))).toBe('"stale_sources":[],"gaps":[]');
  });

  it('contains every gap with its source; an open gap has no end', () => {
    const reports = [report({ gaps: [{ from: FROM, to: TO }] }), report({ name: 'west', gaps: [{ from: FROM }] })];
    expect(freshness(reports).gaps).toEqual([
      { source: 'east', from: FROM, to: TO },
      { source: 'west', from: FROM },
    ]);
  });

  it('changes its keys when a gap opens or ends, but not when data only grows older', () => {
    const keys = (fields: Partial<SourceReport>) => freshnessKeys(freshness([report(fields)])).join();
    const failing = { status: 'failing', reason: 'unreachable: x' } as const;
    expect(keys({ ...failing, age_seconds: 11 })).toBe(keys({ ...failing, age_seconds: 12 }));
    expect(new Set([keys({}), keys({ gaps: [{ from: FROM }] }), keys({ gaps: [{ from: FROM, to: TO }] })]).size).toBe(
      3,
    );
  });
});
