/** What is known of the clusters of all Unified Managers (pure), and the text form that the store keeps. */
import { isUuid, type ManagedCluster, SOURCE_NAME_PATTERN } from '@gateway/core';

import { sourceNameFor } from './cluster-names.js';

/** A cluster in the last lists of a Unified Manager. */
export interface ListedCluster extends ManagedCluster {
  /** Since when the lists do not contain it, in ms. */
  readonly missingSince?: number;
}

/** The clusters that a Unified Manager manages. */
export interface ManagerClusters {
  /** `Source.backendFingerprint` of the Unified Manager; they are not those of any other. */
  readonly backend: string;
  readonly clusters: readonly ListedCluster[];
}

/** All that is known; the same for every replica and every start. */
export interface KnownClusters {
  /** The source of each cluster that was ever found, by its UUID. */
  readonly names: Readonly<Record<string, string>>;
  /** By the name of the Unified Manager's source. */
  readonly managers: Readonly<Record<string, ManagerClusters>>;
}

/** A list of clusters that was read completely. */
export interface ClusterList {
  readonly manager: string;
  readonly backend: string;
  readonly clusters: readonly ManagedCluster[];
  /** When it was read, in ms. */
  readonly readAt: number;
  /**
   * The time after which a cluster that a list did not contain counts as removed, if another one does not contain
   * it.
   */
  readonly removeAfterMs: number;
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
  const { backend, manager } = list;
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
  const former = clustersOf(before, manager, backend);
  const clusters = [...list.clusters, ...missing(former, list)];
  return { names, managers: { ...before.managers, [manager]: { backend, clusters } } };
}

/** The clusters of a Unified Manager; none if another system has its name now. */
export function clustersOf({ managers }: KnownClusters, manager: string, backend: string): readonly ListedCluster[] {
  const known = managers[manager];
  return known?.backend === backend ? known.clusters : [];
}

/** The text form. */
export function formatClusters(known: KnownClusters): string {
  return JSON.stringify(known);
}

/** Reads the text form; `undefined` if it is not valid. */
export function parseClusters(text: string): KnownClusters | undefined {
  const value = parsed(text);
  if (!isRecord(value) || !isRecord(value['names']) || !isRecord(value['managers'])) return undefined;
  const { managers, names } = value;
  const areNames = Object.entries(names).every(([uuid, name]) => isUuid(uuid) && isSourceName(name));
  return areNames && Object.values(managers).every(isManager) ? (value as unknown as KnownClusters) : undefined;
}

function missing(former: readonly ListedCluster[], { clusters, readAt, removeAfterMs }: ClusterList): ListedCluster[] {
  const listed = new Set(clusters.map(({ uuid }) => uuid));
  return former
    .filter(({ uuid }) => !listed.has(uuid))
    .map((cluster) => ({ ...cluster, missingSince: cluster.missingSince ?? readAt }))
    .filter(({ missingSince }) => readAt - missingSince < removeAfterMs);
}

function isManager(value: unknown): boolean {
  return isRecord(value) && typeof value['backend'] === 'string' && isClusterList(value['clusters']);
}

function isClusterList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isCluster);
}

function isCluster(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { missingSince, name, uuid } = value;
  const isTime = missingSince === undefined || typeof missingSince === 'number';
  return isTime && typeof name === 'string' && typeof uuid === 'string' && isUuid(uuid);
}

function isSourceName(value: unknown): boolean {
  return typeof value === 'string' && SOURCE_NAME_PATTERN.test(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
