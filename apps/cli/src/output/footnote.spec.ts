import { footnote } from './footnote.js';

const NOW = Date.parse('2026-11-29T03:00:00.000Z');
const VIEW = { now: NOW, utc: true };
const NONE = { total_records: 211, stale_sources: [], gaps: [] };

it('counts', () => {
  expect(footnote(4, NONE, VIEW)).toBe('4 of 211');
  expect(footnote(211, NONE, VIEW)).toBe('211 jobs');
  expect(footnote(1, { ...NONE, total_records: 1 }, VIEW)).toBe('1 job');
});

it('names sources with old data and gaps, newest first', () => {
  const stale_sources = [
    { name: 'west-02', age_seconds: 97.3, reason: 'unreachable' },
    { name: 'new', reason: 'starting' },
  ];
  const gaps = [
    { source: 'old', from: '2026-11-20T01:00:00.000Z', to: '2026-11-20T01:00:19.000Z' },
    { source: 'east', from: '2026-11-29T02:48:03.545Z', to: '2026-11-29T02:48:22.380Z' },
    { source: 'west', from: '2026-11-29T02:50:00.000Z' },
  ];
  expect(footnote(4, { total_records: 211, stale_sources, gaps }, VIEW)).toBe(
    '4 of 211 · west-02 1m old: unreachable · new never read: starting · gap west since 02:50:00Z · ' +
      'gap east 02:48:03Z–02:48:22Z · gap old 2026-11-20 01:00:00Z–2026-11-20 01:00:19Z',
  );
  expect(gaps.map(({ source }) => source)).toEqual(['old', 'east', 'west']);
});

it('names three and counts the others', () => {
  const stale_sources = Array.from({ length: 5 }, (_, at) => ({ name: `s${at}`, age_seconds: 60, reason: 'x' }));
  expect(footnote(0, { ...NONE, stale_sources }, VIEW)).toBe(
    '0 of 211 · s0 1m old: x · s1 1m old: x · s2 1m old: x · 2 more sources with old data',
  );
});
