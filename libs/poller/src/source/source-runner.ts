/**
 * One source, from start to stop. A source is always in one of these states:
 *
 *   starting      the checkpoint is loaded from the store; nothing is polled
 *   polling       this replica holds the lease and runs one cycle per interval
 *   standing by   another replica holds the lease, or may take it first; the checkpoint is loaded every 2 s
 *   backing off   the last poll failed; the next one follows after 1 to 60 s
 *   suspended     the backend refuses the login (next poll after 5 min) or requested a pause (1 h at most)
 *   store away    the store does not answer; nothing is polled
 *   stopping      the source stops; final
 *
 * `PollLoop` triggers these transitions:
 *
 *   starting    → polling or standing by          the first cycle, within 500 ms after the checkpoint was
 *                                                 loaded, or later if many sources start at once
 *   polling     → standing by                     another replica has the lease, or is preferred and gets it now
 *   standing by → polling                         the lease is free, and this replica is preferred or the grace
 *                                                 period is over
 *   polling     → backing off or suspended        the poll failed; `retryDelay` returns the time until the next one
 *   backing off or suspended → polling            a poll succeeded
 *   any         → store away                      a cycle failed with `StoreUnavailableError`
 *   store away  → polling or standing by          the next cycle, one interval later, reaches the store
 *
 * `SourceRunner` triggers these:
 *
 *   starting    → starting                        the store is away; `startWithRetries` tries again after 1 s
 *   any         → stopping                        `stop`, or `stopAfterActions` before another runner replaces it
 *
 * `SourceContext.pollNow` starts the next cycle early: for a client, after an action did not reach the backend, after a
 * lookup or an action found a known job gone, and for the self-check. While the source is suspended, `pollNow` is
 * limited (`SourceState.mayPollOnRequest`), lookups are rejected, and tracked jobs and the self-check pause.
 * `LeaseKeeper` renews a held lease every 3 s, also during a cycle.
 *
 * `stop` aborts all requests to the backend, waits for the running cycle, saves the checkpoint, releases the lease and
 * closes the adapter. If the lease was lost since the last cycle, the checkpoint is saved only if the store has none.
 */
import { setMaxListeners } from 'node:events';

import {
  type ActionName,
  type Adapter,
  BackendError,
  type DatedReport,
  type Source,
  type SourceReport,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { SourceRecords } from '../records/source-records.js';
import { type SourceFreshness } from '../status/source-freshness.js';
import { type SourceCounters, SourceState } from '../status/source-state.js';
import { type StoreFaults } from '../status/store-faults.js';
import { DamagedJobs } from './damaged-jobs.js';
import { type ActionOrder, type ActionResult, JobRequests } from './job-requests.js';
import { PollLoop } from './poll-loop.js';
import { SelfCheck } from './self-check.js';
import { type SourceContext } from './source-context.js';

const RETRY_MS = 1_000;

/** A source and the adapter for its backend. */
export interface PolledSource {
  readonly source: Source;
  readonly adapter: Adapter;
}

/** A job that a client waits for. */
interface Tracked {
  readonly nativeId: string;
  release: () => void;
}

/** Runs everything for one source: poll loop, lookups, actions, tracked jobs and self-check. */
export class SourceRunner {
  readonly #context: SourceContext;
  readonly #loop: PollLoop;
  readonly #requests: JobRequests;
  readonly #check: SelfCheck;
  readonly #damaged: DamagedJobs;
  readonly #stop = new AbortController();
  readonly #tracked = new Set<Tracked>();

  constructor(
    { adapter, source }: PolledSource,
    private readonly deps: SourceDeps,
  ) {
    const stopped = this.#stop.signal;
    const state = new SourceState(source, deps.logger, (changed) => deps.freshness.noteChange(changed));
    const records = new SourceRecords({ source, adapter, state, stopped }, deps);
    this.#context = {
      source,
      adapter,
      state,
      records,
      stopped,
      lease: () => this.#loop.lease,
      pollNow: () => this.#loop.pollNow(),
      runningCycle: () => this.#loop.running,
      replaceDamaged: () => this.#damaged.check(),
    };
    this.#loop = new PollLoop(this.#context, deps);
    this.#requests = new JobRequests(this.#context, deps);
    this.#check = new SelfCheck(this.#context, deps);
    this.#damaged = new DamagedJobs(this.#context, deps, (nativeId) => this.#requests.fetch(nativeId));
    // Every running deadline listens to the signal.
    setMaxListeners(0, stopped);
  }

  /** Loads the checkpoint and schedules the first cycle; see `PollLoop.start`. Throws `StoreUnavailableError`. */
  async start(firstPollWithinMs?: number): Promise<void> {
    await this.#loop.start(firstPollWithinMs);
    this.#context.state.storeFaults.recordsDamaged(this.deps.view.damaged(this.#context.source.name).length);
    this.#check.start();
  }

  /** As `start`, but retries every second while the store is away. Resolves after the first attempt. */
  async startWithRetries(firstPollWithinMs?: number): Promise<void> {
    try {
      await this.start(firstPollWithinMs);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      if (this.#stop.signal.aborted) return;
      this.deps.timers.set(this.#timer, RETRY_MS, () => {
        this.startWithRetries(firstPollWithinMs).catch((err: unknown) => {
          this.deps.logger.error({ source: this.#context.source.name, err }, 'internal error in start of a source');
        });
      });
    }
  }

  /** Aborts what runs, actions included, releases the lease and closes the adapter. */
  async stop(): Promise<void> {
    this.deps.timers.clear(this.#timer);
    this.#stop.abort(new BackendError('unreachable', 'the gateway is stopping'));
    await this.#loop.stop();
    await this.#context.adapter.close();
    await this.#check.stop();
    await this.#damaged.stop();
    await this.#requests.stop();
  }

  /** As `stop`, after the running actions have ended. */
  async stopAfterActions(): Promise<void> {
    await this.#requests.actionsEnded();
    await this.stop();
  }

  /** The actions that the backend has a call for. */
  get supportedActions(): readonly ActionName[] {
    return this.#context.adapter.actions;
  }

  /** See `SourceState.counters`. */
  get counters(): Readonly<SourceCounters> {
    return this.#context.state.counters;
  }

  /** See `CheckedSource.noteStore`. */
  noteStore(change: (faults: StoreFaults) => void): void {
    change(this.#context.state.storeFaults);
    this.#context.state.logChanges(this.deps.clock.now());
  }

  /** The report of the source as of now. */
  report(): SourceReport {
    return this.#context.state.report(this.deps.clock.now());
  }

  /** See `SourceState.clusterUuid`. */
  get clusterUuid(): string | undefined {
    return this.#context.state.clusterUuid;
  }

  /** The report of the source as of now, in two parts. */
  datedReport(): DatedReport {
    return this.#context.state.datedReport(this.deps.clock.now());
  }

  /** What the source adds to the freshness. */
  get freshness(): SourceFreshness {
    return this.#context.state.freshness;
  }

  /** See `SourceContext.pollNow`. */
  poll(): Promise<void> {
    return this.#context.pollNow();
  }

  /** See `JobRequests.fetch`. */
  fetchJob(nativeId: string): Promise<ViewedJob | undefined> {
    return this.#requests.fetch(nativeId);
  }

  /** See `JobRequests.verify`. */
  verify(known: ViewedJob): Promise<ViewedJob | undefined> {
    return this.#requests.verify(known);
  }

  /** See `JobRequests.act`. */
  act(known: ViewedJob, order: ActionOrder): Promise<ActionResult> {
    return this.#requests.act(known, order);
  }

  /** See `JobRequests.settle`. */
  settle(known: ViewedJob): Promise<void> {
    return this.#requests.settle(known);
  }

  /** Fetches a job every second until it has ended, or until the returned function is called. */
  track({ job }: ViewedJob): () => void {
    const tracked: Tracked = { nativeId: job.native_id, release: this.#requests.track(job.native_id) };
    this.#tracked.add(tracked);
    return () => {
      tracked.release();
      this.#tracked.delete(tracked);
    };
  }

  /** Takes over the tracked jobs of the former runner of the same source; the functions it returned remain valid. */
  takeOverTracked(former: SourceRunner): void {
    for (const tracked of former.#tracked) {
      tracked.release();
      const release = this.#requests.track(tracked.nativeId);
      this.#tracked.add(tracked);
      tracked.release = () => {
        release();
        this.#tracked.delete(tracked);
      };
    }
  }

  get #timer(): string {
    return `start ${this.#context.source.name}`;
  }
}
