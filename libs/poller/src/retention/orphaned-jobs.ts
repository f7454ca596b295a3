/** Jobs of sources that are not configured any more: nobody polls them, so they must not be shown as active for ever. */
import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type ChangeDraft,
  type Job,
  type Lease,
  LeaseLostError,
  offeredActions,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';

import { LEASE_TTL_MS } from '../leases/lease-keeper.js';
import { type PollerDeps } from '../poller-deps.js';

const LOOK_INTERVAL_MS = 10_000;
/**
 * While the configuration of the replicas is changed one by one, another may still have the source: it takes the lease
 * within seconds, and renews it as long as it runs. What nobody has held for this long, in ms, nobody polls.
 */
const GRACE_MS = 60_000;
const BATCH = 250;
const TIMER = 'removed sources';

/** Looks for such jobs, and declares them `unknown` once no replica has polled their source for a minute. */
export class OrphanedJobs {
  readonly #unheldSince = new Map<string, number>();
  readonly #stop = new AbortController();
  #looking: Promise<void> | undefined;

  constructor(
    private readonly parts: PollerDeps,
    private readonly isConfigured: (source: string) => boolean,
  ) {}

  /** Looks every ten seconds from now on. */
  start(): void {
    if (this.#stop.signal.aborted) return;
    this.parts.timers.set(TIMER, LOOK_INTERVAL_MS, () => {
      this.#looking = this.#look().finally(() => this.start());
    });
  }

  /** Ends the looking. */
  async stop(): Promise<void> {
    this.#stop.abort(new StoreUnavailableError('the gateway is stopping'));
    this.parts.timers.clear(TIMER);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { logger, view } = this.parts;
    const left = [...view.sources()].filter((name) => !this.isConfigured(name) && hasAny(view.active(name)));
    for (const name of this.#unheldSince.keys()) if (!left.includes(name)) this.#unheldSince.delete(name);
    try {
      for (const name of left) if (!this.#stop.signal.aborted) await this.#lookAt(name);
    } catch (error) {
      if (error instanceof StoreUnavailableError || error instanceof LeaseLostError)
        logger.debug({ reason: error.message }, 'jobs of removed sources wait for the store');
      else logger.error({ err: error }, 'jobs of removed sources could not be declared by a fault of ours');
    }
  }

  async #lookAt(source: string): Promise<void> {
    const { clock, replica, store } = this.parts;
    // Not in the name of our pollers: should the source come back, its poller waits until this is over.
    const lease = await store.acquireLease(source, `${replica}, as removed`, LEASE_TTL_MS);
    if (lease === undefined) {
      this.#unheldSince.delete(source);
      return;
    }
    try {
      const since = this.#unheldSince.get(source) ?? clock.now();
      this.#unheldSince.set(source, since);
      if (clock.now() - since >= GRACE_MS) await this.#declare(lease);
    } finally {
      await store.releaseLease(lease);
    }
  }

  async #declare(lease: Lease): Promise<void> {
    const { clock, logger, store, view } = this.parts;
    await this.#forgetCursor(lease);
    const { fencing, source } = lease;
    const jobs = [...view.active(source)];
    for (let at = 0; at < jobs.length; at += BATCH) {
      const now = clock.now();
      const drafts = jobs.slice(at, at + BATCH).map((known) => draftOf(known, now));
      const { revision } = await store.append(drafts, { source, observedAt: now, fencing });
      await view.reached(revision, this.#stop.signal);
      await nextTurn();
    }
    logger.warn({ source, jobs: jobs.length }, 'source was removed, the outcome of its active jobs was not seen');
  }

  /**
   * Should the source come back, its next poll reads all there is: a job declared here is not asked for by id, so only a
   * listing tells what became of it. The cursor goes first, as nobody looks again once the jobs are declared.
   */
  async #forgetCursor(lease: Lease): Promise<void> {
    const { store } = this.parts;
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
      'The source was removed from the configuration; the outcome of the job was not seen, ' +
      `its last known state was ${job.state}.`,
    actions: offeredActions({ state: 'unknown', terminal: true }, job.source.kind, undefined),
    updated_time: new Date(now).toISOString(),
  };
  return { type: 'put', id: job.id, expectedRevision: revision, text: JSON.stringify(next) };
}
