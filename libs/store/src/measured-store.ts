import { type JobStore, type StoreLatency, type StoreOperation } from '@gateway/core';

/** The methods of a store that are measured, and the operation that each belongs to. */
const MEASURED = {
  append: 'append',
  acquireLease: 'lease',
  saveCheckpoint: 'checkpoint',
  loadCheckpoint: 'read',
  revisions: 'read',
} as const satisfies Partial<Record<keyof JobStore, StoreOperation>>;

/** Makes a store add the durations of its operations to `latency`, and returns it. */
export function measured(store: JobStore, latency: StoreLatency): JobStore {
  for (const [method, operation] of Object.entries(MEASURED) as [keyof typeof MEASURED, StoreOperation][]) {
    const run = store[method].bind(store) as (...args: unknown[]) => Promise<unknown>;
    const value = (...args: unknown[]): Promise<unknown> => latency.measure(operation, () => run(...args));
    Object.defineProperty(store, method, { value });
  }
  return store;
}
