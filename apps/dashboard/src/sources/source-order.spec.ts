import { byTrouble, chosenSources, countsByStatus, kindsOf, labelsOf, type RankedSource } from './source-order';

const source = (
  name: string,
  status: RankedSource['status'],
  kind = 'ontap',
  labels: Record<string, string> = {},
): RankedSource => ({ name, status, kind, labels });

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
