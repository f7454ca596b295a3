import { BackendError, detached, inSpan, type Lease, LeaseLostError, StoreUnavailableError } from '@gateway/core';

import { LeaseKeeper } from '../leases/lease-keeper.js';
import { type SourceDeps } from '../poller-deps.js';
import { SourceCheckpoints } from '../status/checkpoint.js';
import { type CycleResult } from '../status/cycle-result.js';
import { STANDBY_INTERVAL_MS } from '../status/source-report.js';
import { withDeadline } from './deadline.js';
import { logPollError } from './log-poll-error.js';
import { newCycleMemory, runCycle } from './poll-cycle.js';
import { jittered, retryDelay } from './retry-policy.js';
import { type SourceContext } from './source-context.js';
import { VersionProbe } from './version-probe.js';

const FIRST_POLL_WITHIN_MS = 500;

/** Polls one source on its own timer, one cycle at a time, while this replica holds the source's lease. */
export class PollLoop {
  readonly #checkpoints: SourceCheckpoints;
  readonly #leaseKeeper: LeaseKeeper;
  readonly #version: VersionProbe;
  readonly #memory = newCycleMemory();
  #lease: Lease | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly context: SourceContext,
    private readonly deps: SourceDeps,
  ) {
    const { source, state } = context;
    this.#checkpoints = new SourceCheckpoints(source, deps.store, state);
    this.#leaseKeeper = new LeaseKeeper(source.name, deps, {
      onRenewed: (lease, isNew) => this.#restoreCheckpoint(lease, isNew),
      onHandOver: (lease) => this.#checkpoints.save(lease),
      onError: (error) => this.#logError(error),
    });
    this.#version = new VersionProbe(context, deps);
  }

  /** Loads the checkpoint; the first cycle follows within 500 ms, or `withinMs`. Throws `StoreUnavailableError`. */
  async start(withinMs = FIRST_POLL_WITHIN_MS): Promise<void> {
    await this.#checkpoints.load();
    if (this.context.stopped.aborted) return;
    this.#schedule(this.deps.random() * Math.max(withinMs, FIRST_POLL_WITHIN_MS));
  }

  /** Waits for the running cycle, saves the checkpoint and releases the lease; call it after `stopped` was aborted. */
  async stop(): Promise<void> {
    this.deps.timers.clear(this.#timer);
    await this.#running;
    await this.#saveAtStop().catch((error: unknown) => this.#logError(error));
    await this.#leaseKeeper.release().catch((error: unknown) => this.#logError(error));
  }

  /** See `SourceContext.lease`. */
  get lease(): Lease | undefined {
    return this.#lease;
  }

  /** See `SourceContext.runningCycle`. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** See `SourceContext.pollNow`. */
  async pollNow(): Promise<void> {
    if (this.#running || this.context.state.mayPollOnRequest()) await this.#poll();
  }

  /** Starts a cycle, or joins the running one, which may be of interest to several requests. Never rejects. */
  #poll(): Promise<void> {
    this.#running ??= detached(() => this.#cycle()).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #cycle(): Promise<void> {
    const { source, state, stopped } = this.context;
    if (stopped.aborted) return;
    let delayMs = jittered(source.intervalMs, this.deps.random);
    try {
      const lease = await this.#holdLease();
      if (lease) delayMs = (await this.#pollUnder(lease)) ?? delayMs;
      else delayMs = await this.#standBy();
      state.storeAway(false);
    } catch (error) {
      state.storeAway(error instanceof StoreUnavailableError);
      this.#logError(error);
    }
    if (stopped.aborted) return;
    this.context.replaceDamaged();
    state.logChanges(this.deps.clock.now());
    this.#schedule(delayMs);
  }

  /** A new lease starts from the checkpoint in the store: no other replica changes it from now on. */
  async #holdLease(): Promise<Lease | undefined> {
    const lease = await this.#leaseKeeper.hold();
    if (lease && lease.fencing !== this.#lease?.fencing) {
      await this.#checkpoints.loadForNewLease();
      // Another replica may have polled meanwhile, also another backend.
      this.#memory.listed.forget();
      this.#version.reset();
    }
    this.#lease = lease;
    return lease;
  }

  /** Loads the checkpoint that the polling replica has saved; returns the delay in ms. */
  async #standBy(): Promise<number> {
    await this.#checkpoints.load();
    return Math.min(STANDBY_INTERVAL_MS, this.context.source.intervalMs);
  }

  /**
   * Polls under a lease. Returns the delay in ms if the poll failed, or if the backend ended it with a refused
   * login or a requested pause. Throws `StoreUnavailableError` and `LeaseLostError`.
   */
  async #pollUnder(lease: Lease): Promise<number | undefined> {
    const { state, stopped } = this.context;
    state.pollStarted(this.deps.clock.now(), this.deps.replica);
    try {
      const result = await this.#runCycle(lease);
      // The stop ended the poll, not the backend.
      if (stopped.aborted && result.error) return undefined;
      await this.#succeeded(result, lease);
      return state.suspended && retryDelay(state.suspended, state.consecutiveFailures, this.deps.random);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return stopped.aborted ? undefined : this.#failed(error, lease);
    }
  }

  async #runCycle(lease: Lease): Promise<CycleResult> {
    const { source, state, stopped } = this.context;
    const { monotonicClock, pollDurations } = this.deps;
    const input = { cursor: this.#checkpoints.cursor, lease, memory: this.#memory };
    const attributes = { 'job_gateway.source': source.name, 'job_gateway.kind': source.kind };
    const began = monotonicClock.now();
    try {
      return await inSpan({ name: 'poll', attributes }, (span) =>
        withDeadline(this.deps, `cycle ${source.name}`, source.timeoutMs, stopped, async (deadline) => {
          const result = await runCycle(this.context, this.deps, input, deadline);
          span.set({ 'job_gateway.jobs': result.jobs, 'job_gateway.changed': result.changed });
          return result;
        }),
      );
    } finally {
      const seconds = (monotonicClock.now() - began) / 1_000;
      pollDurations[source.kind].observe(seconds);
      state.pollTook(seconds);
    }
  }

  async #succeeded(result: CycleResult, lease: Lease): Promise<void> {
    const { listing } = result;
    this.context.state.pollEnded(result, this.deps.retention.terminalMs);
    // The next poll lists the jobs again whose drafts were rejected.
    if (listing.complete && result.rejected === 0) this.#checkpoints.cursor = listing.cursor;
    if (!result.isFresh) await this.#markUnobserved(lease, result.observed);
    await this.#version.read();
    await this.#saveCheckpoint(lease);
  }

  async #failed(error: BackendError, lease: Lease): Promise<number> {
    const { state } = this.context;
    state.pollFailed(error);
    this.#version.reset();
    const delayMs = retryDelay(error, state.consecutiveFailures, this.deps.random);
    try {
      await this.#markUnobserved(lease, async () => new Set());
      await this.#saveCheckpoint(lease);
    } catch (storeError) {
      // The delay applies also if the store fails: a suspended backend must not be polled earlier.
      this.#logError(storeError);
    }
    return delayMs;
  }

  /** If the lease has expired because its renewal was late, renews it first. */
  async #saveCheckpoint(lease: Lease): Promise<void> {
    // Other replicas show the age of the data that they read from the checkpoint.
    const { isShared } = this.deps.store;
    const save = (): Promise<void> => (isShared ? this.#checkpoints.save(lease) : this.#checkpoints.saveChanges(lease));
    try {
      await save();
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      const renewed = await this.#leaseKeeper.renew();
      if (renewed?.fencing !== lease.fencing) throw error;
      await save();
    }
  }

  async #markUnobserved(lease: Lease, observed: CycleResult['observed']): Promise<void> {
    const { records, state } = this.context;
    state.outcomesMissed(await records.markUnobserved(observed, lease));
  }

  /**
   * Saves the checkpoint if the store has lost it and this replica polled the source last. A shared store can lose
   * single keys at any time, the embedded one only together with its leases.
   */
  async #restoreCheckpoint(lease: Lease, isNew: boolean): Promise<void> {
    const mayBeLost = isNew || (this.deps.store.isShared && this.#checkpoints.wasStored);
    if (this.#lease && mayBeLost) await this.#checkpoints.restore(lease);
  }

  /** With a new lease, another replica may have polled since our last cycle: its checkpoint is kept. */
  async #saveAtStop(): Promise<void> {
    const lease = await this.#leaseKeeper.renew();
    if (!lease || !this.#lease) return;
    await this.#checkpoints.restore(lease);
    if (lease.fencing === this.#lease.fencing) await this.#checkpoints.save(lease);
  }

  #logError(error: unknown): void {
    const { source, state } = this.context;
    logPollError(this.deps.logger, source.name, state.log, error, this.deps.clock.now());
  }

  #schedule(delayMs: number): void {
    this.context.state.pollScheduled(this.deps.clock.now() + delayMs);
    this.deps.timers.set(this.#timer, delayMs, () => void this.#poll());
  }

  get #timer(): string {
    return `poll ${this.context.source.name}`;
  }
}
