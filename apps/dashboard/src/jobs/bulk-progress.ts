import { ProblemError } from '../api/problem';
import { type BulkAction } from '../api/types';

/** The outcomes of a bulk action in the order of the progress bar. */
export const BULK_OUTCOMES = ['done', 'accepted', 'refused', 'failed', 'unknown'] as const;

/** The number of jobs whose action was sent, or that the gateway has refused to send. */
export function handledOf({ sent, refused }: BulkAction): number {
  return sent + refused;
}

/** The number of jobs whose turn has not come yet, or never will. */
export function leftOf(bulk: BulkAction): number {
  return Math.max(0, bulk.total - handledOf(bulk));
}

/** Seconds until the last job has had its turn, from the speed so far. Undefined before there is one. */
export function secondsLeft(bulk: BulkAction, now: number): number | undefined {
  const elapsed = (now - Date.parse(bulk.started_time)) / 1_000;
  const handled = handledOf(bulk);
  if (handled === 0 || elapsed <= 0) return undefined;
  return leftOf(bulk) / (handled / elapsed);
}

/** True if a bulk action has to be read again: it runs, outcomes are missing, or the last read failed for a while only. */
export function isBulkOpen(bulk: BulkAction | undefined, error: unknown): boolean {
  if (error instanceof ProblemError && error.status < 500 && error.status !== 429) return false;
  return bulk === undefined || !isSettled(bulk);
}

/** True if nothing is sent any more and every job has its outcome. */
function isSettled({ state, sent, accepted, done, refused, failed, unknown }: BulkAction): boolean {
  return state !== 'running' && accepted === 0 && done + refused + failed + unknown >= sent;
}
