import { type SourcePart } from '../api/types.js';
import { columnsNamed } from './columns.js';
import { byTrouble, DEFAULT_SOURCE_COLUMNS, SOURCE_COLUMNS } from './source-columns.js';
import { renderTable } from './table.js';

const VIEW = { now: 0, relative: true, utc: true, staleSources: new Set<string>() };

it('shows the state of a source, its age, its jobs and its gaps', () => {
  const source: SourcePart = {
    name: 'west-02',
    kind: 'ontap',
    status: 'failing',
    age_seconds: 97.4,
    jobs: { running: 10, queued: 2, success: 99, failure: 3 },
    gaps: [{ from: '2026-11-29T02:48:03.000Z' }],
    reason: 'unreachable: ECONNREFUSED',
  };
  expect(columnsNamed(SOURCE_COLUMNS, DEFAULT_SOURCE_COLUMNS).map(({ cell }) => cell(source, VIEW).text)).toEqual([
    ...['x failing', 'west-02', 'ontap', '1m', '12', '3', '1 open', 'unreachable: ECONNREFUSED'],
  ]);
});

it('sorts by trouble, then by name', () => {
  const sources = [
    { name: 'b', status: 'ok' },
    { name: 'a', status: 'ok' },
    { name: 'd', status: 'degraded' },
    { name: 'c', status: 'failing' },
  ] as const;
  expect(byTrouble(sources).map(({ name }) => name)).toEqual(['c', 'd', 'a', 'b']);
});

it('cuts the reason on a narrow terminal, and leaves out counts instead', () => {
  const source: SourcePart = {
    name: 'um1-cluster15',
    kind: 'ontap',
    status: 'failing',
    age_seconds: 47,
    jobs: { running: 12, failure: 39 },
    gaps: [{ from: '2026-11-29T02:48:03.000Z' }],
    reason: 'unreachable: connect ECONNREFUSED 127.0.0.1:9443',
  };
  const columns = columnsNamed(SOURCE_COLUMNS, DEFAULT_SOURCE_COLUMNS);
  const table = (width: number): readonly string[] =>
    renderTable(columns, [columns.map(({ cell }) => cell(source, VIEW))], {
      width,
      headers: true,
      paint: (text) => text,
    });
  expect(table(60)).toEqual([
    'STATUS     NAME           KIND   AGE  REASON',
    'x failing  um1-cluster15  ontap  47s  unreachable: connect …',
  ]);
  expect(table(40)[1]).toBe('x failing  um1-cluster15  47s  unreacha…');
  expect(table(200)[0]).toBe('STATUS     NAME           KIND   AGE  ACTIVE  FAILED  GAPS    REASON');
});
