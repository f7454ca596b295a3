import {
  byTrouble,
  chosenSources,
  countsByStatus,
  hasRecentGap,
  kindsOf,
  labelsOf,
  type RankedSource,
} from './source-order';

const source = (
  name: string,
  status: RankedSource['status'],
  kind = 'ontap',
  labels: Record<string, string> = {},
): RankedSource => ({ name, status, kind, labels, gaps: [] });

const fleet = [
  source('west-02', 'ok', 'ontap', { site: 'lab' }),
  source('um1', 'starting', 'unified-manager'),
  source('east-01', 'ok'),
  source('east-09', 'failing', 'ontap', { site: 'tokyo', tier: 'gold' }),
  source('lab-1', 'unauthorized'),
  source('east-03', 'failing'),
  source('east-05', 'degraded'),
];
const all = { text: '', kind: '', label: '', onlyTroubled: false };
const names = (sources: readonly RankedSource[]): string[] => sources.map(({ name }) => name);

it('sorts by trouble, then by name', () => {
  expect(names(byTrouble(fleet))).toEqual(['east-03', 'east-09', 'lab-1', 'east-05', 'um1', 'east-01', 'west-02']);
});

it('puts cluster-2 before cluster-10', () => {
  const clusters = ['c-10', 'c-2', 'c-1'].map((name) => source(name, 'ok'));
  expect(names(byTrouble(clusters))).toEqual(['c-1', 'c-2', 'c-10']);
});

describe('a source that is well, with a gap', () => {
  const now = Date.parse('2026-03-10T12:00:00.000Z');
  const withGap = (name: string, to: string | undefined): RankedSource => ({
    ...source(name, 'ok'),
    gaps: [{ from: '2026-03-01T00:00:00.000Z', to }],
  });
  const recent = withGap('west-09', '2026-03-09T13:00:00.000Z');

  it('has a recent gap for a day', () => {
    expect(hasRecentGap(recent, now)).toBe(true);
    expect(hasRecentGap(withGap('a', undefined), now)).toBe(true);
    expect(hasRecentGap(withGap('a', '2026-03-09T11:00:00.000Z'), now)).toBe(false);
  });

  it('stands after the troubled ones and before the others', () => {
    expect(names(byTrouble([...fleet, recent], now))).toEqual([
      'east-03',
      'east-09',
      'lab-1',
      'east-05',
      'west-09',
      'um1',
      'east-01',
      'west-02',
    ]);
  });

  it('stays among the troubled ones', () => {
    expect(names(chosenSources([recent, ...fleet], { ...all, onlyTroubled: true }, now))).toContain('west-09');
  });
});

describe('chosenSources', () => {
  it('selects by a part of the name, whatever the case', () => {
    expect(names(chosenSources(fleet, { ...all, text: ' EAST-0 ' }))).toEqual([
      'east-01',
      'east-09',
      'east-03',
      'east-05',
    ]);
  });

  it('selects by kind, label and trouble', () => {
    expect(names(chosenSources(fleet, { ...all, kind: 'unified-manager' }))).toEqual(['um1']);
    expect(names(chosenSources(fleet, { ...all, label: 'site=tokyo' }))).toEqual(['east-09']);
    expect(names(chosenSources(fleet, { ...all, onlyTroubled: true }))).toEqual([
      'east-09',
      'lab-1',
      'east-03',
      'east-05',
    ]);
  });
});

it('counts by status, the most troubled first, without empty ones', () => {
  expect(countsByStatus([source('a', 'ok'), source('b', 'failing'), source('c', 'ok')])).toEqual([
    { status: 'failing', count: 1 },
    { status: 'ok', count: 2 },
  ]);
});

it('lists kinds and labels once', () => {
  expect(kindsOf(fleet)).toEqual(['ontap', 'unified-manager']);
  expect(labelsOf(fleet)).toEqual(['site=lab', 'site=tokyo', 'tier=gold']);
});
