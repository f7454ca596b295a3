/** Which source stands for which discovered cluster (pure), and the text form that the store keeps. */
import { isUuid, type ManagedCluster, SOURCE_NAME_PATTERN } from '@gateway/core';

import { sourceNameFor } from './cluster-names.js';

/** Discoveries in a row without a cluster that show that it was removed: a list of pages can shift while it is read. */
const MISSES_TO_REMOVE = 2;

/** A cluster that a Unified Manager manages or has managed, and the source that stands for it, for good. */
export interface Binding extends ManagedCluster {
  /** The name of the source. It stays the same when the cluster is renamed, removed or added again. */
  readonly source: string;
  /** Discoveries in a row that did not list the cluster. */
  readonly misses: number;
}

/** The sources besides those of the bindings. */
export interface OtherSources {
  /** True for a name that a binding must give up: of the configuration, or of a Unified Manager before this one. */
  readonly isClaimed: (name: string) => boolean;
  /** True for a name that a new binding must not have. */
  readonly isUsed: (name: string) => boolean;
  /** True for the UUID of a cluster that is a source of the configuration itself, as far as it is known. */
  readonly isDirect: (uuid: string) => boolean;
}

/**
 * The bindings after a discovery. A new source of the configuration takes its name from a binding, unless both are the same
 * cluster.
 */
export function bound(
  before: readonly Binding[],
  clusters: readonly ManagedCluster[],
  { isClaimed, isDirect, isUsed }: OtherSources,
): readonly Binding[] {
  const listed = new Map(clusters.map((cluster) => [cluster.uuid, cluster]));
  const kept = before.filter(({ source, uuid }) => isDirect(uuid) || !isClaimed(source));
  const known = new Set(kept.map(({ uuid }) => uuid));
  const bindings: Binding[] = kept.map((binding) => {
    const cluster = listed.get(binding.uuid);
    return cluster ? { ...binding, name: cluster.name, misses: 0 } : missed(binding);
  });
  const names = new Set(before.map(({ source }) => source));
  const added = clusters.filter(({ uuid }) => !known.has(uuid)).sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  for (const cluster of added) {
    const source = sourceNameFor(cluster, (name) => names.has(name) || isUsed(name));
    names.add(source);
    bindings.push({ ...cluster, source, misses: 0 });
  }
  return bindings;
}

/** True unless the cluster was removed. */
export function isManaged({ misses }: Binding): boolean {
  return misses < MISSES_TO_REMOVE;
}

/** The text form of bindings. */
export function formatBindings(bindings: readonly Binding[]): string {
  return JSON.stringify(bindings);
}

/** Reads the text form; entries that are not valid are left out. */
export function parseBindings(text: string | undefined): readonly Binding[] {
  const value = text === undefined ? [] : parsed(text);
  return Array.isArray(value) ? value.filter(isBinding) : [];
}

function missed(binding: Binding): Binding {
  return { ...binding, misses: Math.min(binding.misses + 1, MISSES_TO_REMOVE) };
}

function isBinding(value: unknown): value is Binding {
  const { misses, name, source, uuid } = (value ?? {}) as Partial<Record<keyof Binding, unknown>>;
  const areTexts = typeof uuid === 'string' && typeof name === 'string' && typeof source === 'string';
  return areTexts && isUuid(uuid) && SOURCE_NAME_PATTERN.test(source) && Number.isSafeInteger(misses);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
