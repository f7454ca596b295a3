import { setMaxListeners } from 'node:events';

import {
  type Adapter,
  BackendError,
  type Lease,
  type Source,
  type SourceReport,
  StoreUnavailableError,
} from '@gateway/core';

import { LeaseKeeper } from '../leases/lease-keeper.js';
import { tellPollFault } from './log-poll-error.js';
import { type SourceDeps } from '../poller-deps.js';
import { jittered } from './retry-policy.js';
import { PollLoop } from './poll-loop.js';
import { SourceState } from '../status/source-state.js';
import { SourcePast } from '../status/checkpoint.js';
import { SourceRecords } from '../records/source-records.js';
import { LOOK_INTERVAL_MS } from '../status/source-report.js';
import { type SourceCounters } from '../status/source-counters.js';

const FIRST_POLL_WITHIN_MS = 500;

/** Polls one source on its own timer, one cycle at a time, while this replica holds the source's lease. */
export class SourcePoller {
  /** What is written of the source's jobs. */
  readonly records: SourceRecords;
  readonly #stop = new AbortController();
  readonly #health: SourceState;
  readonly #lease: LeaseKeeper;
  readonly #past: SourcePast;
  readonly #cycles: PollLoop;
  #held: Lease | undefined;
  #running: Promise<void> | undefined;

  constructor(
    readonly source: Source,
    readonly adapter: Adapter,
    private readonly parts: SourceDeps,
  ) {
    const { logger, spread, store, timers } = parts;
    const health = new SourceState(source, logger);
    const records = new SourceRecords(source, adapter, parts, this.stopped, health);
    const past = new SourcePast(source, store, health);
    this.#health = health;
    this.#past = past;
    this.records = records;
    this.#cycles = new PollLoop({ source, adapter, health, past, records, stopped: this.stopped }, parts);
    const onTrouble = (error: unknown): void => this.#noteFault(error);
    this.#lease = new LeaseKeeper(source.name, spread, store, timers, (lease) => this.#giveBack(lease), onTrouble);
    // Every deadline under way listens to it.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Takes up where the last run left off; the first cycle follows within half a second. */
  async start(): Promise<void> {
    await this.#past.recall();
    if (this.#stop.signal.aborted) return;
    this.#arm(this.parts.random() * FIRST_POLL_WITHIN_MS);
  }

  /** Ends the running cycle, gives the lease back and closes the adapter. */
  async stop(): Promise<void> {
    this.#stop.abort(new BackendError('unreachable', 'the gateway is stopping'));
    this.parts.timers.clear(this.#timer);
    await this.#running;
    await this.#giveBackAtEnd().catch((error: unknown) => this.#noteFault(error));
    await this.#lease.release().catch((error: unknown) => this.#noteFault(error));
    await this.adapter.close();
  }

  /** Aborts when the poller stops, with a `BackendError`. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Why the backend is left alone for now: it refuses our login, or has asked for time. */
  get barred(): BackendError | undefined {
    return this.#health.barred;
  }

  /** Runs a cycle because somebody asks for it, unless the backend is to be left alone; else as `poll`. */
  async pollByHand(): Promise<void> {
    if (this.#running || this.#health.mayPollByHand()) await this.poll();
  }

  /** Runs a cycle now, or joins the one that runs. Resolves when it is over, whatever came of it. */
  poll(): Promise<void> {
    this.#running ??= this.#cycle().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** What has happened to the source since the start. */
  get tally(): Readonly<SourceCounters> {
    return this.#health.tally;
  }

  /** How the source fares now. */
  report(): SourceReport {
    return this.#health.report(this.parts.clock.now());
  }

  /** The lease under which the source was polled last, unless another replica has it now. */
  get lease(): Lease | undefined {
    return this.#held;
  }

  /** When the last whole poll began, in ms. */
  get lastSuccess(): number | undefined {
    return this.#health.lastSuccess;
  }

  /** The backend's clock minus ours, in ms, as far as known. */
  get clockOffsetMs(): number {
    return this.#health.clockOffsetMs;
  }

  /** Takes note of jobs whose outcome was not seen. */
  lost(jobs: number): void {
    this.#health.lost(jobs);
  }

  /** Takes note of records that were found to differ from what the backend has. */
  drifted(jobs: number): void {
    this.#health.drifted(jobs);
  }

  async #cycle(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    let delay = jittered(this.source.intervalMs, this.parts.random);
    try {
      const lease = await this.#hold();
      if (lease) delay = (await this.#cycles.run(lease)) ?? delay;
      else delay = await this.#standBy();
      this.#health.storeAway(false);
    } catch (error) {
      this.#health.storeAway(error instanceof StoreUnavailableError);
      this.#noteFault(error);
    }
    if (this.#stop.signal.aborted) return;
    this.#health.noteStatus(this.parts.clock.now());
    this.#arm(delay);
  }

  /** Under a lease that is new here, what the store remembers counts: from now on nobody else changes it. */
  async #hold(): Promise<Lease | undefined> {
    const lease = await this.#lease.hold();
    if (lease && lease.fencing !== this.#held?.fencing) await this.#past.takeUp();
    this.#held = lease;
    return lease;
  }

  /** A store that has lost what it knew of the source gets it back from the replica that polled it last. */
  async #giveBack(lease: Lease): Promise<void> {
    if (this.#held) await this.#past.giveBack(lease);
  }

  async #giveBackAtEnd(): Promise<void> {
    const lease = await this.#lease.renew();
    if (lease) await this.#giveBack(lease);
  }

  /** Looks at what the replica that polls this source knows, often enough to take over soon after its lease has ended. */
  async #standBy(): Promise<number> {
    await this.#past.recall();
    return Math.min(LOOK_INTERVAL_MS, this.source.intervalMs);
  }

  #noteFault(error: unknown): void {
    tellPollFault(this.parts.logger, this.source.name, error);
  }

  #arm(delayMs: number): void {
    this.#health.armed(this.parts.clock.now() + delayMs);
    this.parts.timers.set(this.#timer, delayMs, () => void this.poll());
  }

  get #timer(): string {
    return `poll ${this.source.name}`;
  }
}
