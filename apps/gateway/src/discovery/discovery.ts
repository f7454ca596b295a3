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
import { Injectable } from '@nestjs/common';

import { ClusterStore } from './cluster-store.js';
import { Fleet } from './fleet.js';
import { afterList } from './known-clusters.js';

/** How often the clusters that other replicas have found are read, and the direct ones compared. */
const REFRESH_MS = 5_000;
/** How long the first list waits until the clusters of the configured sources are known. */
const SETTLE_MS = 30_000;
const REFRESH_TIMER = 'discovered clusters';

/** A Unified Manager whose clusters are sources. */
interface Manager {
  readonly configured: ConfiguredSource;
  readonly rule: DiscoveryRule;
  /** When its clusters are to be listed next, in ms. */
  dueAt: number;
}

/**
 * Finds the clusters of each Unified Manager with a `discover` rule, again and again, one Unified Manager at a time.
 */
@Injectable()
export class Discovery {
  readonly #store: ClusterStore;
  /** Why the last discovery failed, by Unified Manager; under an empty name why the store could not be read. */
  readonly #failures = new Map<string, string>();
  #managers: readonly Manager[] = [];
  #settleBy = 0;
  #running: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(
    private readonly fleet: Fleet,
    private readonly adapters: AdapterFactory,
    store: JobStore,
    private readonly timers: Timers,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#store = new ClusterStore(store, logger);
  }

  /**
   * Follows the configuration, at the start and after a change. Resolves when the clusters that were found before
   * are polled; others are looked for at once.
   */
  async configure(): Promise<void> {
    this.timers.clear(REFRESH_TIMER);
    const now = this.clock.now();
    this.#settleBy = now + SETTLE_MS;
    this.#managers = this.fleet.managers.map((configured) => {
      const rule = configured.discovery as DiscoveryRule;
      return { configured, rule, dueAt: now };
    });
    for (const name of this.#failures.keys()) if (!this.#isManaged(name)) this.#failures.delete(name);
    await this.#inTurn(() => this.#refresh());
    this.#schedule();
  }

  /** Ends the discovery that runs, and begins no other. */
  async stop(): Promise<void> {
    this.#stop.abort(new BackendError('unreachable', 'the gateway is stopping'));
    this.timers.clear(REFRESH_TIMER);
    await this.#running;
  }

  #schedule(): void {
    if (this.#stop.signal.aborted || this.#managers.length === 0) return;
    const shortest = Math.min(REFRESH_MS, ...this.#managers.map(({ rule }) => rule.intervalMs));
    this.timers.set(REFRESH_TIMER, shortest, () => {
      void this.#inTurn(() => this.#run()).then(() => this.#schedule());
    });
  }

  async #run(): Promise<void> {
    await this.#refresh();
    if (!this.fleet.areClustersKnown() && this.clock.now() < this.#settleBy) return;
    for (const manager of this.#managers) {
      if (this.#stop.signal.aborted) return;
      const now = this.clock.now();
      if (manager.dueAt > now) continue;
      const { intervalMs } = manager.rule;
      // The next run that finds it due can be late by the time between two runs.
      manager.dueAt = now + Math.max(intervalMs - REFRESH_MS, intervalMs / 2);
      await this.#attempt(manager.configured.source.name, () => this.#discover(manager));
    }
  }

  /** Reads what other replicas have found, and compares it with the configured sources. */
  #refresh(): Promise<void> {
    return this.#attempt('', async () => this.#apply((await this.#store.read()) ?? this.fleet.known));
  }

  async #discover(manager: Manager): Promise<void> {
    const { configured, rule } = manager;
    const { backendFingerprint: backend, name } = configured.source;
    const clusters = await this.#list(configured);
    // The configuration can have changed meanwhile.
    if (!this.#managers.includes(manager)) return;
    const list = {
      ...{ backend, clusters, manager: name },
      readAt: this.clock.now(),
      // Another replica can list them sooner after this one than this one itself.
      removeAfterMs: rule.intervalMs / 2,
    };
    await this.#apply(
      await this.#store.change((before) => afterList(before ?? this.fleet.known, list, this.fleet.configured())),
    );
  }

  async #list(configured: ConfiguredSource): Promise<readonly ManagedCluster[]> {
    const adapter = this.adapters.create(configured);
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(configured.source.timeoutMs)]);
      return (await adapter.clusters?.(signal)) ?? [];
    } finally {
      await adapter.close();
    }
  }

  async #apply(known: Parameters<Fleet['apply']>[0]): Promise<void> {
    const { added, removed } = await this.fleet.apply(known);
    if (added.length + removed.length > 0) this.logger.info({ added, removed }, 'discovered clusters have changed');
  }

  /** Runs a step, and logs when its failures begin and end. */
  async #attempt(name: string, step: () => Promise<void>): Promise<void> {
    const fields = name === '' ? {} : { source: name };
    try {
      await step();
      if (this.#failures.delete(name)) this.logger.info(fields, 'clusters are discovered again');
    } catch (error) {
      const isExpected = error instanceof BackendError || error instanceof StoreUnavailableError;
      if (!isExpected) this.logger.error({ ...fields, err: error }, 'internal error in discovery');
      if (!isExpected || this.#stop.signal.aborted || this.#failures.get(name) === error.message) return;
      this.#failures.set(name, error.message);
      this.logger.warn({ ...fields, reason: error.message }, 'clusters could not be discovered; those in use stay');
    }
  }

  #isManaged(name: string): boolean {
    return name === '' || this.#managers.some(({ configured }) => configured.source.name === name);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#running = this.#running.then(work);
    return this.#running;
  }
}
