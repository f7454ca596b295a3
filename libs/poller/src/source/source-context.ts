import { type Adapter, type Lease, type Source } from '@gateway/core';

import { type SourceRecords } from '../records/source-records.js';
import { type SourceState } from '../status/source-state.js';

/** What the parts of one source share. Its `SourceRunner` owns it; the parts know each other only through it. */
export interface SourceContext {
  readonly source: Source;
  readonly adapter: Adapter;
  readonly state: SourceState;
  readonly records: SourceRecords;
  /** Aborts with a `BackendError` when the source stops. */
  readonly stopped: AbortSignal;
  /** The lease of the last cycle; `undefined` if another replica polls the source. */
  lease(): Lease | undefined;
  /**
   * Polls now, or joins the running cycle. Does nothing while the source is suspended, apart from the one attempt of
   * `SourceState.mayPollOnRequest`. Resolves when the cycle has ended, also if it failed.
   */
  pollNow(): Promise<void>;
  /** The cycle that runs now; `undefined` if none does. Resolves when it has ended, also if it failed. */
  runningCycle(): Promise<void> | undefined;
  /** See `DamagedJobs.check`. */
  replaceDamaged(): void;
}
