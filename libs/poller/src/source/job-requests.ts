import {
  type ActionName,
  BackendError,
  type ChangeDraft,
  formatJobId,
  type Job,
  type ObservedJob,
  type RequestedAction,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';
import { LRUCache } from 'lru-cache';

import { withDeadline } from './deadline.js';
import { TrackedJobs, showsAction } from './tracked-jobs.js';
import { merge, withRequested } from '../records/merge.js';
import { type PollerDeps } from '../poller-deps.js';
import { type SourcePoller } from './source-poller.js';

/** How long a backend's "no such job" is believed, in ms, and how many such answers are remembered. */
const ABSENCE_TTL_MS = 3_000;
const ABSENCES = 10_000;
const QUESTIONS_AT_ONCE = 20;
const WRITE_TRIES = 3;

/** What came of an action: the record as it now stands, and the backend's error where it did not accept. */
export interface ActionResult {
  readonly job: Job;
  readonly error?: BackendError;
}

/** Asks one source for single jobs: on a reader's miss, after an action, and while somebody waits for one. */
export class JobRequests {
  readonly #questions = new Map<string, Promise<ViewedJob | undefined>>();
  readonly #absent: LRUCache<string, true>;
  readonly #followed: TrackedJobs;
  readonly #acts = new Set<Promise<unknown>>();
  #sequence = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly poller: SourcePoller,
    private readonly parts: PollerDeps,
  ) {
    const perf = { now: () => parts.clock.now() };
    this.#absent = new LRUCache({ max: ABSENCES, ttl: ABSENCE_TTL_MS, ttlResolution: 0, perf });
    this.#followed = new TrackedJobs(poller, parts, (nativeId) => this.ask(nativeId));
  }

  /**
   * Asks the backend for one job and keeps the answer; `undefined` when it has no such job. Questions for the same job
   * are asked once, one job after the other so that the poll is not held up, and a "no" is remembered for seconds. Throws `BackendError` and `StoreUnavailableError`.
   */
  async ask(nativeId: string): Promise<ViewedJob | undefined> {
    if (!this.poller.adapter.isNativeId(nativeId) || this.#absent.has(nativeId)) return undefined;
    const running = this.#questions.get(nativeId);
    if (running) return running;
    if (this.poller.barred) throw this.poller.barred;
    if (this.#questions.size >= QUESTIONS_AT_ONCE) {
      throw new BackendError('throttled', 'too many questions for this source at once', { retryAfterMs: 1_000 });
    }
    const question = this.#observe(nativeId).finally(() => this.#questions.delete(nativeId));
    this.#questions.set(nativeId, question);
    return question;
  }

  /**
   * Sends an action once, keeps what came of it, and polls the job at once and then alone until the action shows. The
   * caller has checked that the job's kind has such a call. Throws nothing a backend can cause: see `Acted`.
   */
  async act(known: ViewedJob, action: ActionName, by: string): Promise<ActionResult> {
    const acted = this.#act(known, action, by);
    this.#acts.add(acted);
    return acted.finally(() => this.#acts.delete(acted));
  }

  /** Polls a job alone every second until it has ended, or until the function given back is called. */
  follow(nativeId: string): () => void {
    return this.#followed.untilEnded(nativeId);
  }

  /** Resolves when the actions that are under way now have come to their end, whatever it is. */
  async acting(): Promise<void> {
    await Promise.allSettled([...this.#acts]);
  }

  /** Waits for what is under way, which the poller's own stop cuts short, and stops following jobs. */
  async stop(): Promise<void> {
    await Promise.allSettled([...this.#acts, ...this.#questions.values()]);
    this.#followed.stop();
  }

  async #act(known: ViewedJob, action: ActionName, by: string): Promise<ActionResult> {
    const time = new Date(this.parts.clock.now()).toISOString();
    const error = await this.#send(known.job.native_id, action);
    if (error?.code === 'unreachable' || error?.details.refusal === 'gone') {
      void this.poller.pollByHand();
      return { job: known.job, error };
    }
    const outcome = error === undefined ? 'accepted' : error.code === 'outcome_unknown' ? 'unknown' : 'refused';
    const requested: RequestedAction = { action, by, time, outcome };
    const job = await this.#observeAfter(known, requested);
    if (!showsAction(job)) this.#followed.untilShown(job.native_id);
    return { job, ...(error ? { error } : {}) };
  }

  async #send(nativeId: string, action: ActionName): Promise<BackendError | undefined> {
    const { adapter } = this.poller;
    try {
      await this.#deadline(`action ${nativeId} ${action}`, async (signal) => adapter.act?.(nativeId, action, signal));
      return undefined;
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      // Whatever answered was not the backend (a proxy's page, say), so nobody knows whether the action arrived.
      return error.code === 'malformed' ? new BackendError('outcome_unknown', error.message, error.details) : error;
    }
  }

  async #observeAfter(known: ViewedJob, requested: RequestedAction): Promise<Job> {
    const { logger } = this.parts;
    const fields = { source: this.poller.source.name, job: known.job.id };
    try {
      return ((await this.#observe(known.job.native_id, requested)) ?? known).job;
    } catch (error) {
      logger.error({ ...fields, requested, err: error }, 'action sent but not recorded');
      return withRequested(known.job, requested, this.parts.clock.now());
    }
  }

  /**
   * Asks for the job and writes what follows. With `requested` a backend that does not answer is no failure: the request
   * is then written over what is known.
   */
  async #observe(nativeId: string, requested?: RequestedAction): Promise<ViewedJob | undefined> {
    const observedAt = this.parts.clock.now();
    const observed = await this.#get(nativeId, requested !== undefined);
    const id = formatJobId(this.poller.source.name, observed?.native_id ?? nativeId);
    if (observed === undefined && requested === undefined) {
      // A lone "no" is no proof that a known job is gone: the cycle looks for more.
      if (this.parts.view.get(id)) void this.poller.pollByHand();
      else this.#absent.set(nativeId, true);
      return this.parts.view.get(id);
    }
    const first = await this.#write(id, observed, requested, observedAt);
    if (first !== 'refused') return first;
    if (requested === undefined) return this.parts.view.get(id);
    // Somebody has seen more of the job meanwhile; only the request is still ours to add.
    for (let tries = 1; tries < WRITE_TRIES; tries += 1) {
      const again = await this.#write(id, undefined, requested, this.parts.clock.now());
      if (again !== 'refused') return again;
    }
    throw new StoreUnavailableError('the record changes faster than the request can be added to it');
  }

  async #write(
    id: string,
    observed: ObservedJob | undefined,
    requested: RequestedAction | undefined,
    observedAt: number,
  ): Promise<ViewedJob | 'refused' | undefined> {
    const current = this.parts.view.get(id);
    const job = this.#nextRecord(current?.job, observed, requested);
    if (job === undefined || job === current?.job) return current;
    const text = JSON.stringify(job);
    const draft: ChangeDraft = { type: 'put', id, expectedRevision: current?.revision, text };
    const { revision, refused } = await this.parts.store.append([draft], {
      source: this.poller.source.name,
      observedAt,
    });
    await this.poller.records.shown(revision);
    return refused.length > 0 ? 'refused' : (this.parts.view.get(id) ?? { job, text, revision });
  }

  #nextRecord(known: Job | undefined, observed: ObservedJob | undefined, requested?: RequestedAction): Job | undefined {
    const now = this.parts.clock.now();
    const seen = observed === undefined ? known : merge(known, observed, this.poller.records.context(now));
    return seen === undefined || requested === undefined ? seen : withRequested(seen, requested, now);
  }

  async #get(nativeId: string, lenient: boolean): Promise<ObservedJob | undefined> {
    try {
      return await this.#deadline(`job ${nativeId}`, (signal) => this.#inTurn(nativeId, signal));
    } catch (error) {
      if (lenient && error instanceof BackendError) return undefined;
      throw error;
    }
  }

  /** One question at a time: a source has two connections, and one of them is for its poll. */
  #inTurn(nativeId: string, signal: AbortSignal): Promise<ObservedJob | undefined> {
    const ask = async (): Promise<ObservedJob | undefined> => {
      signal.throwIfAborted();
      return this.poller.adapter.get(nativeId, signal);
    };
    const answer = this.#turn.then(ask);
    this.#turn = answer.then(nothing, nothing);
    return answer;
  }

  #deadline<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { name: source, timeoutMs } = this.poller.source;
    this.#sequence += 1;
    return withDeadline(this.parts.timers, `${name} ${source} ${this.#sequence}`, timeoutMs, this.poller.stopped, work);
  }
}

function nothing(): void {}
