/** What is known of the clusters of all Unified Managers (pure), and the text form that the store keeps. */
import { isObject, isUuid, type ManagedCluster, parseJson, SOURCE_NAME_PATTERN } from '@gateway/core';

import { sourceNameFor } from './cluster-names.js';

/** All that is known; the same for every replica and every start. */
export interface KnownClusters {
  /** The source of each cluster that was ever found, by its UUID. */
  readonly names: Readonly<Record<string, string>>;
  /** The clusters of each Unified Manager, by its `Source.backendFingerprint`. */
  readonly managers: Readonly<Record<string, readonly ManagedCluster[]>>;
}

/** A list of clusters that was read completely. */
export interface ClusterList {
  /** `Source.backendFingerprint` of the Unified Manager. */
  readonly backend: string;
  readonly clusters: readonly ManagedCluster[];
  /** The UUIDs that the list before this one did not contain either: these clusters were removed. */
  readonly missedBefore: ReadonlySet<string>;
}

/** The sources of the configuration. */
export interface ConfiguredSources {
  /** True for the name of a source. */
  readonly hasName: (name: string) => boolean;
  /** True for the UUID of a cluster that is a source itself, as far as it is known. */
  readonly hasCluster: (uuid: string) => boolean;
}

/** Nothing is known. */
export const NO_CLUSTERS: KnownClusters = { names: {}, managers: {} };

/**
 * What is known after a list. A cluster keeps the name of its source, whichever Unified Manager manages it, unless a
 * source of the configuration takes the name and is not the same cluster.
 */
export function afterList(before: KnownClusters, list: ClusterList, configured: ConfiguredSources): KnownClusters {
  const { backend } = list;
  const names = { ...before.names };
  const used = new Set(Object.values(names));
  const isTaken = (name: string): boolean => used.has(name) || configured.hasName(name);
  for (const cluster of [...list.clusters].sort((a, b) => (a.uuid < b.uuid ? -1 : 1))) {
    const name = names[cluster.uuid];
    const isFree = name !== undefined && (!configured.hasName(name) || configured.hasCluster(cluster.uuid));
    if (isFree) continue;
    const next = sourceNameFor(cluster, isTaken);
    used.add(next);
    names[cluster.uuid] = next;
  }
  const kept = missing(before, list).filter(({ uuid }) => !list.missedBefore.has(uuid));
  return { names, managers: { ...before.managers, [backend]: [...list.clusters, ...kept] } };
}

/** The known clusters of the Unified Manager that a list does not contain. */
export function missing(
  { managers }: KnownClusters,
  { backend, clusters }: Pick<ClusterList, 'backend' | 'clusters'>,
): readonly ManagedCluster[] {
  const listed = new Set(clusters.map(({ uuid }) => uuid));
  return (managers[backend] ?? []).filter(({ uuid }) => !listed.has(uuid));
}

/** The text form. */
export function formatClusters(known: KnownClusters): string {
  return JSON.stringify(known);
}

/** Reads the text form; `undefined` if it is not valid. */
export function parseClusters(text: string): KnownClusters | undefined {
  const value = parseJson(text);
  if (!isObject(value) || !isObject(value['names']) || !isObject(value['managers'])) return undefined;
  const { managers, names } = value;
  const areNames = Object.entries(names).every(([uuid, name]) => isUuid(uuid) && isSourceName(name));
  return areNames && Object.values(managers).every(isClusterList) ? (value as unknown as KnownClusters) : undefined;
}

function isClusterList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isCluster);
}

function isCluster(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { name, uuid } = value;
  return typeof name === 'string' && typeof uuid === 'string' && isUuid(uuid);
}

function isSourceName(value: unknown): boolean {
  return typeof value === 'string' && SOURCE_NAME_PATTERN.test(value);
}
