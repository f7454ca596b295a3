import { ProblemError } from '../api/problem';
import { type BulkAction } from '../api/types';
import { isBulkOpen, leftOf, secondsLeft } from './bulk-progress';

const bulk = { total: 100, sent: 20, refused: 5, started_time: '2026-01-01T00:00:00.000Z' } as BulkAction;
const began = Date.parse(bulk.started_time);

describe('the progress of a bulk action', () => {
  it('says how many are left and how long they take', () => {
    expect(leftOf(bulk)).toBe(75);
    expect(secondsLeft(bulk, began + 5_000)).toBe(15);
  });

  it('has nothing left when every job was sent to or refused', () => {
    expect(leftOf({ ...bulk, sent: 62, refused: 38 })).toBe(0);
  });

  it('knows no time before the first action was sent', () => {
    expect(secondsLeft({ ...bulk, sent: 0, refused: 0 }, began + 5_000)).toBeUndefined();
    expect(secondsLeft(bulk, began)).toBeUndefined();
  });
});

describe('a bulk action is read again', () => {
  const ended = { state: 'done', sent: 3, accepted: 0, done: 1, refused: 1, failed: 1, unknown: 0 } as BulkAction;

  it('until it has ended and every outcome is there', () => {
    expect(isBulkOpen(undefined, null)).toBe(true);
    expect(isBulkOpen({ ...ended, state: 'running' }, null)).toBe(true);
    expect(isBulkOpen({ ...ended, accepted: 1, done: 0 }, null)).toBe(true);
    expect(isBulkOpen(ended, null)).toBe(false);
  });

  it('not if the gateway has none with this id, but after a failure that passes', () => {
    expect(isBulkOpen(undefined, new ProblemError(404, undefined, null))).toBe(false);
    expect(isBulkOpen(undefined, new ProblemError(503, undefined, null))).toBe(true);
    expect(isBulkOpen(undefined, new ProblemError(429, undefined, '1'))).toBe(true);
  });
});
