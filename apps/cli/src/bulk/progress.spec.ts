import { type BulkAction } from '../api/types.js';
import { bulkSentence, isUnderWay, outcomesOf, progressLine } from './progress.js';

const BULK: BulkAction = {
  id: '7f3',
  action: 'cancel',
  query: 'state=running',
  by: { name: 'anna', method: 'token', address: '127.0.0.1' },
  state: 'running',
  total: 1_234,
  sent: 612,
  accepted: 62,
  done: 530,
  refused: 12,
  failed: 8,
  unknown: 0,
  started_time: '2026-11-29T02:14:00.000Z',
  _links: { self: { href: '' }, actions: { href: '' } },
};
const NOW = Date.parse('2026-11-29T02:16:02.400Z');

it('shows a bar, counts and the time left', () => {
  expect(progressLine(BULK, NOW, 'Ctrl-C stops', 200)).toBe(
    'cancel  █████████▒░░░░░░░░░░  624/1,234  done 530  accepted 62  refused 12  failed 8  2m left  Ctrl-C stops',
  );
  expect(progressLine(BULK, NOW, 'Ctrl-C stops', 40)).toHaveLength(40);
});

it('is full at the end', () => {
  const ended: BulkAction = { ...BULK, state: 'done', sent: 1_234, accepted: 0, done: 1_234, refused: 0, failed: 0 };
  expect(progressLine(ended, NOW, '', 200)).toBe('cancel  ████████████████████  1,234/1,234  done 1,234');
  expect(outcomesOf(ended)).toBe('done 1,234');
});

it('is full also if actions were refused', () => {
  const ended: BulkAction = { ...BULK, state: 'done', sent: 1_000, accepted: 0, done: 1_000, refused: 234, failed: 0 };
  expect(progressLine(ended, NOW, '', 200)).toBe('cancel  ████████████████████  1,234/1,234  done 1,000  refused 234');
});

it('says how many were sent, refused and not tried', () => {
  expect(bulkSentence({ ...BULK, state: 'stopped' })).toBe(
    'cancel: 612 of 1,234 jobs sent: done 530  accepted 62  refused 12  failed 8  not tried 610 (stopped)',
  );
  const none = { sent: 0, accepted: 0, done: 0, refused: 0, failed: 0 };
  expect(bulkSentence({ ...BULK, ...none, state: 'stopped' })).toBe(
    'cancel: 0 of 1,234 jobs sent: not tried 1,234 (stopped)',
  );
  expect(bulkSentence({ ...BULK, ...none, state: 'done', total: 3, sent: 3, done: 3 })).toBe(
    'cancel: 3 jobs sent: done 3',
  );
});

it('is under way until every job has shown the action', () => {
  expect(isUnderWay(BULK)).toBe(true);
  expect(isUnderWay({ ...BULK, state: 'done' })).toBe(true);
  expect(isUnderWay({ ...BULK, state: 'done', accepted: 0 })).toBe(false);
});
