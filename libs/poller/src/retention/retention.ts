import {
  type ChangeDraft,
  CLOCK_TOLERANCE_MS,
  type EndedJob,
  type JobStore,
  type JobView,
  nextTurn,
  type Revision,
  type Timestamp,
} from '@gateway/core';

import { appendDrafts } from '../records/append-drafts.js';
import { type RetentionLimits, RetentionPlan } from './retention-plan.js';

/** Number of removals written at once. */
const WRITE_BATCH = 500;
/** Number of jobs visited before the event loop gets a turn. */
const VISIT_BATCH = 2_000;

/**
 * Removes ended jobs by age and by number, never an active one. The age of a job counts from the last change of its
 * record, by the gateway's clock: the backend's clock may be hours off. The cutoff keeps polls of all replicas from
 * storing removed jobs again.
 */
export class Retention {
  /** `shown` resolves when the view shows a revision; throws `StoreUnavailableError`. */
  constructor(
    private readonly limits: RetentionLimits,
    private readonly view: Pick<JobView, 'endedOldestFirst' | 'lastRemovedTime' | 'revisionOf' | 'size'>,
    private readonly store: Pick<JobStore, 'append'>,
    private readonly shown: (revision: Revision) => Promise<void>,
  ) {}

  /**
   * The retention cutoff, by the backend's clock, for a poll that began at `began`, in ms. `clockOffsetMs` is the
   * backend's clock minus ours. Call it before each write: every removal raises the cutoff. Jobs that ended
   * later than a minute before `lastSuccess`, when the last successful poll began, are below it only because of their
   * age: no poll can have stored them before.
   */
  cutoff(began: number, clockOffsetMs = 0, lastSuccess = 0): Timestamp {
    const lastRemoved = this.view.size() < this.limits.maxJobs ? 0 : this.view.lastRemovedTime();
    const byNumber = Math.min(lastRemoved, lastSuccess - CLOCK_TOLERANCE_MS);
    const byAge = began - this.limits.terminalMs;
    return new Date(Math.max(byAge, byNumber) + clockOffsetMs).toISOString();
  }

  /**
   * Removes the jobs that are no longer kept and returns their number. A job that changes meanwhile is left to the next
   * sweep. Throws `StoreUnavailableError`, and the signal's reason when it aborts.
   */
  async sweep(now: number, signal: AbortSignal): Promise<number> {
    const plan = new RetentionPlan(this.limits, now);
    await this.#eachEnded(signal, ({ updatedMs }) => plan.count(updatedMs));
    if (plan.decide(this.view.size()) === 0) return 0;
    let removed = 0;
    let batch: EndedJob[] = [];
    const write = async (): Promise<void> => {
      removed += await this.#remove(batch, now);
      batch = [];
    };
    await this.#eachEnded(signal, (ended) => {
      if (!plan.isRemoved(ended.updatedMs)) return undefined;
      batch.push(ended);
      return batch.length < WRITE_BATCH ? undefined : write();
    });
    await write();
    return removed;
  }

  /** Visits the ended jobs, oldest first, and yields to the event loop between batches. */
  async #eachEnded(signal: AbortSignal, visit: (ended: EndedJob) => Promise<void> | void): Promise<void> {
    let examined = 0;
    for (const ended of this.view.endedOldestFirst()) {
      examined += 1;
      if (examined % VISIT_BATCH === 0) {
        await nextTurn();
        signal.throwIfAborted();
      }
      const work = ended && visit(ended);
      if (work) await work;
    }
  }

  async #remove(jobs: readonly EndedJob[], now: number): Promise<number> {
    const { shown, store, view } = this;
    let removed = 0;
    for (const [source, own] of bySource(jobs)) {
      const drafts = own.map(({ id, revision }): ChangeDraft => ({ type: 'remove', id, expectedRevision: revision }));
      const { written } = await appendDrafts({ shown, store, view }, drafts, { source, observedAt: now });
      removed += written;
    }
    return removed;
  }
}

function bySource(jobs: readonly EndedJob[]): ReadonlyMap<string, readonly EndedJob[]> {
  const groups = new Map<string, EndedJob[]>();
  for (const ended of jobs) {
    const group = groups.get(ended.source);
    if (group) group.push(ended);
    else groups.set(ended.source, [ended]);
  }
  return groups;
}
