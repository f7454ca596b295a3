import { type JobStore, type Lease, type Source, type SourceCheckpoint } from '@gateway/core';

import { type SourceState } from './source-state.js';

/** What earlier polls of a source have come to, by whichever replica: taken from the store's memory and left there. */
export class SourcePast {
  /** Where the next poll of this backend takes up; `undefined` when it is to read all there is. */
  cursor: string | undefined;

  constructor(
    private readonly source: Source,
    private readonly store: Pick<JobStore, 'loadCheckpoint' | 'saveCheckpoint'>,
    private readonly health: SourceState,
  ) {}

  /** Reads where the replica that last polled the source left off. Throws `StoreUnavailableError`. */
  async recall(): Promise<void> {
    this.#take(await this.store.loadCheckpoint(this.source.name));
  }

  /**
   * Does the same under a lease that is new here. What is known here stays where the store has lost its memory, or part
   * of it; only the cursor goes by a memory that is older, since the jobs in the store may be as old.
   */
  async takeUp(): Promise<void> {
    const memory = await this.store.loadCheckpoint(this.source.name);
    if (memory && this.health.knowsMoreThan(memory)) this.cursor = this.#cursorIn(memory);
    else if (memory) this.#take(memory);
  }

  /** Leaves all this for the next start and the other replicas. Throws what `saveSourceMemory` throws. */
  remember(lease: Lease): Promise<void> {
    return this.store.saveCheckpoint(lease, this.health.memory(this.cursor));
  }

  /** Does the same only for a store that has lost its memory of the source. */
  async giveBack(lease: Lease): Promise<void> {
    if ((await this.store.loadCheckpoint(this.source.name)) === undefined) await this.remember(lease);
  }

  #take(memory: SourceCheckpoint | undefined): void {
    if (memory) this.cursor = this.#cursorIn(memory);
    this.health.recalled(memory);
  }

  #cursorIn({ backend, cursor }: SourceCheckpoint): string | undefined {
    return backend === this.source.backendFingerprint ? cursor : undefined;
  }
}
