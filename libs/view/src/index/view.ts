import {
  type Change,
  compareRevisions,
  type EndedJob,
  FIRST_REVISION,
  type HasLeft,
  type JobPage,
  type JobQuery,
  type JobSummary,
  type JobView,
  type KnownText,
  LoopShare,
  neverLeaves,
  type Revision,
  sourceOf,
  type SourceScope,
  type StateCounts,
  type StoredJob,
  type SummaryQuery,
} from '@gateway/core';
import { Injectable, Optional } from '@nestjs/common';

import { ChangeHistory, type JobChange } from '../history/change-history.js';
import { initialHistory } from '../history/initial-history.js';
import { JobSubscribers } from '../history/job-subscribers.js';
import { RevisionWaiters } from '../history/revision-waiters.js';
import { QueryCache } from '../query/query-cache.js';
import { TimeSlice } from '../query/time-slice.js';
import { DamagedJobs } from './damaged-jobs.js';
import { endedJobOf } from './ended-job.js';
import { isNewerThan, JobIndex } from './job-index.js';
import { loadSnapshot } from './load-snapshot.js';
import { parseStored } from './parse-stored.js';
import { SourceRevisions } from './source-revisions.js';
import { type ViewRecord } from './view-record.js';

/** What a view needs from the change log to load a snapshot. */
export interface LogTail {
  /**
   * Returns the last changes of the log, in order. Called after the snapshot was read; `known` returns the texts of its
   * records.
   */
  recent(known: KnownText): Promise<readonly Change[]>;
  /** Returns the latest revision of the log. Called after the snapshot was read, which can contain changes up to it. */
  latest(): Promise<Revision>;
}

/**
 * The in-memory index that serves every read. Records are replaced, never modified. The result of a query belongs to
 * the revision that the view has when the query is called.
 */
@Injectable()
export class View implements JobView {
  /** The last changes. Its last revision is the view's revision. */
  readonly history: ChangeHistory;
  #index = new JobIndex();
  #revision: Revision = FIRST_REVISION;
  /** The snapshot can contain changes up to this revision, which the change log replays afterwards. */
  #snapshotAheadUntil: Revision = FIRST_REVISION;
  #lastRemovedTimeMs = 0;
  /** The changes of the history that was loaded, and those since. */
  #sourceRevisions = new SourceRevisions(FIRST_REVISION);
  readonly #damaged = new DamagedJobs();
  #loads = 0;
  readonly #waiters = new RevisionWaiters();
  readonly #subscribers = new JobSubscribers();
  readonly #queries: QueryCache;

  /** All long work on the view, by whomever, takes its slices of `share`. */
  constructor(
    @Optional() readonly share: LoopShare = new LoopShare(),
    @Optional() history: ChangeHistory = new ChangeHistory(),
  ) {
    this.#queries = new QueryCache(share);
    this.history = history;
  }

  /**
   * Replaces the content of the view by a snapshot of the store, in time slices. `revision` is the store's revision
   * before the snapshot was started; the change log must be followed from there afterwards.
   *
   * Until the whole snapshot is read, reads return the previous content; if the snapshot fails, nothing changes. The
   * history is replaced by the log's recent changes up to `revision`. Records that the store has lost or that are damaged
   * are taken from these changes. Returns the ids of the jobs whose last version is damaged: they are left out, or an
   * earlier version is in these changes.
   */
  async load(
    snapshot: AsyncIterable<readonly StoredJob[]>,
    revision: Revision,
    log: LogTail = { recent: async () => [], latest: async () => revision },
  ): Promise<readonly string[]> {
    const slice = new TimeSlice(this.share);
    const { index, damaged, oldestTerminalUpdate } = await loadSnapshot(snapshot, slice);
    const snapshotAheadUntil = await log.latest();
    const recent = await log.recent((id, at) => {
      const record = index.get(id);
      return record?.revision === at ? record.text : undefined;
    });
    const { damaged: lastDamaged, ...initial } = await initialHistory(recent, revision, index, slice);
    for (const row of initial.missing) {
      index.put(row);
      if (slice.spent()) await slice.next();
    }
    const sourceRevisions = new SourceRevisions(initial.oldestRevision);
    for (const change of initial.changes) {
      sourceRevisions.note(sourceOf(change.id), change.revision);
      if (slice.spent()) await slice.next();
    }
    const leftOut = damaged.filter((id) => index.get(id) === undefined);
    const unread = [...new Set([...leftOut, ...lastDamaged])];
    this.#damaged.replace(unread);
    this.#index = index;
    this.#sourceRevisions = sourceRevisions;
    this.#loads += 1;
    if (oldestTerminalUpdate !== Infinity) this.#noteRemoved(oldestTerminalUpdate);
    this.#snapshotAheadUntil = snapshotAheadUntil;
    this.history.restart(initial.oldestRevision, initial.changes);
    this.#setRevision(revision);
    this.#subscribers.notifyAll();
    return unread;
  }

  /**
   * Applies changes of the log, without yielding to the event loop: pass at most some hundred at once. Changes that
   * the view already contains are ignored, so replaying them is harmless. Returns the ids of damaged changes: their text
   * is not the JSON of a job, and they leave the job as it was.
   */
  apply(changes: readonly Change[]): readonly string[] {
    const damaged: string[] = [];
    const applied: JobChange[] = [];
    let revision = this.#revision;
    try {
      for (const change of changes) {
        if (compareRevisions(change.revision, revision) <= 0) continue;
        applied.push(this.#applyChange(change, damaged));
        this.#sourceRevisions.note(sourceOf(change.id), change.revision);
        revision = change.revision;
      }
    } finally {
      // If a change throws, the changes before it are complete.
      this.history.append(applied);
      this.#setRevision(revision);
      for (const { id } of applied) this.#subscribers.notify(id);
    }
    return damaged;
  }

  /**
   * Resolves when this revision or a later one is applied; rejects with the signal's reason if the signal aborts first.
   */
  async reached(revision: Revision, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (compareRevisions(revision, this.#revision) > 0) await this.#waiters.wait(revision, signal);
  }

  /** Calls `onChange` whenever the job may have changed. Returns a function that ends the subscription. */
  subscribe(id: string, onChange: () => void): () => void {
    return this.#subscribers.add(id, onChange);
  }

  revision(): Revision {
    return this.#revision;
  }

  /**
   * The revision of the last change in a scope, or the revision at which the history was loaded if that is later;
   * without a scope, as `revision`. It does not change with other sources, and the content of the scope has not changed
   * since.
   */
  revisionFor(scope: SourceScope | undefined): Revision {
    return scope === undefined ? this.#revision : this.#sourceRevisions.ofScope(scope);
  }

  /**
   * Offset in the history after which a reader continues that has seen the changes in a scope up to a revision;
   * `undefined` if the reader could miss a change. Without a scope, the history must contain the revision.
   */
  offsetAfter(revision: Revision, scope: SourceScope | undefined): number | undefined {
    const { history } = this;
    const offset = history.offsetAfter(revision);
    if (offset !== undefined || scope === undefined) return offset;
    // Between its changes the history has no revisions: one that is there is of data that an older backup has replaced.
    const isBefore = compareRevisions(revision, history.revisionBefore(history.startOffset)) < 0;
    return isBefore && compareRevisions(revision, this.revisionFor(scope)) >= 0 ? history.endOffset : undefined;
  }

  get(id: string): ViewRecord | undefined {
    return this.#index.get(id);
  }

  revisionOf(id: string): Revision | undefined {
    return this.#index.get(id)?.revision;
  }

  damaged(source: string): readonly string[] {
    return this.#damaged.of(source);
  }

  lastChangeOf(source: string): string {
    return `${this.#loads} ${this.#sourceRevisions.of(source) ?? ''}`;
  }

  byNativeId(nativeId: string, scope?: SourceScope): readonly ViewRecord[] {
    return this.#index.byNativeId(nativeId, scope);
  }

  sources(): Iterable<string> {
    return this.#index.sources();
  }

  present(source: string): Iterable<ViewRecord> {
    return this.#index.present(source);
  }

  presentCount(source: string): number {
    return this.#index.presentCount(source);
  }

  active(source: string): Iterable<ViewRecord> {
    return this.#index.active(source);
  }

  activeCount(source: string): number {
    return this.#index.activeCount(source);
  }

  oldestFirst(): Iterable<ViewRecord> {
    return this.#index.oldestFirst();
  }

  endedOldestFirst(): Iterable<EndedJob | undefined> {
    return this.#index.endedOldestFirst();
  }

  lastRemovedTime(): number {
    return this.#lastRemovedTimeMs;
  }

  query(query: JobQuery, hasLeft: HasLeft = neverLeaves): Promise<JobPage> {
    return this.#queries.query(this.#index, query, hasLeft);
  }

  /**
   * Counts the selected jobs by the values of some fields; `undefined` if there are more than `MAX_GROUPS` groups. Ends
   * early as `query`.
   */
  summary(query: SummaryQuery, hasLeft: HasLeft = neverLeaves): Promise<JobSummary | undefined> {
    return this.#queries.summary(this.#index, query, hasLeft);
  }

  counts(source: string): StateCounts {
    return this.#index.counts(source);
  }

  size(): number {
    return this.#index.size;
  }

  /** The texts of all records in bytes, those of replaced records included until their memory is used again. */
  bytes(): number {
    return this.#index.bytes;
  }

  #setRevision(revision: Revision): void {
    this.#revision = revision;
    this.#queries.clear();
    this.#waiters.resolveUpTo(revision);
    this.history.notify();
  }

  #noteRemoved(updatedMs: number): void {
    this.#lastRemovedTimeMs = Math.max(this.#lastRemovedTimeMs, updatedMs || 0);
  }

  /** Applies a change to the index and returns its entry for the history. */
  #applyChange(change: Change, damaged: string[]): JobChange {
    const { id, revision } = change;
    const current = this.#index.get(id);
    const mayBeInSnapshot = compareRevisions(revision, this.#snapshotAheadUntil) <= 0;
    const before = mayBeInSnapshot ? 'unknown' : current;
    // The snapshot was ahead of this change: the history shows the current record, so that a reader never goes back in
    // time. After the snapshot only the order of the log counts: a damaged record may have any revision.
    if (mayBeInSnapshot && !isNewerThan(revision, current)) return { id, revision, before, after: current };
    switch (change.type) {
      case 'put': {
        const parsed = parseStored(change);
        if (!parsed) {
          damaged.push(id);
          this.#damaged.add(id);
          return { id, revision, before, after: current };
        }
        this.#damaged.delete(id);
        return { id, revision, before, after: this.#index.put(parsed) };
      }
      case 'remove':
        this.#damaged.delete(id);
        this.#index.remove(id);
        if (current) this.#noteRemoved(endedJobOf(current)?.updatedMs ?? 0);
        return { id, revision, before, after: undefined };
      default:
        return change satisfies never;
    }
  }
}
