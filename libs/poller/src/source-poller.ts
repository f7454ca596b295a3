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
  type Source,
  type SourceReport,
  type SourceStatus,
  StoreUnavailableError,
} from '@gateway/core';

import { type CycleResult, runCycle } from './cycle.js';
import { withDeadline } from './deadline.js';
import { type Compared } from './diff.js';
import { LeaseKeeper } from './lease-keeper.js';
import { type MergeContext } from './merge.js';
import { jittered, retryDelay } from './retry-policy.js';
import { type PollFacts, reportOf } from './source-report.js';
import { type Timers } from './timers.js';

const FIRST_POLL_WITHIN_MS = 500;
/** After a poll that read only part of the listing the next may take this many times the deadline: history can be long. */
const PATIENCE = 10;

/** What all pollers of a replica share. */
export interface PollerParts {
  readonly store: JobStore;
  readonly view: JobView;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Name of this replica. */
  readonly replica: string;
  readonly retention: { readonly terminalMs: number; readonly maxJobs: number };
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

/** Polls one source on its own timer, one cycle at a time, while this replica holds the source's lease. */
export class SourcePoller {
  readonly #facts: PollFacts = { consecutiveFailures: 0 };
  readonly #compared: Compared = new WeakMap();
  readonly #stop = new AbortController();
  readonly #lease: LeaseKeeper;
  #cursor: string | undefined;
  #running: Promise<void> | undefined;
  #status: SourceStatus = 'starting';
  #versionAsked = false;
  #incomplete = false;

  constructor(
    readonly source: Source,
    readonly adapter: Adapter,
    private readonly parts: PollerParts,
  ) {
    const { replica, store, timers } = parts;
    // Every deadline under way listens to it.
    setMaxListeners(0, this.#stop.signal);
    this.#lease = new LeaseKeeper(source.name, replica, store, timers, (error) => this.#noteFault(error));
  }

  /** Takes up where the last run left off; the first cycle follows within half a second. */
  async start(): Promise<void> {
    await this.#recall();
    this.#arm(this.parts.random() * FIRST_POLL_WITHIN_MS);
  }

  /** Ends the running cycle, gives the lease back and closes the adapter. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.parts.timers.clear(this.#timer);
    await this.#running;
    await this.#lease.release().catch((error: unknown) => this.#noteFault(error));
    await this.adapter.close();
  }

  /** Aborts when the poller stops. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Runs a cycle now, or joins the one that runs. Resolves when it is over, whatever came of it. */
  poll(): Promise<void> {
    this.#running ??= this.#cycle().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** How the source fares now. */
  report(): SourceReport {
    return reportOf(this.source, this.#facts, this.parts.clock.now());
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
      const lease = await this.#lease.hold();
      if (lease) delay = (await this.#pollOnce(lease)) ?? delay;
      else await this.#recall();
      this.#facts.polledBy = lease?.holder;
    } catch (error) {
      this.#noteFault(error);
    }
    this.#noteStatus();
    if (!this.#stop.signal.aborted) this.#arm(delay);
  }

  /** Gives the delay to the next poll in ms where the backend's failure decides it. Throws what the store throws. */
  async #pollOnce(lease: Lease): Promise<number | undefined> {
    const { clock, random, retention, timers } = this.parts;
    const timeoutMs = this.source.timeoutMs * (this.#incomplete ? PATIENCE : 1);
    const parts = {
      ...this.parts,
      adapter: this.adapter,
      compared: this.#compared,
      context: (now: number) => this.context(now),
      retentionMs: retention.terminalMs,
    };
    this.#facts.lastPoll = clock.now();
    try {
      const result = await withDeadline(timers, `cycle ${this.source.name}`, timeoutMs, this.#stop.signal, (signal) =>
        runCycle(parts, this.#cursor, lease.fencing, signal),
      );
      await this.#succeeded(result, lease);
      return undefined;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.#facts.consecutiveFailures += 1;
      this.#facts.trouble = `${error.code}: ${error.message}`;
      this.#versionAsked = false;
      return retryDelay(error, this.#facts.consecutiveFailures, random);
    }
  }

  async #succeeded({ answer, began, changed, trouble }: CycleResult, lease: Lease): Promise<void> {
    const facts = this.#facts;
    facts.consecutiveFailures = 0;
    facts.trouble = trouble;
    facts.clockOffsetMs = answer.clockOffsetMs ?? facts.clockOffsetMs;
    if (trouble === undefined) facts.lastSuccess = began;
    this.#incomplete = !answer.complete;
    if (answer.complete) this.#cursor = answer.cursor;
    await this.parts.store.saveSourceMemory(lease, {
      ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }),
      ...(facts.lastSuccess === undefined ? {} : { lastSuccessTime: facts.lastSuccess }),
    });
    const { jobs, skipped } = answer;
    this.parts.logger.debug({ source: this.source.name, jobs: jobs.length, skipped, changed }, 'source polled');
    if (!this.#versionAsked) await this.#askVersion();
  }

  async #askVersion(): Promise<void> {
    this.#versionAsked = true;
    const { timers, logger } = this.parts;
    const { name, timeoutMs } = this.source;
    try {
      const info = await withDeadline(timers, `check ${name}`, timeoutMs, this.#stop.signal, (signal) =>
        this.adapter.check(signal),
      );
      this.#facts.version = info.version;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      logger.debug({ source: name, reason: error.message }, 'source did not tell its version');
    }
  }

  /** Reads where the replica that last polled this source left off. */
  async #recall(): Promise<void> {
    const memory = await this.parts.store.sourceMemory(this.source.name);
    this.#cursor = memory?.cursor ?? this.#cursor;
    this.#facts.lastSuccess = memory?.lastSuccessTime ?? this.#facts.lastSuccess;
  }

  #noteFault(error: unknown): void {
    const { logger } = this.parts;
    const source = this.source.name;
    if (error instanceof LeaseLostError) logger.info({ source }, 'source is polled by another replica now');
    else if (error instanceof StoreUnavailableError)
      logger.debug({ source, reason: error.message }, 'poll waits for the store');
    else if (!this.#stop.signal.aborted) logger.error({ source, err: error }, 'cycle failed by a fault of ours');
  }

  #noteStatus(): void {
    const { status, reason } = this.report();
    if (status === this.#status) return;
    const level = status === 'unauthorized' ? 'error' : status === 'ok' ? 'info' : 'warn';
    const fields = { source: this.source.name, from: this.#status, to: status, reason };
    this.parts.logger[level](fields, 'source status changed');
    this.#status = status;
  }

  #arm(delayMs: number): void {
    this.#facts.nextPoll = this.parts.clock.now() + delayMs;
    this.parts.timers.set(this.#timer, delayMs, () => void this.poll());
  }

  get #timer(): string {
    return `poll ${this.source.name}`;
  }
}
