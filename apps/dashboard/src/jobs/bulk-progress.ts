import { type BulkAction } from '../api/types';

/** The outcomes of a bulk action in the order of the progress bar. */
export const BULK_OUTCOMES = ['done', 'accepted', 'refused', 'failed', 'unknown'] as const;

/** The number of jobs whose action was not sent yet, or never was. */
export function leftOf({ total, sent }: BulkAction): number {
  return Math.max(0, total - sent);
}

/** Seconds until all is sent, from the speed so far. Undefined before there is one. */
export function secondsLeft(bulk: BulkAction, now: number): number | undefined {
  const elapsed = (now - Date.parse(bulk.started_time)) / 1_000;
  if (bulk.sent === 0 || elapsed <= 0) return undefined;
  return leftOf(bulk) / (bulk.sent / elapsed);
}

/** Seconds to send a previewed bulk action: the source with the most jobs decides. */
export function estimatedSeconds(bySource: readonly { readonly count: number }[], perSecond: number): number {
  return Math.max(0, ...bySource.map(({ count }) => count)) / perSecond;
}
