/** Simulated backends of every kind, each on its own port, and a control address. */
import { BackendSet } from './backend-set.js';
import { controlAnswerer } from './control.js';
import { Listener } from './listener.js';
import { type SimulatedBackends } from './simulated-backend.js';
import { type SimulatorOptions } from './simulator-options.js';

export { type BackendSettings } from './dialect.js';
export { type Fault } from './faults.js';
export { type SimulatedBackend } from './simulated-backend.js';
export { type JobScript, type JobTruth } from './simulated-job.js';
export { type SimulatorOptions } from './simulator-options.js';

/** A running simulator. */
export interface Simulator extends SimulatedBackends {
  readonly controlUrl: string;
  /** Brings every job up to the current time, as every request does. */
  advance(): void;
  /** Closes all ports and drops all connections. */
  close(): Promise<void>;
}

/**
 * Starts all backends and the control address. Rejects with a RangeError for settings of an unknown backend, and
 * with the system's error if a port is in use. After a rejection nothing is left running.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const set = new BackendSet(options);
  const control = new Listener(options.host ?? '127.0.0.1', options.port ?? 0, controlAnswerer(set));
  const close = async (): Promise<void> => {
    await Promise.all([control.stop(), ...set.all.map((each) => each.stop())]);
  };
  try {
    for (const each of [control, ...set.all]) await each.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    controlUrl: control.url,
    backends: set.backends,
    get managedClusters() {
      return set.managedClusters;
    },
    backend: (name) => set.backend(name),
    addCluster: (manager, name) => set.addCluster(manager, name),
    removeCluster: (manager, name) => set.removeCluster(manager, name),
    advance: () => set.all.forEach((each) => each.advance()),
    close,
  };
}
