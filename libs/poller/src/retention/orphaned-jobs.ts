/**
 * Active jobs of sources that are no longer configured: no replica polls them, so their records must not stay active.
 */

import {
  batchesOf,
  type ChangeDraft,
  type Job,
  type Lease,
  LeaseLostError,
  nextTurn,
  offeredActions,
  type Revision,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { LEASE_TTL_MS } from '../leases/lease-keeper.js';
import { type PollerDeps } from '../poller-deps.js';
import { appendDrafts } from '../records/append-drafts.js';
import { JOBS_PER_TURN } from '../records/record-writer.js';
import { ViewWait } from '../records/view-wait.js';

const CHECK_INTERVAL_MS = 10_000;
/**
 * How long the lease of a source must be free before its jobs are marked gone, in ms. While the replicas get their new
 * configuration one after the other, another replica may still poll the source and hold its lease.
 */
const FREE_LEASE_MS = 60_000;
const TIMER = 'orphaned jobs';

/** Marks active jobs gone once no replica has held the lease of their source for a minute. */
export class OrphanedJobs {
  readonly #freeSince = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #wait: ViewWait;
  #checking: Promise<void> | undefined;

  constructor(
    private readonly deps: PollerDeps,
    private readonly isConfigured: (source: string) => boolean,
  ) {
    this.#wait = new ViewWait(TIMER, deps, this.#stop.signal);
  }

  /** Checks every ten seconds from now on. */
  start(): void {
    if (this.#stop.signal.aborted) return;
    this.deps.timers.set(TIMER, CHECK_INTERVAL_MS, () => {
      this.#checking = this.#check().finally(() => this.start());
    });
  }

  /** Ends the running check. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.deps.timers.clear(TIMER);
    await this.#checking;
  }

  async #check(): Promise<void> {
    const { logger, view } = this.deps;
    const orphaned = [...view.sources()].filter((name) => !this.isConfigured(name) && hasAny(view.active(name)));
    for (const name of this.#freeSince.keys()) if (!orphaned.includes(name)) this.#freeSince.delete(name);
    try {
      for (const name of orphaned) if (!this.#stop.signal.aborted) await this.#checkSource(name);
    } catch (error) {
      if (error instanceof StoreUnavailableError || error instanceof LeaseLostError)
        logger.debug({ reason: error.message }, 'check for orphaned jobs waits for the store');
      else logger.error({ err: error }, 'internal error in check for orphaned jobs');
    }
  }

  async #checkSource(source: string): Promise<void> {
    const { clock, replica, store } = this.deps;
    // Not under the replica's own name: if the source is configured again, its poll loop waits until this check ends.
    const lease = await store.acquireLease(source, `${replica}, as removed`, LEASE_TTL_MS);
    if (lease === undefined) {
      this.#freeSince.delete(source);
      return;
    }
    try {
      const since = this.#freeSince.get(source) ?? clock.now();
      this.#freeSince.set(source, since);
      if (clock.now() - since >= FREE_LEASE_MS) await this.#markGone(lease);
    } finally {
      await store.releaseLease(lease);
    }
  }

  async #markGone(lease: Lease): Promise<void> {
    const { clock, logger, store, view } = this.deps;
    await this.#deleteCursor(lease);
    const { fencing, source } = lease;
    const shown = (revision: Revision): Promise<void> => this.#wait.until(revision);
    let jobs = 0;
    for (const batch of batchesOf([...view.active(source)], JOBS_PER_TURN)) {
      const now = clock.now();
      const drafts = batch.map((known) => draftOf(known, now));
      const context = { source, observedAt: now, fencing };
      const { revision, written } = await appendDrafts({ shown, store, view }, drafts, context);
      await shown(revision);
      jobs += written;
      await nextTurn();
    }
    if (jobs > 0) logger.warn({ source, jobs }, 'source was removed, the outcome of its active jobs was not seen');
  }

  /**
   * Makes the next poll read everything if the source is configured again: jobs that are gone are not looked up by id,
   * so only a listing shows what happened to them. Runs before the jobs are marked, because no check follows after
   * that.
   */
  async #deleteCursor(lease: Lease): Promise<void> {
    const { store } = this.deps;
    const { cursor, ...rest } = (await store.loadCheckpoint(lease.source)) ?? {};
    if (cursor !== undefined) await store.saveCheckpoint(lease, rest);
  }
}

function hasAny(items: Iterable<unknown>): boolean {
  for (const _item of items) return true;
  return false;
}

function draftOf({ job, revision }: ViewedJob, now: number): ChangeDraft {
  const next: Job = {
    ...job,
    state: 'unknown',
    terminal: true,
    gone: true,
    message:
      'The source was removed; the outcome of the job was not seen, ' + `and its last known state was ${job.state}.`,
    actions: offeredActions({ state: 'unknown', terminal: true }, job.source.kind, undefined),
    updated_time: new Date(now).toISOString(),
  };
  return { type: 'put', id: job.id, expectedRevision: revision, text: JSON.stringify(next) };
}
