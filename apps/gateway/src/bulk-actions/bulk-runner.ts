import {
  ActionStore,
  Clock,
  Config,
  type Lease,
  Logger,
  Replica,
  sourceOf,
  StoreUnavailableError,
  Timers,
} from '@gateway/core';
import { View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { type ActionOrigin } from '../actions/action-origin.js';
import { JobActions } from '../actions/job-actions.js';
import { AuditTrail } from '../actions/ledger/audit-trail.js';
import { Problem } from '../problems/problem.js';
import { recordIdOf, type StoredBulk } from './bulk-record.js';
import { BulkStore } from './bulk-store.js';

const CHECK_INTERVAL_MS = 2_000;
const LEASE_MS = 10_000;
const TIMER = 'bulk actions';
/** Actions on one source that are under way at the same time: enough to use every turn of its rate. */
const CONCURRENT_PER_SOURCE = 4;

/** A bulk action that this replica runs. */
interface Run {
  readonly bulk: StoredBulk;
  readonly lease: Lease;
  readonly stop: AbortController;
}

/** The number of a job in its bulk action, and its id. */
type Item = readonly [index: number, id: string];

/**
 * Sends the actions of the bulk actions that are running. Each runs on one replica, which has a lease; another one
 * continues when that replica has ended. An action whose record exists is never sent again.
 */
@Injectable()
export class BulkRunner {
  readonly #runs = new Map<string, Run>();
  readonly #ended = new Set<Promise<void>>();
  #isStopped = true;

  constructor(
    private readonly bulks: BulkStore,
    private readonly actions: JobActions,
    private readonly audit: AuditTrail,
    private readonly view: View,
    private readonly store: ActionStore,
    private readonly timers: Timers,
    private readonly replica: Replica,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    bulks.onChange(() => this.#noteChange());
  }

  /** Looks for bulk actions to run every two seconds, and after every change. */
  start(): void {
    this.#isStopped = false;
    this.#schedule(0);
  }

  /** Begins no further action, waits for those under way, and lets other replicas continue. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.timers.clear(TIMER);
    for (const { stop } of this.#runs.values()) stop.abort();
    await Promise.all(this.#ended);
  }

  #schedule(delayMs: number): void {
    if (this.#isStopped) return;
    this.timers.set(TIMER, delayMs, () => {
      this.#check()
        .catch((error: unknown) => this.#logError(error))
        .finally(() => this.#schedule(CHECK_INTERVAL_MS));
    });
  }

  #noteChange(): void {
    for (const [id, { stop }] of this.#runs) if (this.bulks.get(id)?.state !== 'running') stop.abort();
    if (!this.#isStopped) this.#schedule(0);
  }

  /** Renews the leases of what runs here, and takes over what runs nowhere. */
  async #check(): Promise<void> {
    for (const bulk of this.bulks.all()) {
      if (this.#isOld(bulk)) await this.bulks.remove(bulk.id);
      if (bulk.state !== 'running' || this.#isStopped) continue;
      const lease = await this.store.acquireLease(`bulk ${bulk.id}`, this.replica.name, LEASE_MS);
      // It can have been stopped meanwhile, or the gateway.
      if (this.bulks.get(bulk.id)?.state !== 'running' || this.#isStopped) continue;
      const run = this.#runs.get(bulk.id);
      if (run && lease?.fencing !== run.lease.fencing) run.stop.abort();
      else if (!run && lease) this.#begin({ bulk, lease, stop: new AbortController() });
    }
  }

  /** True for a preview that has expired, and for a bulk action whose records have been removed because of their age. */
  #isOld({ expires_time, state }: StoredBulk): boolean {
    const now = this.clock.now();
    const keptMs = state === 'previewed' ? 0 : this.config.retention.actionsMs;
    return state !== 'running' && Date.parse(expires_time) + keptMs < now;
  }

  #begin(run: Run): void {
    const { id } = run.bulk;
    this.#runs.set(id, run);
    const ended = this.#run(run)
      .catch((error: unknown) => this.#logError(error))
      .finally(() => {
        this.#runs.delete(id);
        this.#ended.delete(ended);
      });
    this.#ended.add(ended);
  }

  async #run(run: Run): Promise<void> {
    const { bulk, lease, stop } = run;
    try {
      const ids = this.bulks.jobIds(bulk);
      if (ids === undefined) return await this.#giveUp(bulk);
      const items = ids.map((id, index): Item => [index, id]);
      const left = items.filter(([index]) => !this.audit.has(recordIdOf(bulk.id, index)));
      const { action, total } = bulk;
      this.logger.info({ bulk: bulk.id, action, jobs: total, left: left.length }, 'bulk action runs here');
      await Promise.all(bySource(left).flatMap((queue) => this.#drain(queue.values(), run)));
      if (stop.signal.aborted) {
        this.logger.info({ bulk: bulk.id, ...this.audit.countsOf(bulk.id) }, 'bulk action no longer runs here');
        return;
      }
      const ended_time = new Date(this.clock.now()).toISOString();
      await this.bulks.change(bulk.id, 'running', { state: 'done', ended_time });
      await this.bulks.removeJobs(bulk.id);
      this.logger.info({ bulk: bulk.id, ...this.audit.countsOf(bulk.id) }, 'bulk action ended');
    } finally {
      await this.store.releaseLease(lease);
    }
  }

  /** Without all of its jobs in order, it is unknown which actions were sent. */
  async #giveUp({ id }: StoredBulk): Promise<void> {
    const ended_time = new Date(this.clock.now()).toISOString();
    if (!(await this.bulks.change(id, 'running', { state: 'stopped', ended_time }))) return;
    this.logger.error({ bulk: id }, 'jobs of a bulk action are damaged in the store; it is stopped');
  }

  #drain(queue: Iterator<Item> & Iterable<Item>, run: Run): readonly Promise<void>[] {
    const drainOne = async (): Promise<void> => {
      for (const item of queue) {
        if (run.stop.signal.aborted) return;
        await this.#act(item, run);
      }
    };
    return Array.from({ length: CONCURRENT_PER_SOURCE }, drainOne);
  }

  async #act([index, jobId]: Item, { bulk, stop }: Run): Promise<void> {
    const recordId = recordIdOf(bulk.id, index);
    const origin: ActionOrigin = {
      by: bulk.by,
      requestId: bulk.request_id,
      // Checked when it was previewed.
      visible: undefined,
      missingRight: () => undefined,
      bulkId: bulk.id,
      item: { recordId, signal: stop.signal },
    };
    const known = this.view.get(jobId);
    try {
      if (known) await this.actions.act(known, bulk.action, origin);
      else await this.actions.refuseRemoved(jobId, bulk.action, origin);
    } catch (error) {
      if (error instanceof Problem || stop.signal.aborted) return;
      // What was recorded stays; the next check continues with the others.
      if (error instanceof StoreUnavailableError) stop.abort();
      else this.logger.error({ bulk: bulk.id, job: jobId, err: error }, 'internal error in a bulk action');
    }
  }

  #logError(error: unknown): void {
    if (error instanceof StoreUnavailableError) this.logger.debug({ err: error }, 'bulk actions wait for the store');
    else this.logger.error({ err: error }, 'internal error in bulk actions');
  }
}

function bySource(items: readonly Item[]): readonly (readonly Item[])[] {
  const queues = new Map<string, Item[]>();
  for (const item of items) {
    const source = sourceOf(item[1]);
    const queue = queues.get(source) ?? [];
    queues.set(source, queue);
    queue.push(item);
  }
  return [...queues.values()];
}
