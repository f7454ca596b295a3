import {
  type Adapter,
  AdapterFactory,
  BackendError,
  type ConfiguredSource,
  JobStore,
  Logger,
  type ManagedCluster,
  StoreUnavailableError,
  Timers,
} from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { type Binding, bound, formatBindings, parseBindings } from './bindings.js';
import { Fleet } from './fleet.js';

/** By then the sources of the configuration were polled, so their clusters are known. */
const FIRST_AFTER_MS = 5_000;
const WRITE_ATTEMPTS = 5;

/** Finds the clusters of each Unified Manager with a `discover` rule, again and again. */
@Injectable()
export class Discovery {
  /** Why the last discovery of a Unified Manager failed. */
  readonly #failures = new Map<string, string>();
  readonly #running = new Set<Promise<void>>();
  /** The Unified Managers of the last configuration. */
  #managers: readonly ConfiguredSource[] = [];
  readonly #stop = new AbortController();

  constructor(
    private readonly fleet: Fleet,
    private readonly adapters: AdapterFactory,
    private readonly store: JobStore,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {}

  /**
   * Follows the configuration, at the start and after a change: polls the clusters that were found before, and looks for others
   * within five seconds. Never rejects: what the store does not return now is found then.
   */
  async configure(): Promise<void> {
    for (const { source } of this.#managers) this.timers.clear(timerOf(source.name));
    this.#managers = this.fleet.configured.filter(({ discovery }) => discovery !== undefined);
    for (const manager of this.#managers) {
      await this.#loadKnown(manager.source.name);
      this.#schedule(manager, Math.min(FIRST_AFTER_MS, manager.discovery?.intervalMs ?? 0));
    }
  }

  /** Ends the discoveries that run, and begins no other. */
  async stop(): Promise<void> {
    this.#stop.abort(new BackendError('unreachable', 'the gateway is stopping'));
    for (const { source } of this.#managers) this.timers.clear(timerOf(source.name));
    await Promise.all(this.#running);
  }

  async #loadKnown(name: string): Promise<void> {
    try {
      await this.#apply(name, this.#parsed(name, await this.store.metadata(keyOf(name))));
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.#noteFailure(name, error.message);
    }
  }

  #schedule(manager: ConfiguredSource, delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    this.timers.set(timerOf(manager.source.name), delayMs, () => {
      const run = this.#run(manager).finally(() => this.#running.delete(run));
      this.#running.add(run);
    });
  }

  async #run(manager: ConfiguredSource): Promise<void> {
    const { discovery, source } = manager;
    try {
      await this.#discover(manager);
      this.#noteSuccess(source.name);
    } catch (error) {
      const isExpected = error instanceof BackendError || error instanceof StoreUnavailableError;
      if (!isExpected) this.logger.error({ source: source.name, err: error }, 'internal error in discovery');
      else if (!this.#stop.signal.aborted) this.#noteFailure(source.name, error.message);
    }
    // The configuration can have changed meanwhile.
    if (discovery && this.#managers.includes(manager)) this.#schedule(manager, discovery.intervalMs);
  }

  async #discover(manager: ConfiguredSource): Promise<void> {
    const { name, timeoutMs } = manager.source;
    const adapter = this.adapters.create(manager);
    try {
      const clusters = await this.#clusters(adapter, timeoutMs);
      await this.#apply(name, await this.#store(name, (before) => bound(before, clusters, this.fleet.others(name))));
    } finally {
      await adapter.close();
    }
  }

  async #clusters(adapter: Adapter, timeoutMs: number): Promise<readonly ManagedCluster[]> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]);
    return (await adapter.clusters?.(signal)) ?? [];
  }

  /** Replaces the stored bindings by `change` of them, which is called again if another replica has replaced them first. */
  async #store(name: string, change: (before: readonly Binding[]) => readonly Binding[]): Promise<readonly Binding[]> {
    const key = keyOf(name);
    for (let attempt = 0; attempt < WRITE_ATTEMPTS; attempt += 1) {
      const text = await this.store.metadata(key);
      const next = change(this.#parsed(name, text));
      const nextText = formatBindings(next);
      if (nextText === text || (await this.store.replaceMetadata(key, text, nextText))) return next;
    }
    throw new StoreUnavailableError('the clusters change faster than they can be stored');
  }

  /** The stored bindings; those in memory if the store has lost them. */
  #parsed(name: string, text: string | undefined): readonly Binding[] {
    return text === undefined ? this.fleet.bindingsOf(name) : parseBindings(text);
  }

  async #apply(name: string, bindings: readonly Binding[]): Promise<void> {
    const { added, removed } = await this.fleet.discovered(name, bindings);
    if (added.length + removed.length > 0)
      this.logger.info({ source: name, added, removed }, 'discovered clusters have changed');
  }

  #noteFailure(name: string, reason: string): void {
    if (this.#failures.get(name) === reason) return;
    this.#failures.set(name, reason);
    this.logger.warn({ source: name, reason }, 'clusters could not be discovered; the known ones stay');
  }

  #noteSuccess(name: string): void {
    if (this.#failures.delete(name)) this.logger.info({ source: name }, 'clusters are discovered again');
  }
}

function timerOf(source: string): string {
  return `discovery ${source}`;
}

function keyOf(source: string): string {
  return `discovery ${source}`;
}
