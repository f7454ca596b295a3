import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type ChangeDraft,
  CLOCK_TOLERANCE_MS,
  type Job,
  type JobStore,
  type JobView,
  type Timestamp,
  type ViewedJob,
} from '@gateway/core';

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
  constructor(
    private readonly limits: RetentionLimits,
    private readonly view: Pick<JobView, 'lastRemovedTime' | 'oldestFirst' | 'size'>,
    private readonly store: Pick<JobStore, 'append'>,
  ) {}

  /**
   * The retention cutoff, by the backend's clock, for a poll that began at `began`, in ms. `clockOffsetMs` is the
   * backend's clock minus ours. Call the result before each write: every removal raises the cutoff. Jobs that ended
   * later than a minute before `lastSuccess`, when the last successful poll began, are below it only because of their
   * age: no poll can have stored them before.
   */
  cutoff(began: number, clockOffsetMs = 0, lastSuccess = 0): () => Timestamp {
    return () => {
      const lastRemoved = this.view.size() < this.limits.maxJobs ? 0 : this.view.lastRemovedTime();
      const byNumber = Math.min(lastRemoved, lastSuccess - CLOCK_TOLERANCE_MS);
      const byAge = began - this.limits.terminalMs;
      return new Date(Math.max(byAge, byNumber) + clockOffsetMs).toISOString();
    };
  }

  /**
   * Removes the jobs that are no longer kept and returns their number. A job that changes meanwhile is left to the next
   * sweep. Throws `StoreUnavailableError`, and the signal's reason when it aborts.
   */
  async sweep(now: number, signal: AbortSignal): Promise<number> {
    const plan = new RetentionPlan(this.limits, now);
    await this.#eachEnded(signal, ({ job }) => plan.count(changeOf(job)));
    if (plan.decide(this.view.size()) === 0) return 0;
    let removed = 0;
    let batch: ViewedJob[] = [];
    const write = async (): Promise<void> => {
      removed += await this.#remove(batch, now);
      batch = [];
    };
    await this.#eachEnded(signal, (viewed) => {
      if (!plan.isRemoved(changeOf(viewed.job))) return undefined;
      batch.push(viewed);
      return batch.length < WRITE_BATCH ? undefined : write();
    });
    await write();
    return removed;
  }

  /** Visits the ended jobs, oldest first, and yields to the event loop between batches. */
  async #eachEnded(signal: AbortSignal, visit: (viewed: ViewedJob) => Promise<void> | void): Promise<void> {
    let visited = 0;
    for (const viewed of this.view.oldestFirst()) {
      visited += 1;
      if (visited % VISIT_BATCH === 0) {
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
      const { rejected } = await this.store.append(drafts, { source, observedAt: now });
      removed += drafts.length - rejected.length;
    }
    return removed;
  }
}

/** When the record last changed, in ms; for an ended job, when its end was observed or later. */
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
