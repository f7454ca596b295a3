import {
  batchesOf,
  type ChangeDraft,
  type Clock,
  formatJobId,
  isTerminalState,
  type JobStore,
  type JobView,
  type Lease,
  nextTurn,
  type ObservedJob,
  type RejectedDraft,
  type Revision,
  type Timestamp,
  type ViewedJob,
} from '@gateway/core';

import { type StoreFaults } from '../status/store-faults.js';
import { type StoreLosses } from '../status/store-losses.js';
import { appendDrafts } from './append-drafts.js';
import { diffGone, diffObserved, diffUnobserved, draftsOf, type JobDiff, type PreviousComparisons } from './diff.js';
import { type MergeContext } from './merge.js';
import { LEFT_OUT, type PageRecord, PageRecords } from './page-records.js';

/** Number of jobs that are compared before the event loop gets a turn: about 50 µs each. */
export const JOBS_PER_TURN = 50;

/**
 * More active jobs than any backend has. New jobs above that are left out until the others have ended or are gone: a
 * backend that lists other jobs at every poll must not fill the memory. Retention limits the number of ended jobs.
 */
export const MAX_ACTIVE_JOBS = 100_000;

/** What a writer needs. */
export interface RecordWriterDeps {
  readonly store: Pick<JobStore, 'append'>;
  readonly view: JobView;
  readonly clock: Clock;
  readonly mergeContext: (now: number) => MergeContext;
  /** Resolves when the view shows a revision; throws `StoreUnavailableError`. */
  readonly shown: (revision: Revision) => Promise<void>;
  /** The current retention cutoff. */
  readonly cutoff: () => Timestamp;
  readonly losses: StoreLosses;
  readonly storeFaults: Pick<StoreFaults, 'refusals'>;
}

/**
 * Writes observations under a lease, in batches, yielding to the event loop between them. Its methods resolve when the
 * view shows all changes. They throw `StoreUnavailableError` and `LeaseLostError`.
 */
export class RecordWriter {
  /** Number of records written so far. */
  changed = 0;
  /** Number of those whose records the store had lost or damaged: see `appendDrafts`. */
  repaired = 0;
  /** Drafts that the store rejected because it holds something newer. */
  readonly rejected: RejectedDraft[] = [];
  /** Number of drafts that the store rejects without that reason. */
  refused = 0;
  /** Number of new jobs that were left out because the source has too many active ones. */
  leftOut = 0;

  /** `observedAt`: when the observation began, in ms. */
  constructor(
    private readonly deps: RecordWriterDeps,
    private readonly observedAt: number,
    private readonly lease: Lease,
  ) {}

  /** Whether all jobs of a page that was written before still agree with their records. */
  isCurrent(page: PageRecords): boolean {
    return page.isCurrent(this.deps.view, this.deps.cutoff());
  }

  /** The jobs that `writeObserved` would write. Does not yield: pass one batch at most. */
  differing(jobs: readonly ObservedJob[]): readonly ObservedJob[] {
    const ids = new Set(draftsOf(this.#diff(this.withRoom(jobs), this.deps.cutoff())).map(({ id }) => id));
    return jobs.filter((job) => ids.has(formatJobId(this.lease.source, job.native_id)));
  }

  /** The jobs without those that are new and active and for which the source has no room. */
  withRoom(jobs: readonly ObservedJob[]): readonly ObservedJob[] {
    const { view } = this.deps;
    const { source } = this.lease;
    const room = MAX_ACTIVE_JOBS - view.activeCount(source);
    if (jobs.length <= room) return jobs;
    let added = 0;
    return jobs.filter(({ native_id, state }) => {
      if (isTerminalState(state) || view.revisionOf(formatJobId(source, native_id)) !== undefined) return true;
      added += 1;
      return added <= room;
    });
  }

  /**
   * Writes the jobs that differ from their records, each native id at most once, apart from those without room. All
   * batches are written at the same time: pass the jobs of one page at most.
   */
  async writeObserved(observed: readonly ObservedJob[], previous?: PreviousComparisons): Promise<PageRecords> {
    const jobs = this.withRoom(observed);
    this.leftOut += observed.length - jobs.length;
    let highestCutoff = '';
    const diffs: JobDiff[] = [];
    const appends: Promise<void>[] = [];
    for (const batch of batchesOf(jobs, JOBS_PER_TURN)) {
      const cutoff = this.deps.cutoff();
      if (cutoff > highestCutoff) highestCutoff = cutoff;
      const compared = this.#diff(batch, cutoff, previous);
      const drafts = draftsOf(compared);
      diffs.push(...compared);
      if (drafts.length > 0) appends.push(handledLater(this.#append(drafts)));
      await nextTurn();
    }
    await Promise.all(appends);
    return new PageRecords(
      this.lease.source,
      diffs.map((diff) => this.#recordOf(diff)),
      highestCutoff,
    );
  }

  /** Marks jobs gone; `reason` as in `markGone` of merge.ts. */
  async markGone(jobs: readonly ViewedJob[], reason?: string): Promise<void> {
    await this.#writeEach(jobs, (batch, context) => diffGone(batch, context, reason));
  }

  /** Marks active jobs unknown that were last observed at `since`. */
  async markUnobserved(jobs: readonly ViewedJob[], since: Timestamp): Promise<void> {
    await this.#writeEach(jobs, (batch, context) => diffUnobserved(batch, since, context));
  }

  #diff(jobs: readonly ObservedJob[], cutoff: Timestamp, previous?: PreviousComparisons): readonly JobDiff[] {
    const { clock, mergeContext, view } = this.deps;
    return diffObserved(jobs, view, mergeContext(clock.now()), cutoff, previous);
  }

  /** A job that was written agrees with its record unless the draft was rejected or the record has changed again. */
  #recordOf(diff: JobDiff): PageRecord {
    const { id } = diff;
    if ('agreesWith' in diff) return { id, agreedWith: diff.agreesWith, digest: diff.digest };
    if ('isLeftOut' in diff) return { id, agreedWith: LEFT_OUT };
    const shown = this.deps.view.get(id);
    return { id, agreedWith: shown?.text === diff.draft.text ? shown.revision : undefined };
  }

  async #writeEach<T>(
    items: readonly T[],
    diff: (batch: readonly T[], context: MergeContext) => readonly ChangeDraft[],
  ): Promise<void> {
    for (const batch of batchesOf(items, JOBS_PER_TURN)) {
      const drafts = diff(batch, this.deps.mergeContext(this.deps.clock.now()));
      await (drafts.length === 0 ? nextTurn() : this.#append(drafts));
    }
  }

  async #append(drafts: readonly ChangeDraft[]): Promise<void> {
    const { fencing, source } = this.lease;
    const result = await appendDrafts(this.deps, drafts, { source, observedAt: this.observedAt, fencing });
    this.changed += result.written;
    this.repaired += result.repaired;
    this.deps.losses.records += result.repaired;
    this.rejected.push(...result.rejected);
    this.refused += result.refused;
    this.deps.storeFaults.refusals += result.refused;
    await this.deps.shown(result.revision);
  }
}

/** The promise itself; its error does not count as unhandled before the caller awaits it. */
function handledLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
