import {
  type Change,
  type Clock,
  compareRevisions,
  FIRST_REVISION,
  type Job,
  type JobPage,
  type JobQuery,
  type JobSummary,
  type JobView,
  type Revision,
  type StateCounts,
  type StoredJob,
  type SummaryQuery,
  type ViewedJob,
} from '@gateway/core';
import { LRUCache } from 'lru-cache';
import { answerQuery } from './answer-query.js';
import { JobIndex } from './job-index.js';
import { createdMsOf, type PlacedJob } from './job-order.js';
import { RevisionWaiters } from './revision-waiters.js';
import { summarize } from './summarize.js';
import { TimeSlice } from './time-slice.js';

/** Pages of the present revision are remembered up to this many records in all. */
const REMEMBERED_RECORDS = 20_000;
/** So many summaries of the present revision are remembered, each of 10,000 groups at most. */
const REMEMBERED_SUMMARIES = 20;

/** Milliseconds that never jump, for slicing long work. */
const steadyClock: Clock = { now: () => performance.now() };

/**
 * The in-process index every read is answered from. Entries are replaced, never altered. A query belongs to the
 * revision the view had at its call.
 */
export class View implements JobView {
  #index = new JobIndex();
  #revision: Revision = FIRST_REVISION;
  readonly #waiters = new RevisionWaiters();
  readonly #pages = new LRUCache<string, Promise<JobPage>>({ maxSize: REMEMBERED_RECORDS });
  readonly #summaries = new LRUCache<string, Promise<JobSummary | undefined>>({ max: REMEMBERED_SUMMARIES });
  readonly #clock: Clock;

  /** The clock only measures how long a piece of work has held the event loop. */
  constructor(clock: Clock = steadyClock) {
    this.#clock = clock;
  }

  /**
   * Takes in the store's snapshot in slices; `revision` is what the store gave before the snapshot was begun, and the
   * log is to be followed from there afterwards. Until all of it is in, reads see what was held before; then exactly the
   * snapshot is held. A job given twice counts in its later revision. When the snapshot fails nothing changes. Gives the
   * ids of jobs whose text is not JSON: they are left out.
   */
  async load(snapshot: AsyncIterable<readonly StoredJob[]>, revision: Revision): Promise<readonly string[]> {
    const [held, fresh] = [this.#index, new JobIndex()];
    const slice = new TimeSlice(this.#clock);
    const unreadable: string[] = [];
    for await (const batch of snapshot) {
      for (const stored of batch) {
        if (slice.spent()) await slice.next();
        if (!isLater(stored, fresh)) continue;
        const entry = sameIn(held, stored) ?? parse(stored);
        if (entry) fresh.put(entry);
        else unreadable.push(stored.id);
      }
    }
    this.#index = fresh;
    this.#moveTo(revision);
    return unreadable;
  }

  /**
   * Applies a batch of the log at once: at most some hundred changes, as the event loop is held meanwhile. What the view
   * already has, or has later, is left out, so replays are harmless. Gives the ids of changes whose text is not JSON:
   * they are passed over, and the job stays as it was.
   */
  apply(changes: readonly Change[]): readonly string[] {
    const unreadable: string[] = [];
    let reached = this.#revision;
    for (const change of changes) {
      if (compareRevisions(change.revision, reached) <= 0) continue;
      if (isLater(change, this.#index) && !enact(change, this.#index)) unreadable.push(change.id);
      reached = change.revision;
    }
    this.#moveTo(reached);
    return unreadable;
  }

  /** Resolves once this revision or a later one is applied; rejects with the signal's reason when that comes first. */
  async reached(revision: Revision, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (compareRevisions(revision, this.#revision) > 0) await this.#waiters.wait(revision, signal);
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

  present(source: string): Iterable<ViewedJob> {
    return this.#index.present(source);
  }

  active(source: string): Iterable<ViewedJob> {
    return this.#index.active(source);
  }

  oldestFirst(): Iterable<ViewedJob> {
    return this.#index.oldestFirst();
  }

  query(query: JobQuery): Promise<JobPage> {
    const remembered = this.#pages.get(query.key);
    if (remembered) return remembered;
    const page = answerQuery(this.#index, query, new TimeSlice(this.#clock));
    this.#pages.set(query.key, page, { size: query.maxRecords + 1 });
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
  }
}

function isLater({ id, revision }: Change | StoredJob, index: JobIndex): boolean {
  const held = index.get(id);
  return held === undefined || compareRevisions(revision, held.revision) > 0;
}

/** False when the change could not be read. */
function enact(change: Change, index: JobIndex): boolean {
  switch (change.type) {
    case 'put': {
      const entry = parse(change);
      if (entry) index.put(entry);
      return entry !== undefined;
    }
    case 'remove':
      index.remove(change.id);
      return true;
    default:
      return change satisfies never;
  }
}

function sameIn(index: JobIndex, { id, revision }: StoredJob): PlacedJob | undefined {
  const held = index.get(id);
  return held?.revision === revision ? held : undefined;
}

function parse({ text, revision }: StoredJob): PlacedJob | undefined {
  try {
    const job = JSON.parse(text) as Job;
    return { job, text, revision, createdMs: createdMsOf(job.created_time) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
