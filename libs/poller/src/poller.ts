import { isDeepStrictEqual } from 'node:util';

import { type ActionName, risingClock, type SourceReport, StoreUnavailableError, type ViewedJob } from '@gateway/core';

import { SourceRunner, type PolledSource } from './source/source-runner.js';
import { OrphanedJobs } from './retention/orphaned-jobs.js';
import { Retention } from './retention/retention.js';
import { type RetentionLimits } from './retention/retention-plan.js';
import { type ActionResult } from './source/job-requests.js';
import { type PollerDeps, type SourceDeps } from './poller-deps.js';
import { type SourceCounters } from './status/source-counters.js';
import { ReplicaMembership } from './leases/replica-membership.js';

const SWEEP_INTERVAL_MS = 60_000;
const SWEEP_TIMER = 'retention';

/** Polls all sources, each on its own, and answers what readers and actions ask of them. */
export class Poller {
  private readonly parts: SourceDeps;
  /** The one object every part reads the limits from. */
  readonly #limits: { -readonly [Name in keyof RetentionLimits]: RetentionLimits[Name] };
  readonly #retention: Retention;
  readonly #removed: OrphanedJobs;
  readonly #stop = new AbortController();
  #sources: Map<string, SourceRunner>;
  /** Sources that are being replaced or removed, until they have been. */
  readonly #changing = new Map<string, Promise<void>>();
  #reconfiguring: Promise<void> = Promise.resolve();
  #sweeping: Promise<void> | undefined;

  constructor(sources: readonly PolledSource[], given: PollerDeps) {
    this.#limits = { ...given.retention };
    this.#retention = new Retention(this.#limits, given.view, given.store);
    const clock = risingClock(given.clock);
    const spread = new ReplicaMembership({ ...given, clock });
    this.parts = { ...given, clock, retention: this.#limits, retained: this.#retention, spread };
    this.#sources = new Map(sources.map((polled) => [polled.source.name, new SourceRunner(polled, this.parts)]));
    this.#removed = new OrphanedJobs(this.parts, (name) => this.#sources.has(name));
  }

  /** Starts every source's timer; the store is open and the view loaded. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.parts.spread.join();
    await Promise.all([...this.#sources.values()].map((active) => active.start()));
    this.#armSweep(SWEEP_INTERVAL_MS);
    this.#removed.start();
  }

  /** Ends what runs, gives leases back and closes the adapters. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.parts.timers.clear(SWEEP_TIMER);
    await this.parts.spread.leave();
    await Promise.all([...this.#sources.values()].map((active) => active.stop()));
    await this.#reconfiguring;
    await this.#removed.stop();
    await this.#sweeping;
  }

  /**
   * Goes over to other sources, in their order: a name stands for one that goes on untouched, anything else begins or takes
   * the place of its namesake. Those that are not named end. Actions under way are waited for, questions are asked again.
   * Calls queue up; after `stop` nothing is begun.
   */
  async reconfigure(sources: readonly (string | PolledSource)[], retention: RetentionLimits): Promise<void> {
    const over = this.#reconfiguring.then(() => this.#reconfigure(sources, retention));
    // A fault is the caller's to tell; those who queue up after it do not meet it again.
    this.#reconfiguring = over.catch(() => undefined);
    return over;
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
  counters(): ReadonlyMap<string, Readonly<SourceCounters>> {
    return new Map([...this.#sources].map(([name, { poller }]) => [name, poller.tally]));
  }

  /** What a source's kind of backend has a call for; `undefined` for a name that is not configured. */
  supportedActions(source: string): readonly ActionName[] | undefined {
    return this.#sources.get(source)?.polled.adapter.actions;
  }

  /**
   * Polls a source now, together with whoever else asks, unless the backend is to be left alone; resolves when the cycle
   * is over, whatever came of it.
   */
  async poll(source: string): Promise<void> {
    await this.#changing.get(source);
    const active = this.#sources.get(source);
    await active?.poller.pollByHand();
    if (await this.#wasReplaced(source, active)) await this.poll(source);
  }

  /**
   * Asks a source for one job and keeps the answer; `undefined` when there is no such job or source. Throws
   * `BackendError` and `StoreUnavailableError`.
   */
  async fetchJob(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    const active = this.#sources.get(source);
    try {
      return await active?.single.ask(nativeId);
    } catch (error) {
      if (!(await this.#wasReplaced(source, active))) throw error;
      return this.fetchJob(source, nativeId);
    }
  }

  /**
   * Polls a job alone every second until it has ended, for somebody who waits for that, once for all who do; they leave
   * with the function given back.
   */
  trackJob(viewed: ViewedJob): () => void {
    return this.#sources.get(viewed.job.source.name)?.follow(viewed) ?? (() => undefined);
  }

  /**
   * Sends an action to a job's backend once and polls the job at once; `undefined` when its source is not configured
   * any more. The job must be one whose `actions` allow it.
   */
  async act(known: ViewedJob, action: ActionName, by: string): Promise<ActionResult | undefined> {
    const source = known.job.source.name;
    await this.#changing.get(source);
    return this.#sources.get(source)?.single.act(known, action, by);
  }

  async #wasReplaced(source: string, active: SourceRunner | undefined): Promise<boolean> {
    await this.#changing.get(source);
    return this.#sources.get(source) !== active && !this.#stop.signal.aborted;
  }

  async #reconfigure(sources: readonly (string | PolledSource)[], retention: RetentionLimits): Promise<void> {
    const given = sources.filter((each) => typeof each !== 'string');
    if (this.#stop.signal.aborted) {
      await Promise.all(given.map(({ adapter }) => adapter.close()));
      return;
    }
    const order = sources.map((each) => (typeof each === 'string' ? each : each.source.name));
    const wanted = new Set(order);
    const ending = [...this.#sources.keys()].filter((name) => !wanted.has(name));
    await Promise.all([
      ...given.map((polled) => this.#change(polled.source.name, polled)),
      ...ending.map((name) => this.#change(name)),
    ]);
    this.#sources = new Map(
      order.flatMap((name) => {
        const active = this.#sources.get(name);
        return active ? [[name, active]] : [];
      }),
    );
    this.#limit(retention);
  }

  #change(name: string, successor?: PolledSource): Promise<void> {
    const change = this.#replace(name, successor).finally(() => this.#changing.delete(name));
    this.#changing.set(name, change);
    return change;
  }

  /** The former answers until the successor can: readers never meet a source without its past. */
  async #replace(name: string, polled: PolledSource | undefined): Promise<void> {
    const former = this.#sources.get(name);
    const successor = polled && new SourceRunner(polled, this.parts);
    await former?.retire();
    await successor?.startOnceStoreAnswers();
    if (this.#stop.signal.aborted) {
      await successor?.stop();
      return;
    }
    if (successor && former) successor.inherit(former);
    if (successor) this.#sources.set(name, successor);
    else this.#sources.delete(name);
  }

  #limit(retention: RetentionLimits): void {
    if (isDeepStrictEqual(retention, this.#limits)) return;
    Object.assign(this.#limits, retention);
    this.#armSweep(0);
  }

  #armSweep(delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    this.parts.timers.set(SWEEP_TIMER, delayMs, () => {
      this.#sweeping = this.#sweep().finally(() => this.#armSweep(SWEEP_INTERVAL_MS));
    });
  }

  async #sweep(): Promise<void> {
    const { clock, logger } = this.parts;
    try {
      const removed = await this.#retention.sweep(clock.now(), this.#stop.signal);
      logger.debug({ removed }, 'retention swept');
    } catch (error) {
      if (error instanceof StoreUnavailableError)
        logger.debug({ reason: error.message }, 'retention waits for the store');
      else logger.error({ err: error }, 'retention failed by a fault of ours');
    }
  }
}
