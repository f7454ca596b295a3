import {
  batchesOf,
  type ChangeDraft,
  type Clock,
  CLOCK_TOLERANCE_MS,
  type JobView,
  type ViewedJob,
} from '@gateway/core';

import { type StoreLosses } from '../status/store-losses.js';
import { type AppendDeps, appendDrafts } from './append-drafts.js';

/** Number of records that are written at once. */
const RECORDS_AT_ONCE = 200;

/** What `writeBack` needs. */
export interface WriteBackDeps extends AppendDeps {
  readonly view: Pick<JobView, 'get' | 'revisionOf'>;
  readonly clock: Clock;
  readonly losses: StoreLosses;
}

/**
 * Writes the view's records of some jobs of a source again, because those in the store may be damaged. Resolves when the
 * view shows them. Throws `StoreUnavailableError`.
 */
export async function writeBack(deps: WriteBackDeps, source: string, ids: readonly string[]): Promise<void> {
  for (const batch of batchesOf(ids, RECORDS_AT_ONCE)) {
    for (const [observedAt, drafts] of draftsByTime(deps, batch)) {
      const { revision, written } = await appendDrafts(deps, drafts, { source, observedAt });
      deps.losses.records += written;
      await deps.shown(revision);
    }
  }
}

/** The drafts by the time of their observation, in ms. */
function draftsByTime(
  { clock, view }: WriteBackDeps,
  ids: readonly string[],
): ReadonlyMap<number, readonly ChangeDraft[]> {
  const drafts = new Map<number, readonly ChangeDraft[]>();
  for (const id of ids) {
    const viewed = view.get(id);
    if (!viewed) continue;
    const observedAt = observationOf(viewed, clock.now());
    const draft = { type: 'put', id, expectedRevision: viewed.revision, text: viewed.text } as const;
    drafts.set(observedAt, [...(drafts.get(observedAt) ?? []), draft]);
  }
  return drafts;
}

/**
 * A time at which a record had been observed, in ms: when it was last changed, or the end of the clock tolerance if that is
 * earlier. A replica whose clock is behind this one must be able to write its next observation.
 */
function observationOf({ job }: ViewedJob, now: number): number {
  return Math.min(now, Math.max(now - CLOCK_TOLERANCE_MS, Date.parse(job.updated_time)));
}
