import { stateCell } from './job-state.js';

const CANCEL = { action: 'cancel', by: 'anna', time: '2026-01-02T03:04:05.000Z' } as const;

it.each([
  [{ state: 'failure' }, 'x failure'],
  [{ state: 'running', requested: { ...CANCEL, outcome: 'accepted' } }, '> running (cancel)'],
  [{ state: 'running', requested: { ...CANCEL, outcome: 'not_honoured' } }, '> running (cancel not honoured)'],
  [{ state: 'running', requested: { ...CANCEL, outcome: 'unknown' } }, '> running (cancel?)'],
  [{ state: 'failure', requested: { ...CANCEL, outcome: 'done' } }, 'x failure'],
  [{ state: 'success', attempt: 2, gone: true }, '+ success (×2, gone)'],
  [{ state: 'unknown', gone: true, attempt: 1 }, '? unknown (gone)'],
  [{}, ''],
] as const)('%j is %s', (job, text) => {
  expect(stateCell(job).text).toBe(text);
});
