import {
  AdapterFactory,
  Config,
  type ConfiguredSource,
  type ManagedCluster,
  nextTurn,
  type Source,
} from '@gateway/core';
import { type PolledSource, Poller } from '@gateway/poller';
import { Injectable } from '@nestjs/common';

import { derivedSource, isMatch } from './derived-source.js';
import { type ConfiguredSources, type KnownClusters, NO_CLUSTERS } from './known-clusters.js';

const ADAPTERS_PER_TURN = 20;

/** Limits that the poller applies together with the sources. */
type Retention = Config['retention'];

/** The names of sources that came and went. */
export interface FleetChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * All sources that are polled: those of the configuration, in its order, and then those of discovered clusters.
 * Changes are applied one after the other. A cluster is polled once: directly if it is configured, otherwise through
 * the first Unified Manager that manages it.
 */
@Injectable()
export class Fleet {
  #configured: readonly ConfiguredSource[];
  #retention: Retention;
  #known: KnownClusters = NO_CLUSTERS;
  /** The backend of each Unified Manager whose clusters are polled: the former one until the present one was listed. */
  readonly #backends = new Map<string, string>();
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

  /** The Unified Managers whose clusters are sources. */
  get managers(): readonly ConfiguredSource[] {
    return this.#configured.filter(({ discovery }) => discovery !== undefined);
  }

  /** What was known last. */
  get known(): KnownClusters {
    return this.#known;
  }

  /** The names and the clusters of the configured sources. */
  configured(): ConfiguredSources {
    const names = new Set(this.#configured.map(({ source }) => source.name));
    const uuids = this.#directUuids();
    return { hasName: (name) => names.has(name), hasCluster: (uuid) => uuids.has(uuid) };
  }

  /** True once each configured ONTAP source has reported its cluster, or a poll of it has failed. */
  areClustersKnown(): boolean {
    return this.#configured.every(({ source: { kind, name } }) => {
      const isUnknown = kind === 'ontap' && this.poller.clusterUuid(name) === undefined;
      return !isUnknown || (this.poller.report(name)?.consecutive_failures ?? 0) > 0;
    });
  }

  /**
   * Replaces the configuration. The sources in `polled` are those of `configured`; new and changed ones have an
   * adapter. Clusters that are not polled yet are left to `apply`.
   */
  async reconfigure(
    configured: readonly ConfiguredSource[],
    polled: readonly (string | PolledSource)[],
    retention: Retention,
  ): Promise<void> {
    return this.#inTurn(async () => {
      this.#configured = configured;
      this.#retention = retention;
      const changed = new Set(polled.filter((each) => typeof each !== 'string').map(({ source }) => source.name));
      const { next, sources } = await this.#discovered(changed, false);
      await this.poller.reconfigure([...polled, ...sources], retention);
      this.#derived = next;
    });
  }

  /**
   * Applies what is known of the clusters now. Does nothing if that changes no source. Without `mayAdd` it adds none: a
   * cluster of the configuration could be polled twice.
   */
  async apply(known: KnownClusters, mayAdd: boolean): Promise<FleetChange> {
    return this.#inTurn(async () => {
      this.#known = known;
      const before = this.#derived;
      const { isChanged, next, sources } = await this.#discovered(new Set(), mayAdd);
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
  async #discovered(
    changed: ReadonlySet<string>,
    mayAdd: boolean,
  ): Promise<{
    readonly isChanged: boolean;
    readonly next: ReadonlyMap<string, string>;
    readonly sources: readonly (string | PolledSource)[];
  }> {
    const next = new Map<string, string>();
    const sources: (string | PolledSource)[] = [];
    let created = 0;
    for (const { configured, manager } of this.#clusters()) {
      const { source } = configured;
      if (!mayAdd && !this.#derived.has(source.name)) continue;
      const text = JSON.stringify(source);
      next.set(source.name, text);
      if (this.#derived.get(source.name) === text && !changed.has(manager)) {
        sources.push(source.name);
        continue;
      }
      sources.push({ source, adapter: this.adapters.create(configured) });
      created += 1;
      if (created % ADAPTERS_PER_TURN === 0) await nextTurn();
    }
    return { isChanged: created > 0 || next.size !== this.#derived.size, next, sources };
  }

  /** The sources of all clusters, each once, with the names of their Unified Managers. */
  *#clusters(): Generator<{ readonly configured: ConfiguredSource; readonly manager: string }, void, undefined> {
    const { hasName } = this.configured();
    const uuids = this.#directUuids();
    for (const manager of this.managers) {
      const { discovery, source } = manager;
      if (!discovery) continue;
      for (const { name, uuid } of this.#clustersOf(source)) {
        const derived = this.#known.names[uuid];
        if (derived === undefined || hasName(derived) || uuids.has(uuid) || !isMatch(discovery, name)) continue;
        uuids.add(uuid);
        const configured = derivedSource(manager, discovery, { name: derived, uuid });
        yield { configured, manager: source.name };
      }
    }
  }

  /** After an edit of its address, a Unified Manager keeps its clusters until the first list from there. */
  #clustersOf({ backendFingerprint, name }: Source): readonly ManagedCluster[] {
    const { managers } = this.#known;
    if (managers[backendFingerprint]) this.#backends.set(name, backendFingerprint);
    return managers[this.#backends.get(name) ?? ''] ?? [];
  }

  /** The clusters that are sources of the configuration themselves, as far as they are known. */
  #directUuids(): Set<string> {
    const uuids = this.#configured.map(({ source }) => this.poller.clusterUuid(source.name));
    return new Set(uuids.filter((uuid) => uuid !== undefined));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    // The caller has the error; the next change must not see it.
    this.#queue = result.catch(() => undefined);
    return result;
  }
}
