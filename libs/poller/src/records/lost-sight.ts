import { type Lease } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';
import { type SourceRecords } from './source-records.js';

/** Active jobs of a backend that was not polled whole for so long, in ms, are not called running any more. */
const SIGHT_MS = 86_400_000;

/**
 * Declares those active jobs of a source unknown that nothing has been heard of for a day: the last whole poll began at
 * `lastSuccess`, in ms, and they are not among the native ids `seen` since. Gives how many; throws what the store throws.
 */
export async function loseSight(
  { clock, logger, view }: Pick<PollerDeps, 'clock' | 'logger' | 'view'>,
  records: SourceRecords,
  lastSuccess: number | undefined,
  seen: ReadonlySet<string>,
  lease: Lease,
): Promise<number> {
  const now = clock.now();
  if (lastSuccess === undefined || now - lastSuccess < SIGHT_MS) return 0;
  const unseen = [...view.active(lease.source)].filter(({ job }) => !seen.has(job.native_id));
  const writer = records.writer(now, lease);
  const since = new Date(lastSuccess).toISOString();
  await writer.outOfSight(unseen, since);
  if (writer.changed > 0)
    logger.warn({ source: lease.source, since, jobs: writer.changed }, 'active jobs are out of sight');
  return writer.changed;
}
