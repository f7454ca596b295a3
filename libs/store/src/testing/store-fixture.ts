import { type JobStore, type Logger } from '@gateway/core';

/** The data of one test, over which it opens stores. */
export interface StoreFixture {
  /** Opens a store with this data; only one store is open at a time. */
  open(logLength?: number, logger?: Logger): Promise<JobStore>;
  /** Advances the clock if the test controls it; does nothing if the store uses the system's time. */
  advanceTime(ms: number): void;
  /** Replaces the record of a job; no store may be open. */
  corrupt(id: string, record: string): Promise<void>;
  /** Removes the data; every store must be closed. */
  dispose(): Promise<void>;
}
