import { type Clock, FIRST_REVISION, type Logger, type Revision } from '@gateway/core';

import { type CheckpointReader, formatSourceCheckpoint, type LossTimes, withLoss } from '../source-checkpoint.js';
import { type ChangeLog } from './change-log.js';
import { type CommitMark, type Mark } from './commit-mark.js';
import { CHECKPOINT_KEYS, REMOVED_COUNT_KEY, suffixOf } from './keys.js';
import { type LevelDatabase } from './level-database.js';

/** What `declareLostChanges` works with. */
export interface OpenedStore {
  readonly path: string;
  readonly database: LevelDatabase;
  readonly log: ChangeLog;
  readonly mark: CommitMark;
  readonly checkpoints: CheckpointReader;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Detects after an opening that the disk has lost acknowledged changes, and begins the mark of the new run. A loss is
 * logged, and becomes a gap in the checkpoint of every source, durably, before anything else is written. Returns the
 * times of the loss; `undefined` if there is none.
 */
export async function declareLostChanges(store: OpenedStore): Promise<LossTimes | undefined> {
  const { clock, log, mark } = store;
  const before = await mark.read();
  const { count, written } = log.extent;
  const changes = count.lost + (count.isKnown ? Math.max(0, (before?.written ?? 0) - written) : 0);
  const now = clock.now();
  const loss = changes > 0 ? { since: Math.min(now, await lossBegan(store, before)), until: now } : undefined;
  if (loss) await declare(store, changes, loss);
  await mark.begin({ written, since: Math.min(now, timeOf(log.last) ?? now) });
  return loss;
}

/**
 * The time of the last change before the loss. If only the end of the log is missing, that is the last change. If
 * changes in the middle are missing, it is not known which ones: LevelDB's write log began with the last run.
 */
async function lossBegan({ clock, log }: OpenedStore, before: Mark | undefined): Promise<number> {
  const { count, last } = log.extent;
  const lastTime = timeOf(last);
  if (count.lost === 0 && lastTime !== undefined) return lastTime;
  return Math.min(before?.since ?? timeOf(await log.extent.firstRevision()) ?? clock.now(), lastTime ?? Infinity);
}

async function declare(
  { checkpoints, database, log, logger, path }: OpenedStore,
  changes: number,
  loss: LossTimes,
): Promise<void> {
  const since = new Date(loss.since).toISOString();
  logger.error({ path, changes, since }, 'store has lost changes; every source has a gap since then');
  const batch = database.batch();
  for await (const page of database.pages(CHECKPOINT_KEYS)) {
    for (const [key, text] of page) {
      const checkpoint = checkpoints.read(suffixOf(key), text) ?? {};
      batch.put(key, formatSourceCheckpoint(withLoss(checkpoint, loss)));
    }
  }
  batch.put(REMOVED_COUNT_KEY, String(log.extent.count.removed));
  await database.write(batch);
  log.endFollowers();
}

/** When a change was written, in ms; `undefined` for the revision before all changes. */
function timeOf(revision: Revision): number | undefined {
  return revision === FIRST_REVISION ? undefined : Number(revision.split('-')[0]);
}
