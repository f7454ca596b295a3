import {
  type Change,
  compareRevisions,
  FIRST_REVISION,
  type JobPage,
  type JobQuery,
  type JobSummary,
  type JobView,
  MonotonicClock,
  monotonicClock,
  type Revision,
  type StateCounts,
  type StoredJob,
  type SummaryQuery,
  type ViewedJob,
} from '@gateway/core';
import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { answerQuery } from './query/answer-query.js';
import { ChangeHistory, type JobChange } from './history/change-history.js';
import { JobIndex } from './index/job-index.js';
import { JobListeners } from './history/job-listeners.js';
import { type PlacedJob } from './index/job-order.js';
import { rememberedChanges } from './history/remembered-changes.js';
import { RevisionWaiters } from './history/revision-waiters.js';
import { parseStored } from './index/parse-stored.js';
import { summarize } from './query/summarize.js';
import { TimeSlice } from './query/time-slice.js';

/** Pages of the present revision are remembered up to this many records in all. */
const REMEMBERED_RECORDS = 20_000;
/** So many summaries of the present revision are remembered, each of 10,000 groups at most. */
const REMEMBERED_SUMMARIES = 20;

/** What a view is told of the log beside the snapshot. */
export interface LogTail {
  /** The last changes that are kept, in order, read after the revision the snapshot is loaded with. */
  readonly recent: readonly Change[];
  /** The latest revision now. Asked once the snapshot is in, which may hold anything up to there. */
  latest(): Promise<Revision>;
}

/**
 * The in-process index every read is answered from. Entries are replaced, never altered. A query belongs to the
 * revision the view had at its call.
 */
@Injectable()
export class View implements JobView {
  /** The last changes. What it ends with is the view's revision. */
  readonly history: ChangeHistory;
  #index = new JobIndex();
  #revision: Revision = FIRST_REVISION;
  /** Up to here the snapshot may have been ahead of the log that is replayed over it. */
  #aheadUntil: Revision = FIRST_REVISION;
  #retentionCutoff = 0;
  readonly #waiters = new RevisionWaiters();
  readonly #listeners = new JobListeners();
  readonly #pages = new LRUCache<string, Promise<JobPage>>({ maxSize: REMEMBERED_RECORDS });
  readonly #summaries = new LRUCache<string, Promise<JobSummary | undefined>>({ max: REMEMBERED_SUMMARIES });
  readonly #clock: MonotonicClock;

  /** The clock only measures how long a piece of work has held the event loop. */
  constructor(
    @Optional() clock: MonotonicClock = monotonicClock,
    @Optional() history: ChangeHistory = new ChangeHistory(),
  ) {
    this.#clock = clock;
    this.history = history;
  }

  /**
   * Takes in the store's snapshot in slices; `revision` is what the store gave before the snapshot was begun, and the
   * log is to be followed from there afterwards. Until all of it is in, reads see what was held before; then exactly the
   * snapshot is held. A job given twice counts in its later revision. When the snapshot fails nothing changes. Gives the
   * ids of jobs whose text is not JSON: they are left out. The history begins anew, with those of the log's recent
   * changes that are not after `revision`.
   */
  async load(
    snapshot: AsyncIterable<readonly StoredJob[]>,
    revision: Revision,
    log: LogTail = { recent: [], latest: async () => revision },
  ): Promise<readonly string[]> {
    const [held, fresh] = [this.#index, new JobIndex()];
    const slice = new TimeSlice(this.#clock);
    const unreadable: string[] = [];
    let oldestChange: string | undefined;
    for await (const batch of snapshot) {
      for (const stored of batch) {
        if (slice.spent()) await slice.next();
        if (!isLater(stored, fresh)) continue;
        const entry = sameIn(held, stored) ?? parseStored(stored);
        if (entry) fresh.put(entry);
        else unreadable.push(stored.id);
        if (entry?.job.terminal && (!oldestChange || entry.job.updated_time < oldestChange))
          oldestChange = entry.job.updated_time;
      }
    }
    const aheadUntil = await log.latest();
    const remembered = await rememberedChanges(log.recent, revision, fresh, slice);
    this.#index = fresh;
    this.#raiseRetentionCutoff(oldestChange);
    this.#aheadUntil = aheadUntil;
    this.history.restart(remembered.floor, remembered.changes);
    this.#moveTo(revision);
    this.#listeners.callAll();
    return unreadable;
  }

  /**
   * Applies a batch of the log at once: at most some hundred changes, as the event loop is held meanwhile. What the view
   * already has, or has later, is left out, so replays are harmless. Gives the ids of changes whose text is not JSON:
   * they are passed over, and the job stays as it was.
   */
  apply(changes: readonly Change[]): readonly string[] {
    const unreadable: string[] = [];
    const taken: JobChange[] = [];
    let reached = this.#revision;
    for (const change of changes) {
      if (compareRevisions(change.revision, reached) <= 0) continue;
      taken.push(this.#enact(change, unreadable));
      reached = change.revision;
    }
    this.history.append(taken);
    this.#moveTo(reached);
    for (const { id } of taken) this.#listeners.call(id);
    return unreadable;
  }

  /** Resolves once this revision or a later one is applied; rejects with the signal's reason when that comes first. */
  async reached(revision: Revision, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (compareRevisions(revision, this.#revision) > 0) await this.#waiters.wait(revision, signal);
  }

  /** Calls the listener when the job may have changed, until the function given back is called. */
  subscribe(id: string, listener: () => void): () => void {
    return this.#listeners.add(id, listener);
  }

  revision(): Revision {
    return this.#revision;
  }

  get(id: string): ViewedJob | undefined {
    return this.#index.get(id);
  }

  byNativeId(nativeId: string): readonly ViewedJob[] {
    return this.#index.byNativeId(nativeId);
  }

  sources(): Iterable<string> {
    return this.#index.sources();
  }

  present(source: string): Iterable<ViewedJob> {
    return this.#index.present(source);
  }

  active(source: string): Iterable<ViewedJob> {
    return this.#index.active(source);
  }

  oldestFirst(): Iterable<ViewedJob> {
    return this.#index.oldestFirst();
  }

  retentionCutoff(): number {
    return this.#retentionCutoff;
  }

  query(query: JobQuery): Promise<JobPage> {
    const remembered = this.#pages.get(query.key);
    if (remembered) return remembered;
    const page = answerQuery(this.#index, query, new TimeSlice(this.#clock));
    this.#pages.set(query.key, page, { size: query.maxRecords + 1 + Math.ceil(query.key.length / 100) });
    return page;
  }

  /**
   * Exact counts of the selected jobs by the values of some fields. It belongs to the revision the view has at the call;
   * `undefined` when there are more than `MOST_GROUPS` groups.
   */
  summary(query: SummaryQuery): Promise<JobSummary | undefined> {
    const remembered = this.#summaries.get(query.key);
    if (remembered) return remembered;
    const summary = summarize(this.#index, query, new TimeSlice(this.#clock));
    this.#summaries.set(query.key, summary);
    return summary;
  }

  counts(source: string): StateCounts {
    return this.#index.counts(source);
  }

  size(): number {
    return this.#index.size;
  }

  #moveTo(revision: Revision): void {
    this.#revision = revision;
    this.#pages.clear();
    this.#summaries.clear();
    this.#waiters.announce(revision);
    this.history.announce();
  }

  #raiseRetentionCutoff(changedAt: string | undefined): void {
    this.#retentionCutoff = Math.max(this.#retentionCutoff, Date.parse(changedAt ?? '') || 0);
  }

  /** Changes the index and gives what it came to. A put that cannot be read leaves the job as it was. */
  #enact(change: Change, unreadable: string[]): JobChange {
    const { id, revision } = change;
    const held = this.#index.get(id);
    const before = compareRevisions(revision, this.#aheadUntil) <= 0 ? 'unknown' : held?.job;
    // Where the snapshot was ahead, who reads the history is shown what is held, and never goes back in time.
    if (!isLater(change, this.#index)) return { id, revision, before, after: held };
    switch (change.type) {
      case 'put': {
        const after = parseStored(change);
        if (after) this.#index.put(after);
        else unreadable.push(id);
        return { id, revision, before, after: after ?? held };
      }
      case 'remove':
        this.#index.remove(id);
        if (held?.job.terminal) this.#raiseRetentionCutoff(held.job.updated_time);
        return { id, revision, before, after: undefined };
      default:
        return change satisfies never;
    }
  }
}

function isLater({ id, revision }: Change | StoredJob, index: JobIndex): boolean {
  const held = index.get(id);
  return held === undefined || compareRevisions(revision, held.revision) > 0;
}

function sameIn(index: JobIndex, { id, revision }: StoredJob): PlacedJob | undefined {
  const held = index.get(id);
  return held?.revision === revision ? held : undefined;
}
