import { AdapterFactory, Config, type ConfiguredSource } from '@gateway/core';
import { type PolledSource, Poller } from '@gateway/poller';
import { Injectable } from '@nestjs/common';

import { type Binding, isManaged, type OtherSources } from './bindings.js';
import { derivedSource, isMatch } from './derived-source.js';

/** Limits that the poller applies together with the sources. */
type Retention = Config['retention'];

/**
 * All sources that are polled: those of the configuration, in its order, and then those of discovered clusters. Changes are
 * applied one after the other. A cluster is polled once: directly if it is configured, otherwise through the first Unified
 * Manager that manages it.
 */
@Injectable()
export class Fleet {
  #configured: readonly ConfiguredSource[];
  #retention: Retention;
  /** The clusters of each Unified Manager, by the name of its source. */
  readonly #bindings = new Map<string, readonly Binding[]>();
  /** The sources of discovered clusters that are polled now, as JSON text, by name. */
  #derived: ReadonlyMap<string, string> = new Map();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    { retention, sources }: Config,
    private readonly adapters: AdapterFactory,
    private readonly poller: Poller,
  ) {
    this.#configured = sources;
    this.#retention = retention;
  }

  /** The sources of the configuration. */
  get configured(): readonly ConfiguredSource[] {
    return this.#configured;
  }

  /** The clusters of a Unified Manager that were found last. */
  bindingsOf(unifiedManager: string): readonly Binding[] {
    return this.#bindings.get(unifiedManager) ?? [];
  }

  /** The sources besides those of one Unified Manager. */
  others(unifiedManager: string): OtherSources {
    const names = this.#configured.map(({ source }) => source.name);
    const configured = new Set(names);
    const bound = (managers: readonly string[]): Set<string> =>
      new Set(managers.flatMap((each) => (this.#bindings.get(each) ?? []).map(({ source }) => source)));
    const before = bound(names.slice(0, names.indexOf(unifiedManager)));
    const all = bound(names.filter((name) => name !== unifiedManager));
    const direct = this.#directUuids();
    return {
      isClaimed: (name) => configured.has(name) || before.has(name),
      isUsed: (name) => configured.has(name) || all.has(name),
      isDirect: (uuid) => direct.has(uuid),
    };
  }

  /** Replaces the configuration. Sources in `changed` are new or have changed; `polled` contains them with their adapters. */
  async reconfigure(
    configured: readonly ConfiguredSource[],
    polled: readonly (string | PolledSource)[],
    retention: Retention,
  ): Promise<void> {
    return this.#inTurn(async () => {
      this.#configured = configured;
      this.#retention = retention;
      const changed = new Set(polled.filter((each) => typeof each !== 'string').map(({ source }) => source.name));
      const { next, sources } = this.#discovered(changed);
      await this.poller.reconfigure([...polled, ...sources], retention);
      this.#derived = next;
    });
  }

  /** Replaces the clusters of a Unified Manager. Resolves with the names of the sources that were added and removed. */
  async discovered(
    unifiedManager: string,
    bindings: readonly Binding[],
  ): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }> {
    return this.#inTurn(async () => {
      this.#bindings.set(unifiedManager, bindings);
      const before = this.#derived;
      const { isChanged, next, sources } = this.#discovered(new Set());
      if (isChanged) {
        const names = this.#configured.map(({ source }) => source.name);
        await this.poller.reconfigure([...names, ...sources], this.#retention);
        this.#derived = next;
      }
      return {
        added: [...next.keys()].filter((name) => !before.has(name)),
        removed: [...before.keys()].filter((name) => !next.has(name)),
      };
    });
  }

  /** The sources of the discovered clusters: those that are polled already as names. */
  #discovered(changed: ReadonlySet<string>): {
    readonly isChanged: boolean;
    readonly next: ReadonlyMap<string, string>;
    readonly sources: readonly (string | PolledSource)[];
  } {
    const next = new Map<string, string>();
    const polledUuids = this.#directUuids();
    const names = new Set(this.#configured.map(({ source }) => source.name));
    const sources: (string | PolledSource)[] = [];
    for (const manager of this.#configured) {
      for (const configured of this.#clustersOf(manager, polledUuids, names)) {
        const { source } = configured;
        const text = JSON.stringify(source);
        const isSame = this.#derived.get(source.name) === text && !changed.has(manager.source.name);
        next.set(source.name, text);
        sources.push(isSame ? source.name : { source, adapter: this.adapters.create(configured) });
      }
    }
    const isChanged = next.size !== this.#derived.size || sources.some((source) => typeof source !== 'string');
    return { isChanged, next, sources };
  }

  /** Adds the clusters and their sources to `uuids` and `names`, and leaves out those that are in them. */
  *#clustersOf(
    manager: ConfiguredSource,
    uuids: Set<string>,
    names: Set<string>,
  ): Generator<ConfiguredSource, void, undefined> {
    const { discovery, source } = manager;
    if (!discovery) return;
    for (const binding of this.#bindings.get(source.name) ?? []) {
      if (!isManaged(binding) || !isMatch(discovery, binding.name)) continue;
      if (uuids.has(binding.uuid) || names.has(binding.source)) continue;
      uuids.add(binding.uuid);
      names.add(binding.source);
      yield derivedSource(manager, discovery, binding);
    }
  }

  /** The clusters that are sources of the configuration themselves, as far as they are known. */
  #directUuids(): Set<string> {
    const uuids = this.#configured.map(({ source }) => this.poller.clusterUuid(source.name));
    return new Set(uuids.filter((uuid) => uuid !== undefined));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
