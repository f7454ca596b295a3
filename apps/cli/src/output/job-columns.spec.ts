import { type JobPart } from '../api/types.js';
import { columnsNamed } from './columns.js';
import { DEFAULT_JOB_COLUMNS, JOB_COLUMNS } from './job-columns.js';

const NOW = Date.parse('2026-11-29T02:15:00.000Z');
const TERMINAL = { now: NOW, relative: true, utc: true, staleSources: new Set(['west-02']) };
const PIPE = { ...TERMINAL, relative: false };
const FAILED: JobPart = {
  id: 'east-03~5d40582e',
  state: 'failure',
  terminal: true,
  description: 'volume move\u001b[2J vol_db17',
  source: { name: 'east-03', kind: 'ontap', labels: {} },
  message: 'aborted',
  error: { code: '917927', message: 'No space left\nin aggregate', arguments: [] },
  created_time: '2026-11-29T02:13:00.000Z',
  start_time: '2026-11-29T02:13:02.000Z',
  duration_seconds: 41.4,
  code: 1,
};

function cells(job: JobPart, view = TERMINAL, names = DEFAULT_JOB_COLUMNS): string[] {
  return columnsNamed(JOB_COLUMNS, names).map(({ cell }) => cell(job, view).text);
}

it('shows what failed, why, where and when', () => {
  expect(cells(FAILED)).toEqual([
    ...[
      'x failure',
      'volume move␛[2J vol_db17',
      'east-03',
      'No space left in aggregate',
      '2m',
      '41s',
      'east-03~5d40582e',
    ],
  ]);
});

it('shows how long a job has been running, its type, and a source with old data', () => {
  const job: JobPart = {
    id: 'west-02~1',
    state: 'running',
    terminal: false,
    type: 'Cluster backup',
    source: { name: 'west-02', kind: 'ontap', labels: {} },
    created_time: '2026-11-29T02:10:00.000Z',
    start_time: '2026-11-29T02:09:58.000Z',
  };
  expect(cells(job)).toEqual(['> running', 'Cluster backup', 'west-02!', '–', '5m', '5m02s', 'west-02~1']);
});

it('has ISO times where there is no terminal', () => {
  expect(cells(FAILED, PIPE, ['age', 'started', 'ended'])).toEqual([
    ...['2026-11-29T02:13:00.000Z', '2026-11-29T02:13:02.000Z', '–'],
  ]);
  expect(cells(FAILED, TERMINAL, ['started', 'code', 'object'])).toEqual(['2026-11-29 02:13:02Z', '917927', '–']);
});

it('has plain values for CSV', () => {
  const values = columnsNamed(JOB_COLUMNS, ['state', 'age', 'took']).map(({ value }) => value(FAILED, PIPE));
  expect(values).toEqual(['failure', '2026-11-29T02:13:00.000Z', 41.4]);
});
