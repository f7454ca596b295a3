import { BackendError, parseJobId, StoreUnavailableError } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { type SourceContext } from './source-context.js';

const MAX_IDS_IN_LOG = 10;

/**
 * Replaces the damaged records of one source: writes those back that the view has, and looks the other jobs up, once
 * each, which writes a new record. Polls replace most of them before, but a poll may list new jobs only, and this replica
 * may not be the one that polls the source.
 */
export class DamagedJobs {
  /** Ids of damaged records whose jobs were looked up: if they are still damaged, the backend does not have the job. */
  #lookedUp = new Set<string>();
  #running: Promise<void> | undefined;

  /** `fetch` looks up a job by its native id, as `JobRequests.fetch`. */
  constructor(
    private readonly context: Pick<SourceContext, 'records' | 'source' | 'state' | 'stopped'>,
    private readonly deps: Pick<SourceDeps, 'logger' | 'view'>,
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
    if (this.#lookedUp.size > 0) this.#lookedUp = new Set(damaged.filter((id) => this.#lookedUp.has(id)));
    return damaged.filter((id) => !this.#lookedUp.has(id));
  }

  async #replace(damaged: readonly string[]): Promise<void> {
    const { logger } = this.deps;
    const source = this.context.source.name;
    try {
      await this.context.records.writeBack(damaged);
      await this.#lookUp(damaged.filter((id) => !this.#isViewed(id)));
    } catch (error) {
      const isExpected = error instanceof BackendError || error instanceof StoreUnavailableError;
      if (isExpected) logger.debug({ source, reason: error.message }, 'damaged records could not be replaced yet');
      else logger.error({ source, err: error }, 'internal error in replacement of damaged records');
    }
  }

  async #lookUp(damaged: readonly string[]): Promise<void> {
    const { consecutiveFailures, suspended } = this.context.state;
    if (consecutiveFailures > 0 || suspended) return;
    const missing: string[] = [];
    for (const id of damaged) {
      await this.fetch(parseJobId(id)?.nativeId ?? '');
      this.#lookedUp.add(id);
      if (!this.#isViewed(id)) missing.push(id);
    }
    if (missing.length === 0) return;
    const fields = {
      source: this.context.source.name,
      records: missing.length,
      jobs: missing.slice(0, MAX_IDS_IN_LOG),
    };
    this.deps.logger.warn(fields, 'damaged records cannot be replaced, their backend does not have the jobs');
  }

  #isViewed(id: string): boolean {
    return this.deps.view.revisionOf(id) !== undefined;
  }
}
