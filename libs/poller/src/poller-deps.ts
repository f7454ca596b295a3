import {
  type Clock,
  type Histogram,
  type JobStore,
  type JobView,
  type Logger,
  type MonotonicClock,
  type Slots,
  type SourceKind,
  type Timers,
} from '@gateway/core';

import { type ReplicaMembership } from './leases/replica-membership.js';
import { type Retention } from './retention/retention.js';
import { type RetentionLimits } from './retention/retention-plan.js';
import { type FreshnessMemo } from './status/freshness.js';
import { type StoreLosses } from './status/store-losses.js';

/** What the poller of a replica needs. */
export interface PollerDeps {
  readonly store: JobStore;
  readonly view: JobView;
  readonly clock: Clock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Unique name of this replica. */
  readonly replica: string;
  readonly retention: RetentionLimits;
  /** Returns numbers from 0 up to 1. */
  readonly random: () => number;
}

/** What each source needs. */
export interface SourceDeps extends PollerDeps {
  /** See `Retention.cutoff`. */
  readonly retentionCutoff: Retention['cutoff'];
  readonly membership: ReplicaMembership;
  /** Limits how many pages of all sources are parsed and written at the same time. */
  readonly pageSlots: Slots;
  readonly freshness: FreshnessMemo;
  readonly losses: StoreLosses;
  /** The durations of the polls of all sources of each kind, in seconds. */
  readonly pollDurations: Readonly<Record<SourceKind, Histogram>>;
}
