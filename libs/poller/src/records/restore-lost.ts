import {
  batchesOf,
  type ChangeDraft,
  type Clock,
  CLOCK_TOLERANCE_MS,
  compareRevisions,
  type JobStore,
  type Revision,
  type ViewedJob,
} from '@gateway/core';

import { type StoreLosses } from '../status/store-losses.js';
import { type AppendDeps } from './append-drafts.js';

/** Number of records that are compared, and written, at once. */
const RECORDS_AT_ONCE = 200;
/** Restored records are not written under the lease of a source. */
const NO_SOURCE = '';

/** What `restoreLost` needs. */
export interface RestoreDeps extends AppendDeps {
  readonly store: Pick<JobStore, 'append' | 'revisions'>;
  readonly clock: Clock;
  readonly losses: StoreLosses;
  /** Ends the work, with the reason of the signal. */
  readonly stopped: AbortSignal;
}

/**
 * Compares records of the view with the store, and writes those back that the store has lost or has in another version.
 * `onLost` receives them before they are written. Returns the number written, and counts them among the losses. The view
 * must follow the store's log. All replicas can do this at the same time. Throws `StoreUnavailableError`, and the reason of
 * `stopped`.
 */
export async function restoreLost(
  deps: RestoreDeps,
  viewed: Iterable<ViewedJob>,
  onLost: (lost: readonly ViewedJob[]) => void,
): Promise<number> {
  let written = 0;
  for (const batch of batchesOf(viewed, RECORDS_AT_ONCE)) {
    deps.stopped.throwIfAborted();
    const lost = await findLost(deps, batch);
    if (lost.size === 0) continue;
    onLost([...lost.keys()]);
    const drafts = [...lost].map(([{ id, text }, expectedRevision]): ChangeDraft => {
      return { type: 'put', id, expectedRevision, text };
    });
    // Not now: a replica whose clock is behind this one must be able to write its next observation.
    const observedAt = deps.clock.now() - CLOCK_TOLERANCE_MS;
    const { rejected } = await deps.store.append(drafts, { source: NO_SOURCE, observedAt });
    written += drafts.length - rejected.length;
    deps.losses.records += drafts.length - rejected.length;
  }
  return written;
}

/**
 * The records that the store has lost or has in another version, with the revision that it has. When the view shows the
 * revision at which they were read, no change explains a difference any more: a later version comes from another program.
 */
async function findLost(
  { shown, store, view }: RestoreDeps,
  batch: readonly ViewedJob[],
): Promise<ReadonlyMap<ViewedJob, Revision | undefined>> {
  const { records, revision } = await store.revisions(batch.map(({ id }) => id));
  const different = batch.flatMap((viewed, at): [ViewedJob, Revision | undefined][] => {
    const stored = records[at];
    return stored === viewed.revision ? [] : [[viewed, stored]];
  });
  if (different.length > 0) await shown(revision);
  const isCertain = (viewed: ViewedJob): boolean =>
    view.revisionOf(viewed.id) === viewed.revision && compareRevisions(viewed.revision, revision) <= 0;
  return new Map(different.filter(([viewed]) => isCertain(viewed)));
}
