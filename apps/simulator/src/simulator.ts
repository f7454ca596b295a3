/** Simulated backends of every kind, each on its own port, and a control address. */
import { SOURCE_KINDS, type SourceKind } from '@gateway/core';

import { Backend, type SimulatedBackend } from './backend.js';
import { controlAnswerer } from './control.js';
import { type BackendSettings } from './dialect.js';
import { KINDS } from './kinds.js';
import { Listener, type TlsFiles } from './listener.js';
import { Skew } from './skew.js';

export { type SimulatedBackend } from './backend.js';
export { type BackendSettings } from './dialect.js';
export { type Fault } from './faults.js';
export { type JobScript, type JobTruth } from './simulated-job.js';

/** The backends and what happens on them. */
export interface SimulatorOptions {
  /** The number of backends of each kind; a kind that is left out has none. */
  readonly backends: Readonly<Partial<Record<SourceKind, number>>>;
  /** The number of jobs on each backend at the start; every second one has ended. */
  readonly jobs: number;
  /** New jobs per minute on each backend. */
  readonly churn: number;
  /** The delay of every answer. */
  readonly latencyMs: number;
  /** The same seed and clock give the same jobs, independent of requests. */
  readonly seed: number;
  /** The time after which ONTAP deletes terminal jobs. @default 300_000 */
  readonly retentionMs?: number;
  /** @default the system's clock */
  readonly clock?: { now(): number };
  /** The port of the control address; the backends use the ports after it. 0 is any free ports. @default 0 */
  readonly port?: number;
  /** The only supported address. */
  readonly host?: '127.0.0.1';
  /** Makes the backends use HTTPS. With `ca` ONTAP accepts client certificates of that authority as a login. */
  readonly tls?: TlsFiles;
  /** The username of every backend. @default admin */
  readonly username?: string;
  /** @default simulator */
  readonly password?: string;
  /** Settings of single backends by name; they replace those in `KINDS`. */
  readonly settings?: Readonly<Record<string, BackendSettings>>;
}

/** A running simulator. */
export interface Simulator {
  readonly controlUrl: string;
  readonly backends: readonly SimulatedBackend[];
  /** Throws a RangeError if there is no backend with that name. */
  backend(name: string): SimulatedBackend;
  /** Brings every job up to the current time, as every request does. */
  advance(): void;
  /** Closes all ports and drops all connections. */
  close(): Promise<void>;
}

/** A backend to create. */
interface Plan {
  readonly kind: SourceKind;
  readonly name: string;
  readonly settings: BackendSettings;
}

/**
 * Starts all backends and the control address. Rejects with a RangeError for settings of an unknown backend, and with the
 * system's error if a port is in use. After a rejection nothing is left running.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const plans = plansOf(options);
  for (const name of Object.keys(options.settings ?? {})) {
    if (!plans.some((plan) => plan.name === name)) throw new RangeError(`there is no backend ${name}`);
  }
  const port = options.port ?? 0;
  const backends = plans.map((plan, index) => makeBackend(plan, options, port === 0 ? 0 : port + 1 + index));
  const backend = (name: string): Backend => {
    const found = backends.find((candidate) => candidate.name === name);
    if (found === undefined) throw new RangeError(`there is no backend ${name}`);
    return found;
  };
  const control = new Listener(options.host ?? '127.0.0.1', port, controlAnswerer(backends));
  const close = async (): Promise<void> => {
    await Promise.all([control.stop(), ...backends.map((each) => each.stop())]);
  };
  try {
    for (const each of [control, ...backends]) await each.start();
  } catch (error) {
    await close();
    throw error;
  }
  const advance = (): void => backends.forEach((each) => each.advance());
  return { controlUrl: control.url, backends, backend, advance, close };
}

function plansOf({ backends, settings }: SimulatorOptions): readonly Plan[] {
  return SOURCE_KINDS.flatMap((kind) => {
    const { nameOf, settings: defaults } = KINDS[kind];
    return Array.from({ length: backends[kind] ?? 0 }, (_, index): Plan => {
      const name = nameOf(index);
      return { kind, name, settings: { ...defaults[index % defaults.length], ...settings?.[name] } };
    });
  });
}

function makeBackend({ kind, name, settings }: Plan, options: SimulatorOptions, port: number): Backend {
  const clock = options.clock ?? { now: () => Date.now() };
  const skew = new Skew();
  const { username = 'admin', password = 'simulator', host = '127.0.0.1', retentionMs = 300_000 } = options;
  const { seed, jobs, churn, latencyMs, tls } = options;
  const setup = { name, username, password, seed, clock, skew, jobs, churn, retentionMs, settings };
  const dialect = new KINDS[kind].dialect(setup);
  return new Backend({ name, username, password, host, port, latencyMs, clock, skew, tls }, dialect);
}
