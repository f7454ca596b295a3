import { DURATION_BOUNDS, Histogram } from './histogram.js';

/**
 * The operations of a store that are measured: writes of records, acquiring and renewing leases, writes of checkpoints,
 * and reads.
 */
export const STORE_OPERATIONS = ['append', 'lease', 'checkpoint', 'read'] as const;
/** One of the operations. */
export type StoreOperation = (typeof STORE_OPERATIONS)[number];

/** The durations of the operations of one store, in seconds, those that failed included. */
export class StoreLatency {
  readonly histograms: Readonly<Record<StoreOperation, Histogram>> = {
    append: new Histogram(DURATION_BOUNDS),
    lease: new Histogram(DURATION_BOUNDS),
    checkpoint: new Histogram(DURATION_BOUNDS),
    read: new Histogram(DURATION_BOUNDS),
  };

  /** Runs an operation and adds its duration. Rejects as the operation does. */
  async measure<T>(operation: StoreOperation, run: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      return await run();
    } finally {
      this.histograms[operation].observe((performance.now() - began) / 1_000);
    }
  }
}

/** The durations of both stores. Also the injection token. */
export class StoreLatencies {
  /** The store of the jobs. */
  readonly jobs = new StoreLatency();
  /** The store of the actions. */
  readonly actions = new StoreLatency();
}
