import {
  BackendError,
  batchesOf,
  type Lease,
  LeaseLostError,
  nextTurn,
  type ObservedJob,
  type PollResult,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { JOBS_PER_TURN } from '../records/record-writer.js';
import { type Deadline, withDeadline } from './deadline.js';
import { getEach, type LookupResults, rotated } from './get-each.js';
import { ListingComparison } from './listing-comparison.js';
import { jittered } from './retry-policy.js';
import { type SourceContext } from './source-context.js';

const CHECK_INTERVAL_MS = 300_000;
/** How far back a check lists jobs, in ms; of older jobs a sample is looked up by id. */
const WINDOW_MS = 86_400_000;
const SAMPLE_SIZE = 50;
const MAX_LOOKUPS = 200;
/** Factor on the source's deadline: a check reads more than a poll, and nothing waits for it. */
const DEADLINE_FACTOR = 10;
/** Number of jobs written at the same time. */
const WRITE_BATCH = 1_000;
const MAX_IDS_IN_LOG = 10;

/**
 * Compares a fresh listing of a source with the records every five minutes, and corrects what polls have not. A
 * difference counts as drift only if the record is still unchanged after a successful poll that began later. Before
 * that, compares the records with those in a shared store.
 */
export class SelfCheck {
  readonly #name: string;
  /** Native ids of the disputed jobs of the last check. */
  #disputed: ReadonlySet<string> = new Set();
  #running: Promise<void> | undefined;

  constructor(
    private readonly context: SourceContext,
    private readonly deps: SourceDeps,
  ) {
    this.#name = `self-check ${context.source.name}`;
  }

  /** Schedules the first check, within five minutes. */
  start(): void {
    if (this.context.stopped.aborted) return;
    this.deps.timers.set(this.#name, jittered(CHECK_INTERVAL_MS, this.deps.random), () => {
      this.#running = this.#run().finally(() => this.start());
    });
  }

  /** Waits for the running check; call it after `stopped` was aborted. */
  async stop(): Promise<void> {
    this.deps.timers.clear(this.#name);
    await this.#running;
  }

  async #run(): Promise<void> {
    const lease = this.context.lease();
    if (!lease || this.context.state.suspended) return;
    const { logger } = this.deps;
    const source = this.context.source.name;
    try {
      await this.#check(lease);
    } catch (error) {
      const isExpected =
        error instanceof BackendError || error instanceof StoreUnavailableError || error instanceof LeaseLostError;
      if (isExpected) logger.debug({ source, reason: error.message }, 'self-check of a source was not finished');
      else logger.error({ source, err: error }, 'internal error in self-check');
    }
  }

  async #check(lease: Lease): Promise<void> {
    const { adapter, records, state, stopped } = this.context;
    await this.#compareStore();
    const began = this.deps.clock.now();
    const since = began + state.clockOffsetMs - WINDOW_MS;
    const writer = records.writer(began, lease);
    const comparison = new ListingComparison(this.context, this.deps.view, writer);
    const listing = await this.#deadline('listing', ({ pause, signal }) =>
      adapter.list(since, signal, (page) =>
        pause(() =>
          this.deps.pageSlots.run(async () => {
            stopped.throwIfAborted();
            await comparison.add(page);
          }),
        ),
      ),
    );
    const { disputed, listed, suspects } = comparison;
    this.#logDisputed(disputed);
    const missing = await this.#missing(listing, listed, since);
    if (suspects.size + missing.length > 0 && (await this.#hasPolledSince(this.deps.clock.now()))) {
      await this.#correct(lease, began, comparison.unchanged(), missing);
    }
    this.deps.logger.debug({ source: this.context.source.name, jobs: listed.size }, 'self-check finished');
  }

  /** Compares the view's records with a store that other programs can change: polls do not read the store. */
  async #compareStore(): Promise<void> {
    if (this.deps.store.isShared) await this.context.records.restoreLost();
  }

  /** Writes what still differs, after a lookup of the missing jobs. */
  async #correct(
    lease: Lease,
    began: number,
    drifted: readonly ObservedJob[],
    missing: readonly ViewedJob[],
  ): Promise<void> {
    const { records, state } = this.context;
    const listed = records.writer(began, lease);
    const fitting: ObservedJob[] = [];
    for (const batch of batchesOf(drifted, WRITE_BATCH)) {
      const jobs = listed.withRoom(batch);
      fitting.push(...jobs);
      await listed.writeObserved(jobs);
    }
    this.#reportDrift(fitting, listed.changed);
    const lookedUp = records.writer(this.deps.clock.now(), lease);
    const { view } = this.deps;
    const { gone, found } = await this.#lookUp(missing.filter(({ id, revision }) => view.revisionOf(id) === revision));
    const differing: ObservedJob[] = [];
    for (const batch of batchesOf(found, JOBS_PER_TURN)) {
      differing.push(...lookedUp.differing(batch));
      await nextTurn();
    }
    await lookedUp.writeObserved(differing);
    this.#reportDrift(differing, lookedUp.changed);
    state.outcomesMissed(gone.filter(({ job }) => !job.terminal).length);
    await lookedUp.markGone(gone);
  }

  #reportDrift(jobs: readonly ObservedJob[], corrected: number): void {
    if (jobs.length === 0) return;
    this.context.state.driftFound(jobs.length);
    const ids = jobs.slice(0, MAX_IDS_IN_LOG).map(({ native_id }) => native_id);
    const fields = { source: this.context.source.name, drifted: jobs.length, corrected, jobs: ids };
    this.deps.logger.warn(fields, 'records of a source had drifted');
  }

  #logDisputed(disputed: ReadonlySet<string>): void {
    const added = [...disputed].filter((id) => !this.#disputed.has(id));
    this.#disputed = disputed;
    if (added.length === 0) return;
    this.context.state.driftFound(added.length);
    const jobs = added.slice(0, MAX_IDS_IN_LOG);
    const fields = { source: this.context.source.name, disputed: added.length, jobs };
    this.deps.logger.warn(fields, 'backend disputes final states; the records keep the first ones');
  }

  /**
   * The jobs to look up: those that the listing should contain and does not, from a random one on because they are
   * limited, and a random sample of those that are too old for it. Active jobs that a delta does not list are left out:
   * every cycle looks them up.
   */
  async #missing(
    { complete, form }: PollResult,
    listed: ReadonlySet<string>,
    since: number,
  ): Promise<readonly ViewedJob[]> {
    if (!complete) return [];
    const { random, view } = this.deps;
    const listedFrom = form === 'snapshot' ? '' : new Date(since).toISOString();
    const missing: ViewedJob[] = [];
    const sample: ViewedJob[] = [];
    let older = 0;
    let visited = 0;
    for (const viewed of view.present(this.context.source.name)) {
      if (++visited % JOBS_PER_TURN === 0) await nextTurn();
      if (listed.has(viewed.id)) continue;
      const { created_time, terminal } = viewed.job;
      if (form === 'delta' && !terminal) continue;
      if (created_time >= listedFrom) missing.push(viewed);
      else {
        const index = Math.floor(random() * ++older);
        if (sample.length < SAMPLE_SIZE) sample.push(viewed);
        else if (index < SAMPLE_SIZE) sample[index] = viewed;
      }
    }
    return [...rotated(missing, random).slice(0, MAX_LOOKUPS - SAMPLE_SIZE), ...sample];
  }

  async #lookUp(missing: readonly ViewedJob[]): Promise<LookupResults> {
    const { adapter } = this.context;
    // One at a time: a source has two connections, and polls continue meanwhile.
    const lookups = await this.#deadline('lookups', ({ signal }) => getEach(missing, adapter, 1, signal));
    if (lookups.endedBy) throw lookups.endedBy;
    return lookups;
  }

  /** Polls if no successful poll has begun since a time in ms; false if none succeeds. */
  async #hasPolledSince(time: number): Promise<boolean> {
    const { state } = this.context;
    const hasPolled = (): boolean => (state.lastSuccess ?? 0) >= time;
    // The first attempt may join a poll that began before.
    for (let attempt = 0; attempt < 2 && !hasPolled(); attempt += 1) await this.context.pollNow();
    return hasPolled();
  }

  #deadline<T>(part: string, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    const { source, stopped } = this.context;
    const ms = source.timeoutMs * DEADLINE_FACTOR;
    return withDeadline(this.deps, `${this.#name} ${part}`, ms, stopped, work);
  }
}
