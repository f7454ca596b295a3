import { setMaxListeners } from 'node:events';

import {
  type Adapter,
  BackendError,
  type Clock,
  type JobStore,
  type JobView,
  type Lease,
  LeaseLostError,
  type Logger,
  type Revision,
  type Source,
  type SourceMemory,
  type SourceReport,
  StoreUnavailableError,
} from '@gateway/core';

import { type CycleResult, newNotes, runCycle } from './cycle.js';
import { withDeadline } from './deadline.js';
import { type RetentionFloor } from './diff.js';
import { LeaseKeeper } from './lease-keeper.js';
import { type MergeContext } from './merge.js';
import { type Retention } from './retention.js';
import { type RetentionLimits } from './retention-plan.js';
import { jittered, retryDelay } from './retry-policy.js';
import { RecordWriter, type WriterParts } from './record-writer.js';
import { SourceHealth } from './source-health.js';
import { LOOK_INTERVAL_MS } from './source-report.js';
import { type SourceTally } from './source-tally.js';
import { type Spread } from './spread.js';
import { type Timers } from './timers.js';
import { ViewWait } from './view-wait.js';

const FIRST_POLL_WITHIN_MS = 500;
/** After a delta that was cut off, the next one may take this many times the deadline: a first poll reads all history. */
const PATIENCE = 10;
/** Active jobs of a backend that has not answered for so long, in ms, are not called running any more. */
const SIGHT_MS = 86_400_000;

/** What all pollers of a replica share. */
export interface PollerParts {
  readonly store: JobStore;
  readonly view: JobView;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Name of this replica; no other has it. */
  readonly replica: string;
  readonly retention: RetentionLimits;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

/** What the poller adds to these for its sources. */
export interface SourceParts extends PollerParts {
  /** Below which ended jobs are not taken in. */
  readonly retained: Pick<Retention, 'floor'>;
  /** Which replica is to poll which source. */
  readonly spread: Spread;
}

/** Polls one source on its own timer, one cycle at a time, while this replica holds the source's lease. */
export class SourcePoller {
  readonly #notes = newNotes();
  readonly #stop = new AbortController();
  readonly #health: SourceHealth;
  readonly #lease: LeaseKeeper;
  readonly #viewWait: ViewWait;
  #held: Lease | undefined;
  #cursor: string | undefined;
  #cutOff = false;
  #versionAsked = false;
  #running: Promise<void> | undefined;

  constructor(
    readonly source: Source,
    readonly adapter: Adapter,
    private readonly parts: SourceParts,
  ) {
    const { logger, spread, store, timers, view } = parts;
    this.#health = new SourceHealth(source, logger);
    const onTrouble = (error: unknown): void => this.#noteFault(error);
    this.#lease = new LeaseKeeper(source.name, spread, store, timers, (lease) => this.#giveBack(lease), onTrouble);
    this.#viewWait = new ViewWait(view, timers, source.name);
    // Every deadline under way listens to it.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Takes up where the last run left off; the first cycle follows within half a second. */
  async start(): Promise<void> {
    await this.#recall();
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

  /** Waits until the view shows a revision. Throws `StoreUnavailableError` when it does not, and when the poller stops. */
  shown(revision: Revision): Promise<void> {
    return this.#viewWait.reached(revision, this.#stop.signal);
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
  get tally(): Readonly<SourceTally> {
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

  /** Writes what was seen by a look at the source that began at `observedAt`, in ms, under a lease. */
  writer(observedAt: number, { fencing }: Lease): RecordWriter {
    const floor = this.parts.retained.floor(observedAt, this.#health.clockOffsetMs);
    return new RecordWriter({ ...this.#writerParts(), compared: new WeakMap(), floor }, observedAt, fencing);
  }

  /** What is true of every job of this source at the instant `now`, in ms. */
  context(now: number): MergeContext {
    const { name, kind, labels } = this.source;
    return { source: { name, kind, labels }, supported: this.adapter.actions, reruns: this.adapter.reruns, now };
  }

  async #cycle(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    let delay = jittered(this.source.intervalMs, this.parts.random);
    try {
      const lease = await this.#hold();
      if (lease) delay = (await this.#pollOnce(lease)) ?? delay;
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
    if (lease && lease.fencing !== this.#held?.fencing) {
      const memory = await this.parts.store.sourceMemory(this.source.name);
      if (memory) this.#take(memory);
    }
    this.#held = lease;
    return lease;
  }

  /** Gives the delay to the next poll in ms where the backend's failure decides it. Throws what the store throws. */
  async #pollOnce(lease: Lease): Promise<number | undefined> {
    const { clock, random, replica, retained, timers } = this.parts;
    const timeoutMs = this.source.timeoutMs * (this.#cutOff ? PATIENCE : 1);
    const floor = (at: number, offsetMs: number | undefined): RetentionFloor => retained.floor(at, offsetMs);
    const parts = { ...this.#writerParts(), adapter: this.adapter, notes: this.#notes, floor };
    this.#health.began(clock.now(), replica);
    try {
      const result = await withDeadline(timers, `cycle ${this.source.name}`, timeoutMs, this.#stop.signal, (signal) =>
        runCycle(parts, this.#cursor, lease.fencing, signal),
      );
      await this.#succeeded(result, lease);
      return undefined;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      if (this.#stop.signal.aborted) return undefined;
      this.#health.failed(error);
      this.#versionAsked = false;
      const delay = retryDelay(error, this.#health.consecutiveFailures, random);
      // A backend that is to be left alone is left alone, whatever the store says to this.
      await this.#noteFailure(lease).catch((fault: unknown) => this.#noteFault(fault));
      return delay;
    }
  }

  async #noteFailure(lease: Lease): Promise<void> {
    await this.#loseSight(lease, new Set());
    await this.#remember(lease);
  }

  #writerParts(): SourceParts & Pick<WriterParts, 'context' | 'shown'> {
    return { ...this.parts, context: (now) => this.context(now), shown: (revision) => this.shown(revision) };
  }

  async #succeeded(result: CycleResult, lease: Lease): Promise<void> {
    const { answer } = result;
    this.#health.succeeded(result, this.parts.retention.terminalMs);
    this.#cutOff = answer.form === 'delta' && !answer.complete;
    // What was refused is looked at again.
    if (answer.complete && result.refused === 0) this.#cursor = answer.cursor;
    if (!result.whole) await this.#loseSight(lease, result.seen);
    if (!this.#versionAsked) await this.#askVersion();
    await this.#remember(lease);
  }

  async #loseSight(lease: Lease, seen: ReadonlySet<string>): Promise<void> {
    const { clock, logger, view } = this.parts;
    const now = clock.now();
    const lastSuccess = this.#health.lastSuccess;
    if (lastSuccess === undefined || now - lastSuccess < SIGHT_MS) return;
    const unseen = [...view.active(this.source.name)].filter(({ job }) => !seen.has(job.native_id));
    const writer = this.writer(now, lease);
    const since = new Date(lastSuccess).toISOString();
    await writer.outOfSight(unseen, since);
    if (writer.changed === 0) return;
    this.#health.lost(writer.changed);
    logger.warn({ source: this.source.name, since, jobs: writer.changed }, 'active jobs are out of sight');
  }

  async #askVersion(): Promise<void> {
    this.#versionAsked = true;
    const { timers, logger } = this.parts;
    const { name, timeoutMs } = this.source;
    try {
      const info = await withDeadline(timers, `check ${name}`, timeoutMs, this.#stop.signal, (signal) =>
        this.adapter.check(signal),
      );
      this.#health.toldVersion(info.version);
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      logger.debug({ source: name, reason: error.message }, 'source did not tell its version');
    }
  }

  /** A store that has lost what it knew of the source gets it back from the replica that polled it last. */
  async #giveBack(lease: Lease): Promise<void> {
    if (this.#held && (await this.parts.store.sourceMemory(this.source.name)) === undefined)
      await this.#remember(lease);
  }

  async #giveBackAtEnd(): Promise<void> {
    const lease = await this.#lease.renew();
    if (lease) await this.#giveBack(lease);
  }

  #remember(lease: Lease): Promise<void> {
    return this.parts.store.saveSourceMemory(lease, this.#health.memory(this.#cursor));
  }

  /** Looks at what the replica that polls this source knows, often enough to take over soon after its lease has ended. */
  async #standBy(): Promise<number> {
    await this.#recall();
    return Math.min(LOOK_INTERVAL_MS, this.source.intervalMs);
  }

  /** Reads where the replica that last polled this source left off. */
  async #recall(): Promise<void> {
    this.#take(await this.parts.store.sourceMemory(this.source.name));
  }

  #take(memory: SourceMemory | undefined): void {
    if (memory) this.#cursor = memory.backend === this.source.backend ? memory.cursor : undefined;
    this.#health.recalled(memory);
  }

  #noteFault(error: unknown): void {
    const { logger } = this.parts;
    const source = this.source.name;
    if (error instanceof LeaseLostError) logger.info({ source }, 'lease of the source was lost');
    else if (error instanceof StoreUnavailableError)
      logger.debug({ source, reason: error.message }, 'poll waits for the store');
    else logger.error({ source, err: error }, 'cycle failed by a fault of ours');
  }

  #arm(delayMs: number): void {
    this.#health.armed(this.parts.clock.now() + delayMs);
    this.parts.timers.set(this.#timer, delayMs, () => void this.poll());
  }

  get #timer(): string {
    return `poll ${this.source.name}`;
  }
}
