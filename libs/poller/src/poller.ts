import { isDeepStrictEqual } from 'node:util';

import {
  type ActionName,
  type DatedReport,
  Histogram,
  risingClock,
  Slots,
  SOURCE_KINDS,
  type SourceKind,
  type SourceReport,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { ReplicaMembership } from './leases/replica-membership.js';
import { type PollerDeps, type SourceDeps } from './poller-deps.js';
import { ViewWait } from './records/view-wait.js';
import { OrphanedJobs } from './retention/orphaned-jobs.js';
import { Retention } from './retention/retention.js';
import { type RetentionLimits } from './retention/retention-plan.js';
import { SweepTimer } from './retention/sweep-timer.js';
import { type ActionOrder, type ActionResult } from './source/job-requests.js';
import { type PolledSource, SourceRunner } from './source/source-runner.js';
import { type Freshness, FreshnessMemo } from './status/freshness.js';
import { type SourceCounters } from './status/source-state.js';
import { StoreCheck } from './store-check/store-check.js';

/**
 * Number of pages that are parsed and written at the same time: enough to keep the store busy. A page takes a few MB
 * until it is written.
 */
const PAGES_AT_ONCE = 4;

/** The first polls after a start are spread by this much per source: 1,000 sources are all polled after 5 s. */
const FIRST_POLL_SPREAD_MS = 5;

/** Upper bounds of buckets in seconds: a poll takes milliseconds, or minutes for many pages of a slow backend. */
const POLL_BOUNDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** A source that is added or replaced, and the time within which it is polled first. */
interface AddedSource {
  readonly polled: PolledSource;
  readonly firstPollWithinMs: number;
}

/** Polls all sources independently of each other, and serves their reports, lookups and actions. */
export class Poller {
  readonly #deps: SourceDeps;
  /** The object that all parts read the limits from; `reconfigure` changes it in place. */
  readonly #limits: { -readonly [Name in keyof RetentionLimits]: RetentionLimits[Name] };
  readonly #sweeps: SweepTimer;
  readonly #orphaned: OrphanedJobs;
  readonly #storeCheck: StoreCheck;
  readonly #stop = new AbortController();
  /** The runners by source name, in the order of the configuration. */
  #runners: Map<string, SourceRunner>;
  /** Sources that are being added, replaced or removed. */
  readonly #changing = new Map<string, Promise<void>>();
  #reconfiguring: Promise<void> = Promise.resolve();
  #sourcesVersion = 0;

  constructor(sources: readonly PolledSource[], deps: PollerDeps) {
    this.#limits = { ...deps.retention };
    const wait = new ViewWait('retention sweep', deps, this.#stop.signal);
    const retention = new Retention(this.#limits, deps.view, deps.store, (revision) => wait.until(revision));
    const clock = risingClock(deps.clock);
    const retentionCutoff: Retention['cutoff'] = (...args) => retention.cutoff(...args);
    const membership = new ReplicaMembership({ ...deps, clock });
    const pageSlots = new Slots(PAGES_AT_ONCE);
    const freshness = new FreshnessMemo();
    const pollDurations = newPollDurations();
    const shared = { freshness, losses: { records: 0 }, membership, pageSlots, pollDurations, retentionCutoff };
    this.#deps = { ...deps, ...shared, clock, retention: this.#limits };
    this.#runners = new Map(sources.map((polled) => [polled.source.name, new SourceRunner(polled, this.#deps)]));
    this.#sweeps = new SweepTimer(retention, this.#deps, this.#stop.signal);
    this.#orphaned = new OrphanedJobs(this.#deps, (name) => this.#runners.has(name));
    this.#storeCheck = new StoreCheck(this.#deps, () => this.#runners);
  }

  /**
   * Joins the replicas and starts every source; requires an open store and a loaded view. Throws
   * `StoreUnavailableError`.
   */
  async start(): Promise<void> {
    await this.#deps.membership.join();
    const firstPollWithinMs = this.#runners.size * FIRST_POLL_SPREAD_MS;
    await Promise.all([...this.#runners.values()].map((runner) => runner.start(firstPollWithinMs)));
    this.#sweeps.schedule();
    this.#orphaned.start();
    this.#storeCheck.start();
  }

  /** Aborts what runs, releases the leases and closes the adapters. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    const swept = this.#sweeps.stop();
    await this.#deps.membership.leave();
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
    await this.#reconfiguring;
    await this.#orphaned.stop();
    await this.#storeCheck.stop();
    await swept;
  }

  /**
   * Changes to other sources, in the given order: a name keeps that source as it is, a `PolledSource` is added or
   * replaces the source of the same name, and all others are removed. Running actions are awaited; running lookups are
   * repeated. Calls are queued. After `stop`, it only closes the given adapters.
   */
  async reconfigure(sources: readonly (string | PolledSource)[], retention: RetentionLimits): Promise<void> {
    const change = this.#reconfiguring.then(() => this.#reconfigure(sources, retention));
    // An error is the caller's to log; the next call in the queue must not see it.
    this.#reconfiguring = change.catch(() => undefined);
    return change;
  }

  /** A number that changes when sources are added, replaced or removed. */
  get sourcesVersion(): number {
    return this.#sourcesVersion;
  }

  /** The reports of all sources, in the order of the configuration. */
  reports(): readonly SourceReport[] {
    return [...this.#runners.values()].map((runner) => runner.report());
  }

  /**
   * The stale sources and the gaps of now: the same object while its content is the same. Unless something has
   * changed, the cost does not depend on the number of sources.
   */
  freshness(): Freshness {
    return this.#deps.freshness.at(this.#deps.clock.now(), this.#runners.values());
  }

  /** The report of one source; `undefined` if it is not configured. */
  report(source: string): SourceReport | undefined {
    return this.#runners.get(source)?.report();
  }

  /** As `reports`, in two parts each. */
  datedReports(): readonly DatedReport[] {
    return [...this.#runners.values()].map((runner) => runner.datedReport());
  }

  /** As `report`, in two parts. */
  datedReport(source: string): DatedReport | undefined {
    return this.#runners.get(source)?.datedReport();
  }

  /** The counters of all sources by name. */
  counters(): ReadonlyMap<string, Readonly<SourceCounters>> {
    return new Map([...this.#runners].map(([name, { counters }]) => [name, counters]));
  }

  /** The durations of all polls of each kind since the start, in seconds, those that failed included. */
  get pollDurations(): Readonly<Record<SourceKind, Histogram>> {
    return this.#deps.pollDurations;
  }

  /** The UUID of an ONTAP source's cluster; `undefined` if it is not known yet. */
  clusterUuid(source: string): string | undefined {
    return this.#runners.get(source)?.clusterUuid;
  }

  /** See `StoreLosses`. */
  get lostRecords(): number {
    return this.#deps.losses.records;
  }

  /** The actions that a source's backend has a call for; `undefined` if the source is not configured. */
  supportedActions(source: string): readonly ActionName[] | undefined {
    return this.#runners.get(source)?.supportedActions;
  }

  /**
   * Polls a source now, or joins its running cycle, unless it is suspended. Resolves when the cycle has ended, also if
   * it failed.
   */
  async poll(source: string): Promise<void> {
    await this.#changing.get(source);
    const runner = this.#runners.get(source);
    await runner?.poll();
    if (await this.#wasReplaced(source, runner)) await this.poll(source);
  }

  /**
   * Fetches one job from its backend and stores it; `undefined` if there is no such job or source. Throws
   * `BackendError` and `StoreUnavailableError`.
   */
  async fetchJob(source: string, nativeId: string): Promise<ViewedJob | undefined> {
    const runner = this.#runners.get(source);
    try {
      return await runner?.fetchJob(nativeId);
    } catch (error) {
      if (!(await this.#wasReplaced(source, runner))) throw error;
      return this.fetchJob(source, nativeId);
    }
  }

  /** Fetches a job every second, once for all callers, until it has ended or the returned function is called. */
  trackJob(viewed: ViewedJob): () => void {
    return this.#runners.get(viewed.job.source.name)?.track(viewed) ?? (() => undefined);
  }

  /**
   * The job as its backend has shown it in the last two seconds, by a poll or by a lookup for this call; `undefined` if
   * the backend or the configuration no longer has it. Throws `BackendError` and `StoreUnavailableError`.
   */
  async verify(known: ViewedJob): Promise<ViewedJob | undefined> {
    const source = known.job.source.name;
    await this.#changing.get(source);
    return this.#runners.get(source)?.verify(known);
  }

  /**
   * Sends an action to a job's backend once, then fetches the job; `undefined` if the source is not configured. The
   * caller has checked that the action is allowed.
   */
  async act(known: ViewedJob, order: ActionOrder): Promise<ActionResult | undefined> {
    const source = known.job.source.name;
    await this.#changing.get(source);
    return this.#runners.get(source)?.act(known, order);
  }

  /**
   * Fetches a job whose requested action it does not show yet, so that its record shows what came of it. Does nothing
   * if the source is not configured. Throws `BackendError` and `StoreUnavailableError`.
   */
  async settle(known: ViewedJob): Promise<void> {
    await this.#runners.get(known.job.source.name)?.settle(known);
  }

  /** The names of the replicas that are live, this one included. */
  liveReplicas(): readonly string[] {
    return this.#deps.membership.live;
  }

  async #wasReplaced(source: string, runner: SourceRunner | undefined): Promise<boolean> {
    await this.#changing.get(source);
    return this.#runners.get(source) !== runner && !this.#stop.signal.aborted;
  }

  async #reconfigure(sources: readonly (string | PolledSource)[], retention: RetentionLimits): Promise<void> {
    const given = sources.filter((each) => typeof each !== 'string');
    if (this.#stop.signal.aborted) {
      await Promise.all(given.map(({ adapter }) => adapter.close()));
      return;
    }
    const order = sources.map((each) => (typeof each === 'string' ? each : each.source.name));
    const wanted = new Set(order);
    const removed = [...this.#runners.keys()].filter((name) => !wanted.has(name));
    const firstPollWithinMs = given.length * FIRST_POLL_SPREAD_MS;
    await Promise.all([
      ...given.map((polled) => this.#change(polled.source.name, { polled, firstPollWithinMs })),
      ...removed.map((name) => this.#change(name)),
    ]);
    this.#runners = new Map(
      order.flatMap((name) => {
        const runner = this.#runners.get(name);
        return runner ? [[name, runner]] : [];
      }),
    );
    this.#noteSourcesChange();
    this.#applyLimits(retention);
  }

  #change(name: string, added?: AddedSource): Promise<void> {
    const change = this.#replace(name, added).finally(() => this.#changing.delete(name));
    this.#changing.set(name, change);
    return change;
  }

  /** The former runner serves reports until the new one has loaded its checkpoint. */
  async #replace(name: string, added: AddedSource | undefined): Promise<void> {
    const former = this.#runners.get(name);
    const runner = added && new SourceRunner(added.polled, this.#deps);
    try {
      await former?.stopAfterActions();
      await runner?.startWithRetries(added?.firstPollWithinMs);
    } catch (error) {
      await runner?.stop();
      throw error;
    }
    if (this.#stop.signal.aborted) {
      await runner?.stop();
      return;
    }
    if (runner && former) runner.takeOverTracked(former);
    if (runner) this.#runners.set(name, runner);
    else this.#runners.delete(name);
    this.#noteSourcesChange();
  }

  #noteSourcesChange(): void {
    this.#sourcesVersion += 1;
    this.#deps.freshness.noteSourcesChange();
  }

  #applyLimits(retention: RetentionLimits): void {
    if (isDeepStrictEqual(retention, this.#limits)) return;
    Object.assign(this.#limits, retention);
    this.#sweeps.schedule(0);
  }
}

function newPollDurations(): Readonly<Record<SourceKind, Histogram>> {
  const entries = SOURCE_KINDS.map((kind) => [kind, new Histogram(POLL_BOUNDS)] as const);
  return Object.fromEntries(entries) as Record<SourceKind, Histogram>;
}
