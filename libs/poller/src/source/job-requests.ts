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
import { type SentAction, withRequested } from '../records/merge.js';
import { type SingleObservation } from '../records/source-records.js';
import { withDeadline } from './deadline.js';
import { type SourceContext } from './source-context.js';
import { showsAction, TrackedJobs } from './tracked-jobs.js';

/** How long a backend's "no such job" is cached, in ms, and for how many ids. */
const NOT_FOUND_TTL_MS = 3_000;
const MAX_NOT_FOUND = 10_000;
const MAX_LOOKUPS = 20;
const WRITE_ATTEMPTS = 3;

/** A record that was observed within this time need not be fetched again before an action, in ms. */
const VERIFIED_FOR_MS = 2_000;
const MAX_OBSERVED = 10_000;

/** An action to send. */
export interface ActionOrder extends Pick<RequestedAction, 'action' | 'by'> {
  /** The id of its audit record. */
  readonly id: string;
}

/** A lookup that has ended: the record that the view shows, and whether the backend has the job. */
interface Observed {
  readonly viewed: ViewedJob | undefined;
  readonly isThere: boolean;
}

/** The result of an action: the record after it, and the backend's error if it did not accept the action. */
export interface ActionResult {
  readonly job: Job;
  readonly error?: BackendError;
}

/** Requests for single jobs of one source: lookups, actions, and jobs that are tracked. */
export class JobRequests {
  readonly #lookups = new Map<string, Promise<Observed>>();
  readonly #notFound: LRUCache<string, true>;
  /** Jobs that a lookup has found in the last two seconds. */
  readonly #found: LRUCache<string, true>;
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
    const recent = (maxSize: number, ttl: number) =>
      new LRUCache<string, true>({ maxSize, sizeCalculation: () => 1, ttl, ttlResolution: 0, perf });
    this.#notFound = recent(MAX_NOT_FOUND, NOT_FOUND_TTL_MS);
    this.#found = recent(MAX_OBSERVED, VERIFIED_FOR_MS);
    this.#tracked = new TrackedJobs(context, deps, (nativeId) => this.fetch(nativeId));
  }

  /**
   * Fetches one job from the backend and stores it; `undefined` if the backend has no such job, which is cached for
   * three seconds. Concurrent calls for the same job share one lookup. Throws `StoreUnavailableError`, and
   * `BackendError` also while the source is suspended or has too many lookups.
   */
  async fetch(nativeId: string): Promise<ViewedJob | undefined> {
    const { adapter } = this.context;
    if (!adapter.isNativeId(nativeId) || this.#notFound.has(nativeId)) return undefined;
    return (await this.#lookup(nativeId)).viewed;
  }

  /** See `Poller.verify`. If a cycle runs, waits for it first, but not longer than two seconds. */
  async verify({ id, job }: ViewedJob): Promise<ViewedJob | undefined> {
    const { view } = this.deps;
    const running = this.#isVerified(job.native_id) ? undefined : this.context.runningCycle();
    if (running) await this.#atMost(VERIFIED_FOR_MS, running);
    if (this.#isVerified(job.native_id)) return view.get(id);
    // Not refused if there are many: the rate of actions limits them.
    const { isThere, viewed } = await this.#lookup(job.native_id, Infinity);
    return isThere ? viewed : undefined;
  }

  /**
   * Sends an action once, stores its result, fetches the job at once and then tracks it until it shows the action. The
   * caller has checked that the action is allowed. Errors of the backend are part of the result.
   */
  async act(known: ViewedJob, order: ActionOrder): Promise<ActionResult> {
    const acting = this.#act(known, order);
    this.#actions.add(acting);
    return acting.finally(() => this.#actions.delete(acting));
  }

  /** See `Poller.settle`. */
  async settle({ id, job }: ViewedJob): Promise<void> {
    const { viewed } = await this.#lookup(job.native_id);
    const { requested } = viewed?.job ?? {};
    if (viewed === undefined || requested === undefined || showsAction(viewed.job)) return;
    const sent = { requested };
    await this.context.records.writeOne({
      id,
      observed: undefined,
      requested: sent,
      observedAt: this.deps.clock.now(),
    });
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

  async #act(known: ViewedJob, { action, by, id }: ActionOrder): Promise<ActionResult> {
    const time = new Date(this.deps.clock.now()).toISOString();
    const error = await this.#send(known.job.native_id, action);
    if (error?.code === 'unreachable' || error?.details.refusal === 'gone') {
      void this.context.pollNow();
      return { job: known.job, error };
    }
    const outcome = error === undefined ? 'accepted' : error.code === 'outcome_unknown' ? 'unknown' : 'failed';
    const sent: SentAction = { requested: { id, action, by, time, outcome }, ...refusalOf(error, action) };
    const job = await this.#observeAfter(known, sent);
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

  async #observeAfter(known: ViewedJob, sent: SentAction): Promise<Job> {
    const { logger } = this.deps;
    const fields = { source: this.context.source.name, job: known.job.id };
    try {
      return ((await this.#observe(known.job.native_id, sent)).viewed ?? known).job;
    } catch (error) {
      logger.error({ ...fields, requested: sent.requested, err: error }, 'action sent but not recorded');
      return withRequested(known.job, sent, this.deps.clock.now());
    }
  }

  /** Looks up a job and stores it, once for concurrent calls. Throws as `fetch`. */
  #lookup(nativeId: string, maxLookups = MAX_LOOKUPS): Promise<Observed> {
    const running = this.#lookups.get(nativeId);
    if (running) return running;
    const { suspended } = this.context.state;
    if (suspended) return Promise.reject(suspended);
    if (this.#lookups.size >= maxLookups) {
      const message = 'too many lookups for this source at once';
      return Promise.reject(new BackendError('throttled', message, { retryAfterMs: 1_000 }));
    }
    const lookup = this.#observe(nativeId).finally(() => this.#lookups.delete(nativeId));
    this.#lookups.set(nativeId, lookup);
    return lookup;
  }

  /** Looks up a job and stores it. With an action that was sent, it is stored also if the lookup fails. */
  async #observe(nativeId: string, sent?: SentAction): Promise<Observed> {
    const { source } = this.context;
    const { clock, view } = this.deps;
    const observedAt = clock.now();
    const observed = await this.#lookUp(nativeId, sent !== undefined);
    const id = formatJobId(source.name, observed?.native_id ?? nativeId);
    if (observed === undefined && sent === undefined) {
      if (view.get(id)) this.#confirmGone();
      else this.#notFound.set(nativeId, true);
      return { viewed: view.get(id), isThere: false };
    }
    if (observed) this.#found.set(nativeId, true);
    return {
      viewed: await this.#write({ id, observed, requested: sent, observedAt }),
      isThere: observed !== undefined,
    };
  }

  async #write(observation: SingleObservation): Promise<ViewedJob | undefined> {
    const { records } = this.context;
    const { clock, view } = this.deps;
    const first = await records.writeOne(observation);
    if (first !== 'rejected') return first;
    if (observation.requested === undefined) return view.get(observation.id);
    // The store holds a newer observation of the job: only the request remains to be added.
    for (let attempt = 1; attempt < WRITE_ATTEMPTS; attempt += 1) {
      const next = await records.writeOne({ ...observation, observed: undefined, observedAt: clock.now() });
      if (next !== 'rejected') return next;
    }
    throw new StoreUnavailableError('the record changes faster than the request can be added to it');
  }

  #isVerified(nativeId: string): boolean {
    const { lastSuccess = -Infinity } = this.context.state;
    return this.#found.has(nativeId) || this.deps.clock.now() - lastSuccess <= VERIFIED_FOR_MS;
  }

  /** Resolves when the work has ended or the time is over. */
  async #atMost(ms: number, work: Promise<void>): Promise<void> {
    const { timers } = this.deps;
    this.#sequence += 1;
    const timer = `wait for cycle ${this.context.source.name} ${this.#sequence}`;
    await Promise.race([work, new Promise<void>((resolve) => timers.set(timer, ms, resolve))]);
    timers.clear(timer);
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

/** ONTAP refuses an action with its own code for every job that never allows it. */
function refusalOf(error: BackendError | undefined, action: ActionName): Pick<SentAction, 'refusal'> {
  const { backendCode: code, refusal } = error?.details ?? {};
  if (error === undefined || refusal !== 'unsupported' || code === undefined) return {};
  return { refusal: { actions: [action], code, reason: error.message } };
}

function ignore(): void {}
