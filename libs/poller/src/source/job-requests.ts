import {
  type ActionName,
  BackendError,
  formatJobId,
  type Job,
  type ObservedJob,
  type RequestedAction,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { type PollerDeps } from '../poller-deps.js';
import { withRequested } from '../records/merge.js';
import { withDeadline } from './deadline.js';
import { type SourceContext } from './source-context.js';
import { showsAction, TrackedJobs } from './tracked-jobs.js';

/** How long a backend's "no such job" is cached, in ms, and for how many ids. */
const NOT_FOUND_TTL_MS = 3_000;
const MAX_NOT_FOUND = 10_000;
const MAX_LOOKUPS = 20;
const WRITE_ATTEMPTS = 3;

/** The result of an action: the record after it, and the backend's error if it did not accept the action. */
export interface ActionResult {
  readonly job: Job;
  readonly error?: BackendError;
}

/** Requests for single jobs of one source: lookups, actions, and jobs that are tracked. */
export class JobRequests {
  readonly #lookups = new Map<string, Promise<ViewedJob | undefined>>();
  readonly #notFound: LRUCache<string, true>;
  readonly #tracked: TrackedJobs;
  readonly #actions = new Set<Promise<unknown>>();
  #sequence = 0;
  /** When a poll was last requested because a lookup did not find a known job, in ms. */
  #confirmedAt = -Infinity;
  #lastLookup: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: SourceContext,
    private readonly deps: PollerDeps,
  ) {
    const perf = { now: () => deps.clock.now() };
    // Not limited by `max`, for which the cache allocates 300 kB in advance.
    const limit = { maxSize: MAX_NOT_FOUND, sizeCalculation: () => 1 };
    this.#notFound = new LRUCache({ ...limit, ttl: NOT_FOUND_TTL_MS, ttlResolution: 0, perf });
    this.#tracked = new TrackedJobs(context, deps, (nativeId) => this.fetch(nativeId));
  }

  /**
   * Fetches one job from the backend and stores it; `undefined` if the backend has no such job, which is cached for
   * three seconds. Concurrent calls for the same job share one lookup. Throws `StoreUnavailableError`, and
   * `BackendError` also while the source is suspended or has too many lookups.
   */
  async fetch(nativeId: string): Promise<ViewedJob | undefined> {
    const { adapter, state } = this.context;
    if (!adapter.isNativeId(nativeId) || this.#notFound.has(nativeId)) return undefined;
    const running = this.#lookups.get(nativeId);
    if (running) return running;
    if (state.suspended) throw state.suspended;
    if (this.#lookups.size >= MAX_LOOKUPS) {
      throw new BackendError('throttled', 'too many lookups for this source at once', { retryAfterMs: 1_000 });
    }
    const lookup = this.#observe(nativeId).finally(() => this.#lookups.delete(nativeId));
    this.#lookups.set(nativeId, lookup);
    return lookup;
  }

  /**
   * Sends an action once, stores its result, fetches the job at once and then tracks it until it shows the action. The
   * caller has checked that the action is allowed. Errors of the backend are part of the result.
   */
  async act(known: ViewedJob, action: ActionName, by: string): Promise<ActionResult> {
    const acting = this.#act(known, action, by);
    this.#actions.add(acting);
    return acting.finally(() => this.#actions.delete(acting));
  }

  /** Fetches a job every second until it has ended, or until the returned function is called. */
  track(nativeId: string): () => void {
    return this.#tracked.untilEnded(nativeId);
  }

  /** Resolves when the actions that run now have ended. Never rejects. */
  async actionsEnded(): Promise<void> {
    await Promise.allSettled([...this.#actions]);
  }

  /** Waits for the running actions and lookups, and tracks no job any more; call it after `stopped` was aborted. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#actions, ...this.#lookups.values()]);
    this.#tracked.stop();
  }

  async #act(known: ViewedJob, action: ActionName, by: string): Promise<ActionResult> {
    const time = new Date(this.deps.clock.now()).toISOString();
    const error = await this.#send(known.job.native_id, action);
    if (error?.code === 'unreachable' || error?.details.refusal === 'gone') {
      void this.context.pollNow();
      return { job: known.job, error };
    }
    const outcome = error === undefined ? 'accepted' : error.code === 'outcome_unknown' ? 'unknown' : 'refused';
    const requested: RequestedAction = { action, by, time, outcome };
    const job = await this.#observeAfter(known, requested);
    if (!showsAction(job)) this.#tracked.untilShown(job.native_id);
    return { job, ...(error ? { error } : {}) };
  }

  async #send(nativeId: string, action: ActionName): Promise<BackendError | undefined> {
    const { adapter } = this.context;
    try {
      await this.#deadline(`action ${nativeId} ${action}`, async (signal) => adapter.act?.(nativeId, action, signal));
      return undefined;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      // A malformed response is not the backend's own (a proxy's page, for example): the action may have arrived.
      return error.code === 'malformed' ? new BackendError('outcome_unknown', error.message, error.details) : error;
    }
  }

  async #observeAfter(known: ViewedJob, requested: RequestedAction): Promise<Job> {
    const { logger } = this.deps;
    const fields = { source: this.context.source.name, job: known.job.id };
    try {
      return ((await this.#observe(known.job.native_id, requested)) ?? known).job;
    } catch (error) {
      logger.error({ ...fields, requested, err: error }, 'action sent but not recorded');
      return withRequested(known.job, requested, this.deps.clock.now());
    }
  }

  /** Looks up a job and stores it. With `requested`, the request is stored also if the lookup fails. */
  async #observe(nativeId: string, requested?: RequestedAction): Promise<ViewedJob | undefined> {
    const { records, source } = this.context;
    const { clock, view } = this.deps;
    const observedAt = clock.now();
    const observed = await this.#lookUp(nativeId, requested !== undefined);
    const id = formatJobId(source.name, observed?.native_id ?? nativeId);
    if (observed === undefined && requested === undefined) {
      if (view.get(id)) this.#confirmGone();
      else this.#notFound.set(nativeId, true);
      return view.get(id);
    }
    const first = await records.writeOne({ id, observed, requested, observedAt });
    if (first !== 'rejected') return first;
    if (requested === undefined) return view.get(id);
    // The store holds a newer observation of the job: only the request remains to be added.
    for (let attempt = 1; attempt < WRITE_ATTEMPTS; attempt += 1) {
      const next = await records.writeOne({ id, observed: undefined, requested, observedAt: clock.now() });
      if (next !== 'rejected') return next;
    }
    throw new StoreUnavailableError('the record changes faster than the request can be added to it');
  }

  /** One lookup does not prove that a known job is gone: the cycle confirms it. Polls early at most once per interval. */
  #confirmGone(): void {
    const now = this.deps.clock.now();
    if (now - this.#confirmedAt < this.context.source.intervalMs) return;
    this.#confirmedAt = now;
    void this.context.pollNow();
  }

  async #lookUp(nativeId: string, ignoreErrors: boolean): Promise<ObservedJob | undefined> {
    try {
      return await this.#deadline(`job ${nativeId}`, (signal) => this.#lookUpInTurn(nativeId, signal));
    } catch (error) {
      if (ignoreErrors && error instanceof BackendError) return undefined;
      throw error;
    }
  }

  /** One lookup at a time: a source has two connections, and the poll needs one of them. */
  #lookUpInTurn(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    const lookup = this.#lastLookup.then(() => {
      signal.throwIfAborted();
      return this.context.adapter.get(nativeId, signal);
    });
    this.#lastLookup = lookup.then(ignore, ignore);
    return lookup;
  }

  #deadline<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { source, stopped } = this.context;
    this.#sequence += 1;
    const timer = `${name} ${source.name} ${this.#sequence}`;
    return withDeadline(this.deps, timer, source.timeoutMs, stopped, ({ signal }) => work(signal));
  }
}

function ignore(): void {}
