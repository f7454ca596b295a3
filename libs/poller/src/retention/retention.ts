import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type ChangeDraft,
  CLOCK_TOLERANCE_MS,
  type Job,
  type JobStore,
  type JobView,
  type ViewedJob,
} from '@gateway/core';

import { type RetentionFloor } from '../records/diff.js';
import { type RetentionLimits, RetentionPlan } from './retention-plan.js';

/** Removals written at once. */
const BATCH = 500;
/** Jobs looked at between two turns of the event loop. */
const SLICE = 2_000;

/**
 * Lets go of ended jobs by age and by number, never of an active one. A job's age counts from the last change of its
 * record, by the gateway's clock: the backend's may be hours off. A job that was let go, by whichever replica, is below the
 * floor from then on, so that no poll takes it in again.
 */
export class Retention {
  constructor(
    private readonly limits: RetentionLimits,
    private readonly view: Pick<JobView, 'retentionCutoff' | 'oldestFirst' | 'size'>,
    private readonly store: Pick<JobStore, 'append'>,
  ) {}

  /**
   * The floor for what is seen of a backend from the instant `now` on, in ms, when its clock is ahead of ours by the offset.
   * It is to be asked anew before each write, as it rises with every removal. What no whole poll can have seen, the last of
   * which began at `lastWholePoll`, is above it unless it is too old.
   */
  floor(now: number, clockOffsetMs = 0, lastWholePoll = 0): () => RetentionFloor {
    return () => {
      const retentionCutoff = this.view.size() < this.limits.maxJobs ? 0 : this.view.retentionCutoff();
      const crowded = Math.min(retentionCutoff, lastWholePoll - CLOCK_TOLERANCE_MS);
      const ended = Math.max(now - this.limits.terminalMs, crowded) + clockOffsetMs;
      return { ended: new Date(ended).toISOString() };
    };
  }

  /**
   * Removes what is no longer kept, in slices; gives the number removed. A job that changes meanwhile is left for the
   * next sweep. Throws `StoreUnavailableError`, and the signal's reason when it aborts.
   */
  async sweep(now: number, signal: AbortSignal): Promise<number> {
    const plan = new RetentionPlan(this.limits, now);
    await this.#eachEnded(signal, ({ job }) => plan.count(changeOf(job)));
    if (plan.settle(this.view.size()) === 0) return 0;
    let removed = 0;
    let batch: ViewedJob[] = [];
    const write = async (): Promise<void> => {
      removed += await this.#remove(batch, now);
      batch = [];
    };
    await this.#eachEnded(signal, (viewed) => {
      if (!plan.goes(changeOf(viewed.job))) return undefined;
      batch.push(viewed);
      return batch.length < BATCH ? undefined : write();
    });
    await write();
    return removed;
  }

  /** Visits the ended jobs held at the call, the oldest first; the event loop turns between slices. */
  async #eachEnded(signal: AbortSignal, visit: (viewed: ViewedJob) => Promise<void> | void): Promise<void> {
    let looked = 0;
    for (const viewed of this.view.oldestFirst()) {
      looked += 1;
      if (looked % SLICE === 0) {
        await nextTurn();
        signal.throwIfAborted();
      }
      const work = viewed.job.terminal ? visit(viewed) : undefined;
      if (work) await work;
    }
  }

  async #remove(jobs: readonly ViewedJob[], now: number): Promise<number> {
    let removed = 0;
    for (const [source, own] of bySource(jobs)) {
      const drafts = own.map(({ job, revision }): ChangeDraft => ({
        type: 'remove',
        id: job.id,
        expectedRevision: revision,
      }));
      const { refused } = await this.store.append(drafts, { source, observedAt: now });
      removed += drafts.length - refused.length;
    }
    return removed;
  }
}

/** When the record last changed, in ms by the gateway's clock: for an ended job, when its end was seen or later. */
function changeOf(job: Job): number {
  return Date.parse(job.updated_time);
}

function bySource(jobs: readonly ViewedJob[]): ReadonlyMap<string, readonly ViewedJob[]> {
  const groups = new Map<string, ViewedJob[]>();
  for (const viewed of jobs) {
    const group = groups.get(viewed.job.source.name);
    if (group) group.push(viewed);
    else groups.set(viewed.job.source.name, [viewed]);
  }
  return groups;
}
