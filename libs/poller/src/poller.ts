import {
  type ActionName,
  type Adapter,
  type Source,
  type SourceReport,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { sweep } from './retention.js';
import { risingClock } from './rising-clock.js';
import { SelfCheck } from './self-check.js';
import { type Acted, SingleJobs } from './single-jobs.js';
import { type PollerParts, SourcePoller } from './source-poller.js';
import { type SourceTally } from './source-tally.js';

const SWEEP_INTERVAL_MS = 60_000;
const SWEEP_TIMER = 'retention';

/** A source and the adapter that speaks to it. */
export interface PolledSource {
  readonly source: Source;
  readonly adapter: Adapter;
}

/** What there is for one source. */
interface SourceParts {
  readonly poller: SourcePoller;
  readonly single: SingleJobs;
  readonly check: SelfCheck;
}

/** Polls all sources, each on its own, and answers what readers and actions ask of them. */
export class Poller {
  private readonly parts: PollerParts;
  readonly #sources: ReadonlyMap<string, SourceParts>;
  readonly #stop = new AbortController();
  #sweeping: Promise<void> | undefined;

  constructor(sources: readonly PolledSource[], given: PollerParts) {
    const parts = { ...given, clock: risingClock(given.clock) };
    this.parts = parts;
    this.#sources = new Map(
      sources.map(({ source, adapter }) => {
        const poller = new SourcePoller(source, adapter, parts);
        return [source.name, { poller, single: new SingleJobs(poller, parts), check: new SelfCheck(poller, parts) }];
      }),
    );
  }

  /** Starts every source's timer; the store is open and the view loaded. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await Promise.all(
      [...this.#sources.values()].map(async ({ check, poller }) => {
        await poller.start();
        check.start();
      }),
    );
    this.#armSweep();
  }

  /** Ends what runs, gives leases back and closes the adapters. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.parts.timers.clear(SWEEP_TIMER);
    await Promise.all(
      [...this.#sources.values()].map(async ({ check, poller, single }) => {
        await poller.stop();
        await check.stop();
        await single.stop();
      }),
    );
    await this.#sweeping;
  }

  /** How every source fares, in the order of the configuration. */
  reports(): readonly SourceReport[] {
    return [...this.#sources.values()].map(({ poller }) => poller.report());
  }

  /** How one source fares; `undefined` for a name that is not configured. */
  report(source: string): SourceReport | undefined {
    return this.#sources.get(source)?.poller.report();
  }

  /** What has happened to every source since the start, by name. */
  tallies(): ReadonlyMap<string, Readonly<SourceTally>> {
    return new Map([...this.#sources].map(([name, { poller }]) => [name, poller.tally]));
  }

  /**
   * Polls a source now, together with whoever else asks, unless the backend is to be left alone; resolves when the cycle
   * is over, whatever came of it.
   */
  async poll(source: string): Promise<void> {
    await this.#sources.get(source)?.poller.pollByHand();
  }

  /**
   * Asks a source for one job and keeps the answer; `undefined` when there is no such job or source. Throws
   * `BackendError` and `StoreUnavailableError`.
   */
  async ask(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    return this.#sources.get(source)?.single.ask(nativeId);
  }

  /**
   * Polls a job alone every second until it has ended, for somebody who waits for that, once for all who do; they leave
   * with the function given back.
   */
  follow({ job }: ViewedJob): () => void {
    return this.#sources.get(job.source.name)?.single.follow(job.native_id) ?? (() => undefined);
  }

  /**
   * Sends an action to a job's backend once and polls the job at once; `undefined` when its source is not configured
   * any more. The job must be one whose `actions` allow it.
   */
  async act(known: ViewedJob, action: ActionName, by: string): Promise<Acted | undefined> {
    return this.#sources.get(known.job.source.name)?.single.act(known, action, by);
  }

  #armSweep(): void {
    if (this.#stop.signal.aborted) return;
    this.parts.timers.set(SWEEP_TIMER, SWEEP_INTERVAL_MS, () => {
      this.#sweeping = this.#sweep().finally(() => this.#armSweep());
    });
  }

  async #sweep(): Promise<void> {
    const { clock, logger, retention, store, view } = this.parts;
    try {
      const removed = await sweep(view, store, retention, clock.now(), this.#stop.signal);
      logger.debug({ removed }, 'retention swept');
    } catch (error) {
      if (error instanceof StoreUnavailableError)
        logger.debug({ reason: error.message }, 'retention waits for the store');
      else logger.error({ err: error }, 'retention failed by a fault of ours');
    }
  }
}
