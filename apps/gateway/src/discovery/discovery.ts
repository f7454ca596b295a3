import {
  AdapterFactory,
  BackendError,
  Clock,
  type ConfiguredSource,
  type DiscoveryRule,
  JobStore,
  Logger,
  type ManagedCluster,
  StoreUnavailableError,
  Timers,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Injectable } from '@nestjs/common';

import { ClusterStore } from './cluster-store.js';
import { Fleet } from './fleet.js';
import { afterList, type KnownClusters, missing } from './known-clusters.js';
import { withTimeLimit } from './with-time-limit.js';

/** How often the clusters that other replicas have found are read, and the direct ones compared. */
const REFRESH_MS = 5_000;
/** How long the first list waits until the clusters of the configured sources are known. */
const SETTLE_MS = 30_000;
const REFRESH_TIMER = 'discovered clusters';

/** A refused login is not tried again sooner: more attempts could lock the account, in ms. */
const REFUSED_MS = 300_000;
/** The status of a refused login (RFC 9110, 15.5.2). A missing permission has another one: it locks no account. */
const UNAUTHORIZED = 401;

/** A Unified Manager whose clusters are sources. */
interface Manager {
  readonly configured: ConfiguredSource;
  readonly rule: DiscoveryRule;
  /** When its clusters are to be listed next, in ms; `Infinity` while they are. */
  dueAt: number;
  /** Clusters that its last list did not contain. */
  missed: ReadonlySet<string>;
}

/** Finds the clusters of each Unified Manager with a `discover` rule, again and again. */
@Injectable()
export class Discovery {
  readonly #store: ClusterStore;
  /** Why the last discovery failed, by Unified Manager; under an empty name why the store could not be read. */
  readonly #failures = new Map<string, string>();
  #managers: readonly Manager[] = [];
  #settleBy = 0;
  /** Aborts when the configuration changes, or at the stop. */
  #outdated = new AbortController();
  #isStopped = false;
  /** The lists that are read now. */
  readonly #lists = new Set<Promise<void>>();
  /** Changes of what is known, one after the other. */
  #changes: Promise<void> = Promise.resolve();

  constructor(
    private readonly fleet: Fleet,
    private readonly adapters: AdapterFactory,
    private readonly poller: Poller,
    store: JobStore,
    private readonly timers: Timers,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#store = new ClusterStore(store, logger);
  }

  /**
   * Follows the configuration, at the start and after a change. Resolves when the clusters that were found before are
   * polled. Others are looked for in the background.
   */
  async configure(): Promise<void> {
    this.timers.clear(REFRESH_TIMER);
    this.#outdated.abort(new BackendError('unreachable', 'the configuration has changed'));
    if (this.#isStopped) return;
    this.#outdated = new AbortController();
    const now = this.clock.now();
    this.#settleBy = now + SETTLE_MS;
    this.#managers = this.fleet.managers.map((configured) => ({
      configured,
      rule: configured.discovery as DiscoveryRule,
      dueAt: now,
      missed: new Set(),
    }));
    const names = new Set(['', ...this.#managers.map(({ configured }) => configured.source.name)]);
    for (const name of this.#failures.keys()) if (!names.has(name)) this.#failures.delete(name);
    await this.#refresh();
    this.#schedule();
  }

  /** Ends what runs, and begins nothing more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.timers.clear(REFRESH_TIMER);
    this.#outdated.abort(new BackendError('unreachable', 'the gateway is stopping'));
    await Promise.all(this.#lists);
    await this.#changes;
  }

  #schedule(): void {
    if (this.#isStopped || this.#managers.length === 0) return;
    const shortest = Math.min(REFRESH_MS, ...this.#managers.map(({ rule }) => rule.intervalMs));
    this.timers.set(REFRESH_TIMER, shortest, () => {
      void this.#refresh().then(() => {
        this.#beginLists();
        this.#schedule();
      });
    });
  }

  /** Begins the lists that are due. */
  #beginLists(): void {
    if (!this.#isSettled()) return;
    const now = this.clock.now();
    for (const manager of this.#managers) {
      const { name } = manager.configured.source;
      if (manager.dueAt > now || this.poller.report(name)?.status === 'unauthorized') continue;
      manager.dueAt = Infinity;
      const list = this.#attempt(name, this.#outdated.signal, () => this.#discover(manager))
        .then((error) => (manager.dueAt = now + delayAfter(error, manager.rule)))
        .then(() => void this.#lists.delete(list));
      this.#lists.add(list);
    }
  }

  /** The clusters of the configured sources are known, or were waited for long enough. */
  #isSettled(): boolean {
    return this.fleet.areClustersKnown() || this.clock.now() >= this.#settleBy;
  }

  /** Reads what other replicas have found, and compares it with the configured sources. */
  async #refresh(): Promise<void> {
    await this.#attempt('', this.#outdated.signal, () =>
      this.#inTurn(async () => this.#apply((await this.#store.read()) ?? this.fleet.known)),
    );
  }

  async #discover(manager: Manager): Promise<void> {
    const { signal } = this.#outdated;
    const backend = manager.configured.source.backendFingerprint;
    const clusters = await this.#list(manager.configured, signal);
    await this.#inTurn(async () => {
      signal.throwIfAborted();
      const list = { backend, clusters, missedBefore: manager.missed };
      const known = await this.#store.change((stored) => {
        const before = stored ?? this.fleet.known;
        manager.missed = new Set(missing(before, list).map(({ uuid }) => uuid));
        return afterList(before, list, this.fleet.configured());
      });
      await this.#apply(known);
    });
  }

  async #list(configured: ConfiguredSource, outdated: AbortSignal): Promise<readonly ManagedCluster[]> {
    const adapter = this.adapters.create(configured);
    try {
      return await withTimeLimit(
        configured.source.timeoutMs,
        outdated,
        async (signal) => (await adapter.clusters?.(signal)) ?? [],
      );
    } finally {
      await adapter.close();
    }
  }

  async #apply(known: KnownClusters): Promise<void> {
    const { added, removed } = await this.fleet.apply(known, this.#isSettled());
    if (added.length + removed.length > 0) this.logger.info({ added, removed }, 'discovered clusters have changed');
  }

  /** Runs a step, and logs when its failures begin and end. Resolves with the error. Never rejects. */
  async #attempt(name: string, outdated: AbortSignal, step: () => Promise<void>): Promise<unknown> {
    const fields = name === '' ? {} : { source: name };
    try {
      await step();
      if (this.#failures.delete(name)) this.logger.info(fields, 'clusters are discovered again');
      return undefined;
    } catch (error) {
      const isExpected = error instanceof BackendError || error instanceof StoreUnavailableError;
      if (!isExpected) this.logger.error({ ...fields, err: error }, 'internal error in discovery');
      else if (!outdated.aborted && this.#failures.get(name) !== error.message) {
        this.#failures.set(name, error.message);
        this.logger.warn({ ...fields, reason: error.message }, 'clusters could not be discovered; those in use stay');
      }
      return error;
    }
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    const result = this.#changes.then(change);
    // The caller has the error; the next change must not see it.
    this.#changes = result.catch(() => undefined);
    return result;
  }
}

/** When to list the clusters again, in ms. */
function delayAfter(error: unknown, { intervalMs }: DiscoveryRule): number {
  // A run that finds it due is late by half of the time between two runs on average.
  const usual = Math.max(intervalMs - REFRESH_MS / 2, intervalMs / 2);
  if (!(error instanceof BackendError)) return usual;
  if (error.details.status === UNAUTHORIZED) return Math.max(usual, REFUSED_MS);
  return error.code === 'throttled' ? Math.max(usual, error.details.retryAfterMs ?? 0) : usual;
}
