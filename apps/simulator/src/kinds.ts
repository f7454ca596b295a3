/** The simulated kinds of backend: which dialect each speaks, and how its backends are named and differ. */
import { SOURCE_KINDS, type SourceKind } from '@gateway/core';

import { type BackendSettings, type Dialect, type DialectSetup } from './dialect.js';
import { OntapCluster } from './ontap/cluster.js';
import { ServiceEngine } from './service-engine/service-engine.js';
import { UnifiedManager } from './unified-manager/unified-manager.js';

/** What the simulator needs to know of one kind of backend. */
export interface SimulatedKind {
  readonly dialect: new (setup: DialectSetup) => Dialect;
  /** The name of the backend with this index, counted from 0; unique among all kinds. */
  readonly nameOf: (index: number) => string;
  /** The settings of the backends in order, repeated when there are more backends; empty: the dialect's defaults. */
  readonly settings: readonly BackendSettings[];
  /** The command-line option for the number of backends, without dashes, and its default. */
  readonly option: string;
  readonly initialCount: number;
}

const CLUSTER_NAMES = ['east', 'west', 'north', 'south'];

/** Every kind of backend. The compiler reports a kind of the gateway that has no entry. */
export const KINDS: Readonly<Record<SourceKind, SimulatedKind>> = {
  ontap: {
    dialect: OntapCluster,
    nameOf: (index) => CLUSTER_NAMES[index] ?? `cluster${index + 1}`,
    // Real sites mix releases and time zones. west is too old for svm, error, node and ignore_unknown_fields.
    settings: [
      { version: '9.13.1', utcOffset: '-08:00' },
      { version: '9.7', utcOffset: '+05:30' },
      { version: '9.16.1', utcOffset: '+00:00' },
      { version: '9.10.1', utcOffset: '+01:00' },
    ],
    option: 'clusters',
    initialCount: 3,
  },
  'service-engine': {
    dialect: ServiceEngine,
    nameOf: (index) => `engine${index + 1}`,
    settings: [],
    option: 'service-engines',
    initialCount: 1,
  },
  'unified-manager': {
    dialect: UnifiedManager,
    nameOf: (index) => `um${index + 1}`,
    settings: [
      { utcOffset: '+05:30' },
      { utcOffset: '+00:00', upperCase: true },
      { utcOffset: '-05:00', swapped: true },
    ],
    option: 'unified-managers',
    initialCount: 1,
  },
};

/** A record with one value for each kind, in the order of the kinds. */
export function forEachKind<T>(valueOf: (kind: SourceKind) => T): Readonly<Record<SourceKind, T>> {
  return Object.fromEntries(SOURCE_KINDS.map((kind) => [kind, valueOf(kind)])) as Record<SourceKind, T>;
}
