/** Working fakes of ONTAP clusters, Service Engines and Unified Managers, each on its own port, and a control address. */
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

/** How many backends, and what happens on them. */
export interface SimulatorOptions {
  /** The number of backends of each kind; a kind that is left out has none. */
  readonly backends: Readonly<Partial<Record<SourceKind, number>>>;
  /** Jobs on each backend at the start; every second one has already ended. */
  readonly jobs: number;
  /** New jobs per minute on each backend. */
  readonly churn: number;
  /** Added to every answer. */
  readonly latencyMs: number;
  /** One seed and one clock give one truth, whoever asks what and when. */
  readonly seed: number;
  /** ONTAP deletes terminal jobs after this. 300,000. */
  readonly retentionMs?: number;
  /** The machine's clock unless given; tests turn it by hand. */
  readonly clock?: { now(): number };
  /** Port of the control address, the backends take the next ones; 0 or absent: free ports. */
  readonly port?: number;
  /** The only address there is. */
  readonly host?: '127.0.0.1';
  /** The backends answer over HTTPS; with `ca` ONTAP takes client certificates of that authority as a login. */
  readonly tls?: TlsFiles;
  /** The login of every backend: `admin` and `simulator` unless given. */
  readonly username?: string;
  readonly password?: string;
  /** What single backends, by name, do differently. */
  readonly settings?: Readonly<Record<string, BackendSettings>>;
}

/** A running simulator. */
export interface Simulator {
  readonly controlUrl: string;
  readonly backends: readonly SimulatedBackend[];
  /** Throws a RangeError when there is no backend of that name. */
  backend(name: string): SimulatedBackend;
  /** Moves every job to the clock, as every request does. */
  advance(): void;
  /** Closes all ports and drops all connections. */
  close(): Promise<void>;
}

/** A backend to be made. */
interface Plan {
  readonly kind: SourceKind;
  readonly name: string;
  readonly settings: BackendSettings;
}

/**
 * Starts all backends and the control address. Throws a RangeError for settings of a backend that is not there, and the
 * system's error when a port is taken; nothing keeps running then.
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
