import { type Job } from './api/types.js';
import {
  EXIT,
  exitCodeOfActionProblem,
  exitCodeOfActions,
  exitCodeOfJob,
  exitCodeOfProblem,
  worstOf,
} from './exit-codes.js';

const CANCEL = { action: 'cancel', by: 'anna', time: '2026-01-02T03:04:05.000Z' } as const;

it.each<[Job['state'], number]>([
  ['success', 0],
  ['failure', 1],
  ['partial_failure', 2],
  ['warning', 2],
  ['cancelled', 3],
  ['unknown', 4],
])('a job that ended with %s is %i', (state, code) => {
  expect(exitCodeOfJob({ state })).toBe(code);
});

it('a failure after a cancel is 3 only if the cancel took effect', () => {
  expect(exitCodeOfJob({ state: 'failure', requested: { ...CANCEL, outcome: 'done' } })).toBe(3);
  expect(exitCodeOfJob({ state: 'failure', requested: { ...CANCEL, outcome: 'failed' } })).toBe(1);
  expect(exitCodeOfJob({ state: 'failure', requested: { ...CANCEL, action: 'pause', outcome: 'done' } })).toBe(1);
});

it('of several outcomes the worst counts: 1 > 4 > 2 > 3 > 0', () => {
  expect(worstOf([0, 3, 2, 4, 1])).toBe(1);
  expect(worstOf([0, 3, 2, 4])).toBe(4);
  expect(worstOf([0, 3, 2])).toBe(2);
  expect(worstOf([0, 3])).toBe(3);
  expect(worstOf([])).toBe(0);
});

it.each([
  [400, 'invalid-parameter', EXIT.usage],
  [401, 'unauthorized', EXIT.notAllowed],
  [403, 'forbidden', EXIT.notAllowed],
  [404, 'job-not-found', EXIT.notFound],
  [405, 'unsupported-action', EXIT.actionNotDone],
  [409, 'ambiguous-id', EXIT.usage],
  [409, 'job-ended', EXIT.actionNotDone],
  [409, 'key-in-use', EXIT.tryLater],
  [410, 'job-gone', EXIT.notFound],
  [429, 'too-many-requests', EXIT.tryLater],
  [500, 'internal', EXIT.internal],
  [502, 'backend-unreachable', EXIT.internal],
  [503, 'store-unavailable', EXIT.tryLater],
])('%i %s is %i', (status, slug, code) => {
  expect(exitCodeOfProblem(status, `/docs/errors#${slug}`)).toBe(code);
});

it('a backend that does not perform an action is an outcome', () => {
  expect(exitCodeOfActionProblem(502, '/docs/errors#backend-refused')).toBe(EXIT.actionNotDone);
  expect(exitCodeOfActionProblem(504, '/docs/errors#outcome-unknown')).toBe(EXIT.actionNotDone);
  expect(exitCodeOfActionProblem(503, '/docs/errors#store-unavailable')).toBe(EXIT.tryLater);
});

it('of several actions a fault counts more than a refusal', () => {
  expect(exitCodeOfActions([0, 0])).toBe(0);
  expect(exitCodeOfActions([0, 5])).toBe(5);
  expect(exitCodeOfActions([5, 66, 0])).toBe(66);
});
