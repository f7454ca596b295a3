import { type Adapter, type Lease, type Revision, type Source } from '@gateway/core';

import { type MergeContext } from './merge.js';
import { type SourceDeps } from '../poller-deps.js';
import { RecordWriter, type WriterParts } from './record-writer.js';
import { type SourceState } from '../status/source-state.js';
import { ViewWait } from './view-wait.js';

/** Writes the records of one source. */
export class SourceRecords {
  readonly #viewWait: ViewWait;

  /** `stopped` ends every wait for the view. */
  constructor(
    private readonly source: Source,
    private readonly adapter: Adapter,
    private readonly parts: SourceDeps,
    private readonly stopped: AbortSignal,
    private readonly health: Pick<SourceState, 'clockOffsetMs' | 'lastSuccess'>,
  ) {
    this.#viewWait = new ViewWait(parts.view, parts.timers, source.name);
  }

  /** Waits until the view shows a revision. Throws `StoreUnavailableError` when it does not, and when the poller stops. */
  shown(revision: Revision): Promise<void> {
    return this.#viewWait.reached(revision, this.stopped);
  }

  /** What is true of every job of this source at the instant `now`, in ms. */
  context(now: number): MergeContext {
    const { name, kind, labels } = this.source;
    return { source: { name, kind, labels }, supported: this.adapter.actions, reruns: this.adapter.reruns, now };
  }

  /** Writes what was seen by a look at the source that began at `observedAt`, in ms, under a lease. */
  writer(observedAt: number, { fencing }: Lease): RecordWriter {
    const floor = this.floor(observedAt, this.health.clockOffsetMs);
    return new RecordWriter({ ...this.writerParts(), compared: new WeakMap(), floor }, observedAt, fencing);
  }

  /** As `Retention.floor`, for this source. */
  floor(now: number, clockOffsetMs: number | undefined): WriterParts['floor'] {
    return this.parts.retained.floor(now, clockOffsetMs, this.health.lastSuccess);
  }

  /** What any writer of these records works with. */
  writerParts(): Omit<WriterParts, 'compared' | 'floor'> {
    const { clock, store, view } = this.parts;
    return { clock, store, view, context: (now) => this.context(now), shown: (revision) => this.shown(revision) };
  }
}
