import { type JobStore, type Lease, type Source, type SourceCheckpoint } from '@gateway/core';

import { type SourceState } from './source-state.js';

/** Loads and saves the checkpoint of one source, and keeps the cursor for the next poll. */
export class SourceCheckpoints {
  /** The cursor for the next poll; `undefined`: the poll reads everything. */
  cursor: string | undefined;

  constructor(
    private readonly source: Source,
    private readonly store: Pick<JobStore, 'loadCheckpoint' | 'saveCheckpoint'>,
    private readonly state: SourceState,
  ) {}

  /**
   * Replaces the state by the checkpoint of the replica that polled the source last. Throws `StoreUnavailableError`.
   */
  async load(): Promise<void> {
    const checkpoint = await this.store.loadCheckpoint(this.source.name);
    if (checkpoint) this.cursor = this.#cursorIn(checkpoint);
    this.state.checkpointLoaded(checkpoint);
  }

  /**
   * As `load`, for a newly acquired lease. Keeps our state if the checkpoint is missing or older: the store has lost
   * its last writes. An older checkpoint still sets the cursor, since the store's jobs may be as old. Throws
   * `StoreUnavailableError`.
   */
  async loadForNewLease(): Promise<void> {
    const checkpoint = await this.store.loadCheckpoint(this.source.name);
    if (!checkpoint) return;
    this.cursor = this.#cursorIn(checkpoint);
    if (!this.state.isNewerThan(checkpoint)) this.state.checkpointLoaded(checkpoint);
  }

  /** Saves the checkpoint for the next start and for other replicas. Throws as `JobStore.saveCheckpoint`. */
  save(lease: Lease): Promise<void> {
    return this.store.saveCheckpoint(lease, this.state.checkpoint(this.cursor));
  }

  /** Saves the checkpoint if the store has lost it. Throws as `save`. */
  async restore(lease: Lease): Promise<void> {
    if ((await this.store.loadCheckpoint(this.source.name)) === undefined) await this.save(lease);
  }

  /** The cursor of another backend under the same name is useless. */
  #cursorIn({ backend, cursor }: SourceCheckpoint): string | undefined {
    return backend === this.source.backendFingerprint ? cursor : undefined;
  }
}
