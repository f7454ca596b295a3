import { type Freshness } from '@gateway/poller';

import { freshnessParts } from './freshness.js';

const FROM = '2026-01-05T10:00:00.000Z';
const TO = '2026-01-05T10:05:00.000Z';

function partsOf(fields: Partial<Freshness>) {
  return freshnessParts({ stale: [], gaps: [], ...fields });
}

describe('the freshness in a response', () => {
  it('has two empty lists if all sources are fresh and have no gaps', () => {
    expect(partsOf({}).text).toBe('"stale_sources":[],"gaps":[]');
  });

  it('contains every stale source, and every gap with its source; an open gap has no end', () => {
    const freshness = {
      stale: [{ name: 'east', age_seconds: 11, reason: 'unreachable: x' }],
      gaps: [
        { source: 'east', from: FROM, to: TO },
        { source: 'west', from: FROM },
      ],
    };
    expect(JSON.parse(`{${partsOf(freshness).text}}`)).toEqual({
      stale_sources: freshness.stale,
      gaps: freshness.gaps,
    });
  });

  it('changes the entity tag when a gap opens or ends, but not when data only grows older', () => {
    const stale = (age_seconds: number) => ({ stale: [{ name: 'east', age_seconds, reason: 'unreachable: x' }] });
    expect(partsOf(stale(11)).digest).toBe(partsOf(stale(12)).digest);
    const open = { gaps: [{ source: 'east', from: FROM }] };
    const ended = { gaps: [{ source: 'east', from: FROM, to: TO }] };
    expect(new Set([{}, stale(11), open, ended].map((fields) => partsOf(fields).digest)).size).toBe(4);
  });

  it('is computed once per object', () => {
    const freshness = { stale: [], gaps: [] };
    expect(freshnessParts(freshness)).toBe(freshnessParts(freshness));
  });
});
