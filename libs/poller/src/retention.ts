import { setImmediate as nextTurn } from 'node:timers/promises';

import { type ChangeDraft, type Job, type JobStore, type JobView, type ViewedJob } from '@gateway/core';

import { type RetentionFloor } from './diff.js';

/** How long ended jobs are kept, and how many jobs at most. */
export interface RetentionLimits {
  readonly terminalMs: number;
  readonly maxJobs: number;
}

/** Removals written at once. */
const BATCH = 500;
/** The rules of no source's lease apply: removals rest on the revision they were decided on. */
const NO_SOURCE = '';
/** Jobs stay this much longer than promised: by then clocks that differ a little agree that they are old. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Lets go of ended jobs by age and by number, those that have not changed for longest first, never of an active one. A
 * job's age counts from the last change of its record, by the gateway's clock: the backend's may be hours off. A job that
 * was let go is below the floor from then on, on every replica, so that no poll takes it in again.
 */
export class Retention {
  constructor(
    private readonly limits: RetentionLimits,
    private readonly view: Pick<JobView, 'endedByChange' | 'longestUnchanged' | 'size'>,
    private readonly store: Pick<JobStore, 'append'>,
  ) {}

  /**
   * The floor for what is seen of a backend from the instant `now` on, in ms, when its clock is ahead of ours by the
   * offset. It is to be asked anew before each write: it rises with what the view is told to have been let go. A view
   * that still has room at the call goes on having it.
   */
  floor(now: number, clockOffsetMs = 0): () => RetentionFloor {
    const aged = now - this.limits.terminalMs;
    const isFull = this.view.size() >= this.limits.maxJobs;
    return () => {
      const ended = (isFull ? Math.max(aged, this.#crowded(now)) : aged) + clockOffsetMs;
      return { ended: new Date(ended).toISOString() };
    };
  }

  /**
   * Removes what is no longer kept, in batches; gives the number removed. A job that changes meanwhile is left for the
   * next sweep. Throws `StoreUnavailableError`, and the signal's reason when it aborts.
   */
  async sweep(now: number, signal: AbortSignal): Promise<number> {
    const agedBefore = now - this.limits.terminalMs - CLOCK_TOLERANCE_MS;
    let excess = this.view.size() - this.limits.maxJobs;
    let removed = 0;
    let batch: ViewedJob[] = [];
    for (const viewed of this.view.endedByChange()) {
      if (excess <= 0 && changeOf(viewed.job) >= agedBefore) break;
      excess -= 1;
      batch.push(viewed);
      if (batch.length < BATCH) continue;
      signal.throwIfAborted();
      removed += await this.#remove(batch, now);
      batch = [];
      await nextTurn();
    }
    signal.throwIfAborted();
    return removed + (await this.#remove(batch, now));
  }

  /** No job that was let go because there were too many changed, or ended, after this instant in ms. */
  #crowded(now: number): number {
    const first = this.view.longestUnchanged();
    return first ? changeOf(first.job) : now;
  }

  /** In one go for all sources: what is left is at any moment what has changed last. */
  async #remove(jobs: readonly ViewedJob[], now: number): Promise<number> {
    if (jobs.length === 0) return 0;
    const drafts = jobs.map(({ job, revision }): ChangeDraft => ({ type: 'remove', id: job.id, basis: revision }));
    const { refused } = await this.store.append(drafts, { source: NO_SOURCE, observedAt: now });
    return drafts.length - refused.length;
  }
}

/** When the record last changed, in ms by the gateway's clock: for an ended job, when its end was seen or later. */
function changeOf(job: Job): number {
  return Date.parse(job.updated_time);
}
