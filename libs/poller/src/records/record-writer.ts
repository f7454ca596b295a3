import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type ChangeDraft,
  type Clock,
  formatJobId,
  type JobStore,
  type JobView,
  type ObservedJob,
  type Revision,
  type ViewedJob,
} from '@gateway/core';

import { type Compared, diffObserved, diffOutOfSight, diffVanished, type RetentionFloor } from './diff.js';
import { type MergeContext } from './merge.js';

/** Jobs handled between two turns of the event loop. */
const BATCH = 250;

/** What a writer works with. */
export interface WriterParts {
  readonly store: Pick<JobStore, 'append'>;
  readonly view: JobView;
  readonly clock: Clock;
  readonly compared: Compared;
  readonly context: (now: number) => MergeContext;
  /** Waits until the view shows a revision; throws `StoreUnavailableError`. */
  readonly shown: (revision: Revision) => Promise<void>;
  /** Below which ended jobs are not taken in, at the moment it is asked. */
  readonly floor: () => RetentionFloor;
}

/**
 * Writes what a poll has seen, in batches, under its lease, letting the event loop turn between them. Its methods return
 * when the view shows all of it, and throw what the store throws.
 */
export class RecordWriter {
  /** Records written so far. */
  changed = 0;
  /** Drafts the store refused, because it holds something newer. */
  refused = 0;

  /** `observedAt`: when the poll that saw all this began, in ms. */
  constructor(
    private readonly parts: WriterParts,
    private readonly observedAt: number,
    private readonly fencing: number,
  ) {}

  /** Of these jobs the ones that `observed` would write; few enough for one turn of the event loop. */
  differing(jobs: readonly ObservedJob[]): readonly ObservedJob[] {
    const { clock, compared, view } = this.parts;
    const context = this.parts.context(clock.now());
    const drafts = diffObserved(jobs, view, context, this.parts.floor(), compared);
    const ids = new Set(drafts.map(({ id }) => id));
    return jobs.filter((job) => ids.has(formatJobId(context.source.name, job.native_id)));
  }

  /** Writes what differs from what is known. */
  async observed(jobs: readonly ObservedJob[]): Promise<void> {
    const { compared, view } = this.parts;
    await this.#each(jobs, (batch, context) => diffObserved(batch, view, context, this.parts.floor(), compared));
  }

  /** Writes that the backend no longer has these jobs; `reason` as in `vanish`. */
  async vanished(jobs: readonly ViewedJob[], reason?: string): Promise<void> {
    await this.#each(jobs, (batch, context) => diffVanished(batch, context, reason));
  }

  /** Writes that nothing has been heard of these active jobs since an instant (ISO 8601). */
  async outOfSight(jobs: readonly ViewedJob[], since: string): Promise<void> {
    await this.#each(jobs, (batch, context) => diffOutOfSight(batch, since, context));
  }

  async #each<T>(
    items: readonly T[],
    diff: (batch: readonly T[], context: MergeContext) => readonly ChangeDraft[],
  ): Promise<void> {
    for (let at = 0; at < items.length; at += BATCH) {
      const context = this.parts.context(this.parts.clock.now());
      const drafts = diff(items.slice(at, at + BATCH), context);
      await (drafts.length === 0 ? nextTurn() : this.#write(drafts, context.source.name));
    }
  }

  async #write(drafts: readonly ChangeDraft[], source: string): Promise<void> {
    const { observedAt, fencing } = this;
    const result = await this.parts.store.append(drafts, { source, observedAt, fencing });
    this.refused += result.refused.length;
    this.changed += drafts.length - result.refused.length;
    await this.parts.shown(result.revision);
  }
}
