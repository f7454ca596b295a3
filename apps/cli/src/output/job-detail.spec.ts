import { type Job } from '../api/types.js';
import { painter } from './colours.js';
import { jobDetail } from './job-detail.js';

const VIEW = {
  now: Date.parse('2026-11-29T02:15:00.000Z'),
  relative: true,
  utc: true,
  staleSources: new Set<string>(),
};
const JOB: Job = {
  id: 'east-03~5d40582e',
  native_id: '5d40582e',
  source: { name: 'east-03', kind: 'ontap', labels: { site: 'tokyo' } },
  state: 'failure',
  terminal: true,
  native_state: 'failure',
  description: 'volume move vol_db17',
  message: 'No space left\u001b[2J',
  error: { code: '917927', message: 'No space left\u001b[2J', target: 'aggr2', arguments: [] },
  start_time: '2026-11-29T02:13:02.000Z',
  end_time: '2026-11-29T02:13:43.000Z',
  created_time: '2026-11-29T02:13:02.000Z',
  first_seen_time: '2026-11-29T02:13:03.000Z',
  updated_time: '2026-11-29T02:13:44.000Z',
  duration_seconds: 41,
  svm: { name: 'svm4' },
  attempt: 1,
  gone: false,
  requested: { action: 'cancel', by: 'anna', time: '2026-11-29T02:13:30.000Z', outcome: 'finished_first' },
  tasks: [{ native_id: '1', name: 'commit', state: 'failure', native_state: 'error', message: 'No space' }],
  actions: [{ name: 'cancel', allowed: false, reason: 'the job has ended' }],
  _links: { self: { href: '' }, source: { href: '' } },
};

it('shows the error first, then facts, times, steps and actions', () => {
  expect(jobDetail(JOB, VIEW, painter(false))).toEqual([
    'x failure  volume move vol_db17',
    'error      917927: No space left␛[2J (aggr2)',
    'source     east-03 · ontap · site=tokyo',
    'id         east-03~5d40582e',
    'native     failure',
    'svm        svm4',
    'started    2026-11-29 02:13:02Z (1m ago)',
    'ended      2026-11-29 02:13:43Z (1m ago)',
    'took       41s',
    'updated    2026-11-29 02:13:44Z (1m ago)',
    'task       x failure  commit: No space',
    'requested  cancel by anna, 1m ago: finished_first',
    'cancel     not possible: the job has ended',
  ]);
});
