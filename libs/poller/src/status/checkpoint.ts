import { isDeepStrictEqual } from 'node:util';

import { type JobStore, type Lease, type Source, type SourceCheckpoint } from '@gateway/core';

import { type SourceState } from './source-state.js';

/** How much older than the state a saved checkpoint may be if only its times differ, in ms. */
const MAX_LAG_MS = 30_000;
/**
 * The same as a share of the finished job TTL: the coverage of a checkpoint that is too old makes a gap after a crash
 * begin that much earlier.
 */
const MAX_LAG_OF_TTL = 0.1;
/** Clock offsets are accurate to half a second: smaller differences than this one show nothing, in ms. */
const OFFSET_NOISE_MS = 2_000;

/** Loads and saves the checkpoint of one source, and keeps the cursor for the next poll. */
export class SourceCheckpoints {
  /** The cursor for the next poll; `undefined`: the poll reads everything. */
  cursor: string | undefined;
  /** What this replica has saved under its lease. */
  #saved: SourceCheckpoint | undefined;
  #wasStored = false;

  constructor(
    private readonly source: Source,
    private readonly store: Pick<JobStore, 'loadCheckpoint' | 'saveCheckpoint'>,
    private readonly state: SourceState,
  ) {}

  /** True if the store has ever had a checkpoint of the source, as far as this replica knows. */
  get wasStored(): boolean {
    return this.#wasStored;
  }

  /**
   * Replaces the state by the checkpoint of the replica that polled the source last. Throws `StoreUnavailableError`.
   */
  async load(): Promise<void> {
    this.#saved = undefined;
    const checkpoint = await this.store.loadCheckpoint(this.source.name);
    if (checkpoint) this.cursor = this.#cursorIn(checkpoint);
    this.#wasStored ||= checkpoint !== undefined;
    this.state.checkpointLoaded(checkpoint);
  }

  /**
   * As `load`, for a newly acquired lease. Keeps our state if the checkpoint is missing or older: the store has lost
   * its last writes. An older checkpoint still sets the cursor, since the store's jobs may be as old. Throws
   * `StoreUnavailableError`.
   */
  async loadForNewLease(): Promise<void> {
    this.#saved = undefined;
    const checkpoint = await this.store.loadCheckpoint(this.source.name);
    if (!checkpoint) return;
    this.cursor = this.#cursorIn(checkpoint);
    if (!this.state.isNewerThan(checkpoint)) this.state.checkpointLoaded(checkpoint);
  }

  /**
   * Saves the checkpoint for the next start and for other replicas, unless the saved one is equal. Throws as
   * `JobStore.saveCheckpoint`.
   */
  async save(lease: Lease): Promise<void> {
    const checkpoint = this.state.checkpoint(this.cursor);
    if (isDeepStrictEqual(checkpoint, this.#saved)) return;
    await this.store.saveCheckpoint(lease, checkpoint);
    this.#saved = checkpoint;
    this.#wasStored = true;
  }

  /** As `save`, but only every 30 s if nothing but times has changed. For a store that no other replica reads. */
  async saveChanges(lease: Lease): Promise<void> {
    if (this.#isDue(this.state.checkpoint(this.cursor))) await this.save(lease);
  }

  /** Saves the checkpoint if the store has lost it. Throws as `save`. */
  async restore(lease: Lease): Promise<void> {
    if ((await this.store.loadCheckpoint(this.source.name)) !== undefined) return;
    this.#saved = undefined;
    await this.save(lease);
  }

  #isDue(checkpoint: SourceCheckpoint): boolean {
    if (this.#saved === undefined || !isDeepStrictEqual(withoutTimes(checkpoint), withoutTimes(this.#saved)))
      return true;
    const offsetChange = (checkpoint.clockOffsetMs ?? 0) - (this.#saved.clockOffsetMs ?? 0);
    if (Math.abs(offsetChange) >= OFFSET_NOISE_MS) return true;
    const lagMs = (checkpoint.lastPollTime ?? 0) - (this.#saved.lastPollTime ?? 0);
    const { finishedJobTtlMs: ttlMs = Infinity } = this.source;
    return lagMs >= Math.min(MAX_LAG_MS, ttlMs * MAX_LAG_OF_TTL);
  }

  /** The cursor of another backend under the same name is useless. */
  #cursorIn({ backend, cursor }: SourceCheckpoint): string | undefined {
    return backend === this.source.backendFingerprint ? cursor : undefined;
  }
}

function withoutTimes(checkpoint: SourceCheckpoint): SourceCheckpoint {
  const { clockOffsetMs, coveredUntil, lastPollTime, lastSuccessTime, ...rest } = checkpoint;
  return rest;
}
