import { BackendError, parseJobId, StoreUnavailableError } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { isUnreadable } from './get-each.js';
import { type SourceContext } from './source-context.js';

const MAX_IDS_IN_LOG = 10;

/**
 * Replaces the damaged records of one source. Looks their jobs up, which writes a new record if the view has another one.
 * Polls replace most of them before, but a poll may list new jobs only, and this replica may not be the one that polls the
 * source.
 *
 * The view may have a job although its last change is damaged. In a shared store another program has written that change,
 * so the view's record is written back at once. In an embedded store the disk has damaged it, and the view has an earlier
 * version: that is written back only if a lookup has not led to a new record.
 */
export class DamagedJobs {
  /** Ids of damaged records that were given up: the backend does not have the jobs, or does not let them be read. */
  #givenUp = new Set<string>();
  #running: Promise<void> | undefined;

  /** `fetch` looks up a job by its native id, as `JobRequests.fetch`. */
  constructor(
    private readonly context: Pick<SourceContext, 'records' | 'source' | 'state' | 'stopped'>,
    private readonly deps: Pick<SourceDeps, 'logger' | 'store' | 'view'>,
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
    const viewed = new Set<string>();
    const lost: string[] = [];
    try {
      for (const id of damaged) {
        const isReadable = await this.#isReadable(id);
        if (isReadable && this.#isViewed(id)) viewed.add(id);
        else lost.push(id);
      }
    } finally {
      this.#giveUp(lost);
    }
    await this.context.records.writeBack(this.#remaining().filter((id) => viewed.has(id)));
  }

  /** Looks a job up. Returns false if the backend does not let it be read; throws any other error. */
  async #isReadable(id: string): Promise<boolean> {
    try {
      await this.fetch(parseJobId(id)?.nativeId ?? '');
      return true;
    } catch (error) {
      if (error instanceof BackendError && isUnreadable(error)) return false;
      throw error;
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
