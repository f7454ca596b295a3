import {
  type Adapter,
  type ChangeDraft,
  type Job,
  type Lease,
  type ObservedJob,
  type Revision,
  type Source,
  StoreUnavailableError,
  type Timestamp,
  type ViewedJob,
} from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { type CycleResult } from '../status/cycle-result.js';
import { type SourceState } from '../status/source-state.js';
import { appendDrafts } from './append-drafts.js';
import { merge, type MergeContext, type SentAction, withRequested } from './merge.js';
import { RecordWriter } from './record-writer.js';
import { restoreLost } from './restore-lost.js';
import { ViewWait } from './view-wait.js';
import { writeBack } from './write-back.js';

/** Active jobs that were not observed for this long are marked unknown, in ms. */
const UNOBSERVED_MS = 86_400_000;

/** Options of a writer. */
export interface WriterOptions {
  /** Returns the backend's clock minus ours, in ms. @default the offset in the source's state */
  readonly clockOffsetMs?: () => number;
}

/** A lookup of one job, a request for it, or both. */
export interface SingleObservation {
  readonly id: string;
  readonly observed: ObservedJob | undefined;
  readonly requested: SentAction | undefined;
  /** When the lookup began, in ms. */
  readonly observedAt: number;
}

/** The source whose records are written. */
export interface RecordsContext {
  readonly source: Source;
  readonly adapter: Adapter;
  readonly state: SourceState;
  /** Aborts when the source stops. */
  readonly stopped: AbortSignal;
}

/** Writes the records of one source. */
export class SourceRecords {
  readonly #shown: (revision: Revision) => Promise<void>;

  constructor(
    private readonly context: RecordsContext,
    private readonly deps: SourceDeps,
  ) {
    const wait = new ViewWait(context.source.name, deps, context.stopped);
    this.#shown = (revision) => wait.until(revision);
  }

  /** A writer for an observation that began at `observedAt`, in ms, under a lease. */
  writer(observedAt: number, lease: Lease, options: WriterOptions = {}): RecordWriter {
    const { clock, losses, retentionCutoff, store, view } = this.deps;
    const { state } = this.context;
    const { clockOffsetMs = () => state.clockOffsetMs } = options;
    const { lastSuccess, storeFaults } = state;
    const cutoff = (): Timestamp => retentionCutoff(observedAt, clockOffsetMs(), lastSuccess);
    const mergeContext = (now: number): MergeContext => this.#mergeContext(now);
    const shown = this.#shown;
    return new RecordWriter(
      { store, view, clock, mergeContext, shown, cutoff, losses, storeFaults },
      observedAt,
      lease,
    );
  }

  /**
   * Writes one job without a lease. Resolves with the record as the view shows it: `undefined` if there is none,
   * `rejected` if the store holds something newer. Throws `StoreUnavailableError`, also if the store rejects the record
   * for no reason that the view shows.
   */
  async writeOne(observation: SingleObservation): Promise<ViewedJob | 'rejected' | undefined> {
    const { store, view } = this.deps;
    const { id, observedAt } = observation;
    const current = view.get(id);
    const record = current?.job;
    const job = this.#nextRecord(record, observation);
    if (job === undefined || job === record) return current;
    const text = JSON.stringify(job);
    const draft: ChangeDraft = { type: 'put', id, expectedRevision: current?.revision, text };
    const context = { source: this.context.source.name, observedAt };
    const appended = await appendDrafts({ store, view, shown: this.#shown }, [draft], context);
    const { refused, repaired, revision, written } = appended;
    await this.#shown(revision);
    this.deps.losses.records += repaired;
    this.context.state.storeFaults.refusals += refused;
    if (refused > 0) throw new StoreUnavailableError('the store refuses the record');
    return written === 0 ? 'rejected' : (view.get(id) ?? { id, job, text, revision });
  }

  /**
   * Writes the present records back that the store has lost or has in another version. The source is not `ok` from the
   * first loss until all records have been compared and nothing is left to be written. Throws `StoreUnavailableError`,
   * and the reason of the source's stop.
   */
  async restoreLost(): Promise<void> {
    const { clock, losses, store, view } = this.deps;
    const { source, state, stopped } = this.context;
    const { log, storeFaults } = state;
    let lost = 0;
    const onLost = (records: readonly ViewedJob[]): void => {
      lost += records.length;
      storeFaults.recordsLost(lost, 'self-check');
      state.logChanges(clock.now());
    };
    const deps = { clock, losses, shown: this.#shown, stopped, store, view };
    const restored = await restoreLost(deps, view.present(source.name), onLost);
    if (restored === lost) storeFaults.recordsRestored(clock.now());
    log.recordsLost(lost, restored, clock.now());
  }

  /** See the function of that name. Throws `StoreUnavailableError`. */
  async writeBack(ids: readonly string[]): Promise<void> {
    const { clock, losses, store, view } = this.deps;
    await writeBack({ clock, losses, shown: this.#shown, store, view }, this.context.source.name, ids);
  }

  /**
   * Marks active jobs unknown if the last successful poll began more than a day ago, or the first poll if none was
   * successful, except the records in `observed`, which an incomplete poll has observed. Returns their number. Throws
   * `StoreUnavailableError` and `LeaseLostError`.
   */
  async markUnobserved(observed: CycleResult['observed'], lease: Lease): Promise<number> {
    const { clock, view } = this.deps;
    const { log, observedUntil } = this.context.state;
    const now = clock.now();
    if (observedUntil === undefined || now - observedUntil < UNOBSERVED_MS) return 0;
    const ids = await observed();
    const unobserved = [...view.active(lease.source)].filter(({ id }) => !ids.has(id));
    const writer = this.writer(now, lease);
    const since = new Date(observedUntil).toISOString();
    await writer.markUnobserved(unobserved, since);
    log.jobsUnobserved(writer.changed, since, now);
    return writer.changed;
  }

  #nextRecord(known: Job | undefined, { observed, requested }: SingleObservation): Job | undefined {
    const now = this.deps.clock.now();
    const merged = observed === undefined ? known : merge(known, observed, this.#mergeContext(now));
    return merged === undefined || requested === undefined ? merged : withRequested(merged, requested, now);
  }

  #mergeContext(now: number): MergeContext {
    const { adapter, source } = this.context;
    const { name, kind, labels } = source;
    return { source: { name, kind, labels }, supported: adapter.actions, reruns: adapter.reruns, now };
  }
}
