import { BackendError, batchesOf, parseJobId, StoreUnavailableError } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { isUnreadable, rotated, UNREADABLE_FOR_MS } from './get-each.js';
import { type SourceContext } from './source-context.js';

const MAX_IDS_IN_LOG = 10;
/** Number of jobs that are looked up before those that the view has are written back. */
const LOOKUPS_AT_ONCE = 50;

/**
 * Replaces the damaged records of one source. Looks their jobs up, which writes a new record if the view has another one.
 * Polls replace most of them before, but a poll may list new jobs only, and this replica may not be the one that polls the
 * source.
 *
 * The view may have a job although its last change is damaged. In a shared store another program has written that change,
 * so the view's record is written back at once. In an embedded store the disk has damaged it, and the view has an earlier
 * version: that is written back only if a lookup has not led to a new record.
 *
 * A job that the backend does not have is given up at once, and one that it does not let be read after five minutes. Any
 * other error ends the lookups until the next cycle, which starts at another job.
 */
export class DamagedJobs {
  /** Ids of damaged records that were given up: the backend does not have the jobs, or does not let them be read. */
  #givenUp = new Set<string>();
  /** Ids of jobs that cannot be read, with the time of the first such lookup in ms. */
  readonly #unreadableSince = new Map<string, number>();
  #running: Promise<void> | undefined;

  /** `fetch` looks up a job by its native id, as `JobRequests.fetch`. */
  constructor(
    private readonly context: Pick<SourceContext, 'records' | 'source' | 'state' | 'stopped'>,
    private readonly deps: Pick<SourceDeps, 'clock' | 'logger' | 'random' | 'store' | 'view'>,
    private readonly fetch: (nativeId: string) => Promise<unknown>,
  ) {}

  /** Call it after each cycle: starts to replace damaged records unless that is running. */
  check(): void {
    const { state, stopped } = this.context;
    const damaged = this.#remaining();
    state.storeFaults.recordsDamaged(damaged.length);
    if (damaged.length === 0 || stopped.aborted) return;
    this.#running ??= this.#replace(damaged).finally(() => {
      this.#running = undefined;
      state.storeFaults.recordsDamaged(this.#remaining().length);
    });
  }

  /** Waits for the running lookups; call it after `stopped` was aborted. */
  async stop(): Promise<void> {
    await this.#running;
  }

  #remaining(): readonly string[] {
    const damaged = this.deps.view.damaged(this.context.source.name);
    if (this.#givenUp.size > 0) this.#givenUp = new Set(damaged.filter((id) => this.#givenUp.has(id)));
    return damaged.filter((id) => !this.#givenUp.has(id));
  }

  async #replace(damaged: readonly string[]): Promise<void> {
    const { logger, store } = this.deps;
    const source = this.context.source.name;
    try {
      if (store.isShared) await this.context.records.writeBack(damaged);
      await this.#lookUp(store.isShared ? damaged.filter((id) => !this.#isViewed(id)) : damaged);
    } catch (error) {
      const isExpected = error instanceof BackendError || error instanceof StoreUnavailableError;
      if (isExpected) logger.debug({ source, reason: error.message }, 'damaged records could not be replaced yet');
      else logger.error({ source, err: error }, 'internal error in replacement of damaged records');
    }
  }

  async #lookUp(damaged: readonly string[]): Promise<void> {
    const { consecutiveFailures, suspended } = this.context.state;
    if (consecutiveFailures > 0 || suspended) return;
    for (const batch of batchesOf(rotated(damaged, this.deps.random), LOOKUPS_AT_ONCE)) {
      const lost: string[] = [];
      try {
        for (const id of batch) if (await this.#isLost(id)) lost.push(id);
      } finally {
        this.#giveUp(lost);
      }
      const remaining = new Set(this.#remaining());
      await this.context.records.writeBack(batch.filter((id) => remaining.has(id) && !this.#unreadableSince.has(id)));
    }
  }

  /** Looks a job up. Returns true if the backend does not have it, or has not let it be read for five minutes. */
  async #isLost(id: string): Promise<boolean> {
    try {
      await this.fetch(parseJobId(id)?.nativeId ?? '');
      this.#unreadableSince.delete(id);
      return !this.#isViewed(id);
    } catch (error) {
      if (!(error instanceof BackendError) || !isUnreadable(error)) throw error;
      const now = this.deps.clock.now();
      const first = this.#unreadableSince.get(id) ?? now;
      this.#unreadableSince.set(id, first);
      return now - first >= UNREADABLE_FOR_MS && this.#unreadableSince.delete(id);
    }
  }

  /** The outcomes in these records are not known any more. */
  #giveUp(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#givenUp.add(id);
    this.context.state.outcomesMissed(ids.length);
    const fields = { source: this.context.source.name, records: ids.length, jobs: ids.slice(0, MAX_IDS_IN_LOG) };
    this.deps.logger.warn(fields, 'damaged records cannot be replaced, their backend does not return the jobs');
  }

  #isViewed(id: string): boolean {
    return this.deps.view.revisionOf(id) !== undefined;
  }
}
