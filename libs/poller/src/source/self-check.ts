import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  BackendError,
  formatJobId,
  type Lease,
  LeaseLostError,
  type ObservedJob,
  type PollAnswer,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { withDeadline } from './deadline.js';
import { type Asked, getEach, rotated } from './get-each.js';
import { jittered } from './retry-policy.js';
import { type PollerDeps } from '../poller-deps.js';
import { type SourcePoller } from './source-poller.js';

const CHECK_INTERVAL_MS = 300_000;
/** Where a backend keeps its history, so much of it is listed in one check; of what is older, a sample is asked for by id. */
const WINDOW_MS = 86_400_000;
const SAMPLE = 50;
const QUESTIONS = 200;
/** A check may take so many times as long as a poll: it reads more, and nobody waits for it. */
const PATIENCE = 10;
/** Jobs handled between two turns of the event loop. */
const BATCH = 250;
const IDS_IN_LOG = 10;

/** A job as it was seen, and the record it was compared with. */
interface Suspect {
  readonly observed: ObservedJob;
  readonly known: ViewedJob | undefined;
}

/**
 * Compares what a source lists with the records, every five minutes, and mends what regular polls have not: a difference
 * counts as drift only when the record is still the same after a whole poll that began later.
 */
export class SelfCheck {
  readonly #name: string;
  /** Jobs whose final state the backend disputed the last time. */
  #disputed: ReadonlySet<string> = new Set();
  #running: Promise<void> | undefined;

  constructor(
    private readonly poller: SourcePoller,
    private readonly parts: PollerDeps,
  ) {
    this.#name = `self-check ${poller.source.name}`;
  }

  /** The first check follows within five minutes. */
  start(): void {
    if (this.poller.stopped.aborted) return;
    this.parts.timers.set(this.#name, jittered(CHECK_INTERVAL_MS, this.parts.random), () => {
      this.#running = this.#run().finally(() => this.start());
    });
  }

  /** Waits for a check under way, which the poller's own stop cuts short. */
  async stop(): Promise<void> {
    this.parts.timers.clear(this.#name);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { lease } = this.poller;
    if (!lease || this.poller.barred) return;
    const { logger } = this.parts;
    const source = this.poller.source.name;
    try {
      await this.#check(lease);
    } catch (error) {
      const isExpected =
        error instanceof BackendError || error instanceof StoreUnavailableError || error instanceof LeaseLostError;
      if (isExpected) logger.debug({ source, reason: error.message }, 'self-check of a source was not finished');
      else logger.error({ source, err: error }, 'self-check failed by a fault of ours');
    }
  }

  async #check(lease: Lease): Promise<void> {
    const began = this.parts.clock.now();
    const since = began + this.poller.clockOffsetMs - WINDOW_MS;
    const answer = await this.#deadline('listing', (signal) => this.poller.adapter.list(since, signal));
    const writer = this.poller.records.writer(began, lease);
    const suspects: Suspect[] = [];
    const disputed = new Set<string>();
    for (let at = 0; at < answer.jobs.length; at += BATCH) {
      const batch = answer.jobs.slice(at, at + BATCH);
      for (const observed of writer.differing(batch)) suspects.push({ observed, known: this.#known(observed) });
      for (const observed of batch) if (this.#isDisputed(observed)) disputed.add(observed.native_id);
      await nextTurn();
    }
    this.#tellDisputed(disputed);
    const absent = await this.#absentees(answer, since);
    if (suspects.length + absent.length > 0 && (await this.#polledAfter(this.parts.clock.now()))) {
      await this.#mend(
        lease,
        began,
        suspects.filter(({ known, observed }) => this.#known(observed) === known),
        absent,
      );
    }
    this.parts.logger.debug({ source: this.poller.source.name, jobs: answer.jobs.length }, 'source checked itself');
  }

  /** Writes what is still different; `absent` are asked for by id first. */
  async #mend(lease: Lease, began: number, suspects: readonly Suspect[], absent: readonly ViewedJob[]): Promise<void> {
    const seen = this.poller.records.writer(began, lease);
    const drifted = suspects.map(({ observed }) => observed);
    await seen.observed(drifted);
    this.#tellDrifted(drifted, seen.changed);
    const asked = this.poller.records.writer(this.parts.clock.now(), lease);
    const { denied, found } = await this.#ask(absent.filter((known) => this.parts.view.get(known.job.id) === known));
    const differing = asked.differing(found);
    await asked.observed(differing);
    this.#tellDrifted(differing, asked.changed);
    this.poller.lost(denied.filter(({ job }) => !job.terminal).length);
    await asked.vanished(denied);
  }

  #tellDrifted(jobs: readonly ObservedJob[], mended: number): void {
    if (jobs.length === 0) return;
    this.poller.drifted(jobs.length);
    const ids = jobs.slice(0, IDS_IN_LOG).map(({ native_id }) => native_id);
    const fields = { source: this.poller.source.name, drifted: jobs.length, mended, jobs: ids };
    this.parts.logger.warn(fields, 'records of a source had drifted');
  }

  /** A final state stays, whatever the backend says later, but somebody should know. */
  #isDisputed(observed: ObservedJob): boolean {
    const known = this.#known(observed)?.job;
    if (!known?.terminal || known.state === 'unknown' || this.poller.adapter.reruns) return false;
    return observed.state !== known.state;
  }

  #tellDisputed(disputed: ReadonlySet<string>): void {
    const fresh = [...disputed].filter((id) => !this.#disputed.has(id));
    this.#disputed = disputed;
    if (fresh.length === 0) return;
    this.poller.drifted(fresh.length);
    const fields = { source: this.poller.source.name, disputed: fresh.length, jobs: fresh.slice(0, IDS_IN_LOG) };
    this.parts.logger.warn(fields, 'backend disputes final states, which stay as they were seen');
  }

  /**
   * Jobs the backend should still have and did not list: those within reach of the listing, beginning with others each time
   * as there may be too many, and a random sample of those beyond it. Active jobs of a backend that lists by creation are
   * asked for in every cycle anyway.
   */
  async #absentees({ complete, form, jobs }: PollAnswer, since: number): Promise<readonly ViewedJob[]> {
    if (!complete) return [];
    const listed = new Set(jobs.map(({ native_id }) => native_id));
    const horizon = form === 'snapshot' ? '' : new Date(since).toISOString();
    const within: ViewedJob[] = [];
    const sample: ViewedJob[] = [];
    let beyond = 0;
    let looked = 0;
    for (const viewed of this.parts.view.present(this.poller.source.name)) {
      if (++looked % BATCH === 0) await nextTurn();
      const { job } = viewed;
      if (listed.has(job.native_id) || (form === 'delta' && !job.terminal)) continue;
      if (job.created_time >= horizon) within.push(viewed);
      else {
        const place = Math.floor(this.parts.random() * ++beyond);
        if (sample.length < SAMPLE) sample.push(viewed);
        else if (place < SAMPLE) sample[place] = viewed;
      }
    }
    return [...rotated(within, this.parts.random).slice(0, QUESTIONS - SAMPLE), ...sample];
  }

  async #ask(absent: readonly ViewedJob[]): Promise<Asked> {
    const { adapter } = this.poller;
    // One at a time: a source has two connections, and polls go on meanwhile.
    const asked = await this.#deadline('questions', (signal) => getEach(absent, adapter, 1, signal));
    if (asked.ended) throw asked.ended;
    return asked;
  }

  /** Sees to it that a whole poll has begun since an instant in ms; false when none succeeds. */
  async #polledAfter(instant: number): Promise<boolean> {
    const polled = (): boolean => (this.poller.lastSuccess ?? 0) >= instant;
    // The first may join a poll that began before.
    for (let tries = 0; tries < 2 && !polled(); tries += 1) await this.poller.pollByHand();
    return polled();
  }

  #known({ native_id }: ObservedJob): ViewedJob | undefined {
    return this.parts.view.get(formatJobId(this.poller.source.name, native_id));
  }

  #deadline<T>(part: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ms = this.poller.source.timeoutMs * PATIENCE;
    return withDeadline(this.parts.timers, `${this.#name} ${part}`, ms, this.poller.stopped, work);
  }
}
