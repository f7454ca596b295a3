import { painter } from './colours.js';
import { renderTable, type TableColumn } from './table.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'STATE', stays: true },
  { title: 'JOB', givesWay: 1 },
  { title: 'TOOK', align: 'right' },
  { title: 'ID', cut: 'middle', givesWay: 2 },
];
const ROWS = [
  [
    { text: 'x failure', style: 'red' as const },
    { text: 'volume move vol_db17' },
    { text: '41s' },
    { text: 'east~5d40582e' },
  ],
  [{ text: '> running' }, { text: 'ボリューム移動' }, { text: '5m02s' }, { text: 'um1~1' }],
];

it('aligns cells by their width on a terminal', () => {
  expect(renderTable(COLUMNS, ROWS, { headers: true, paint: painter(false) })).toEqual([
    'STATE      JOB                    TOOK  ID',
    'x failure  volume move vol_db17    41s  east~5d40582e',
    '> running  ボリューム移動        5m02s  um1~1',
  ]);
});

it('cuts cells to the width, and colours the text only', () => {
  expect(renderTable(COLUMNS, ROWS, { headers: false, paint: painter(true), width: 43 })).toEqual([
    '\u001b[31mx failure\u001b[39m  volume mo…    41s  east~5d40582e',
    '> running  ボリュー…   5m02s  um1~1',
  ]);
});
