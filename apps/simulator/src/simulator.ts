/** Working fakes of ONTAP clusters, Service Engines and Unified Managers, each on its own port, and a control address. */
import { Backend, type SimulatedBackend } from './backend.js';
import { controlAnswerer } from './control.js';
import { type BackendKind, type BackendSettings, type Dialect, type DialectSetup } from './dialect.js';
import { Listener, type TlsFiles } from './listener.js';
import { OntapCluster } from './ontap/cluster.js';
import { ServiceEngine } from './service-engine/service-engine.js';
import { Skew } from './skew.js';
import { UnifiedManager } from './unified-manager/unified-manager.js';

export { type SimulatedBackend } from './backend.js';
export { type BackendKind, type BackendSettings } from './dialect.js';
export { type Fault } from './faults.js';
export { type JobScript, type JobTruth } from './simulated-job.js';

/** How many backends, and what happens on them. */
export interface SimulatorOptions {
  readonly clusters: number;
  readonly serviceEngines: number;
  readonly unifiedManagers: number;
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

const CLUSTER_NAMES = ['east', 'west', 'north', 'south'];
// Real estates mix releases and time zones. west is too old for svm, error, node and ignore_unknown_fields.
const CLUSTER_SETTINGS: readonly BackendSettings[] = [
  { version: '9.13.1', utcOffset: '-08:00' },
  { version: '9.7', utcOffset: '+05:30' },
  { version: '9.16.1', utcOffset: '+00:00' },
  { version: '9.10.1', utcOffset: '+01:00' },
];
const UNIFIED_MANAGER_SETTINGS: readonly BackendSettings[] = [
  { utcOffset: '+05:30' },
  { utcOffset: '+00:00', upperCase: true },
  { utcOffset: '-05:00', swapped: true },
];

/** A backend to be made. */
interface Plan {
  readonly kind: BackendKind;
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

function plansOf(options: SimulatorOptions): readonly Plan[] {
  const plan = (kind: BackendKind, name: string, defaults: BackendSettings | undefined): Plan => {
    return { kind, name, settings: { ...defaults, ...options.settings?.[name] } };
  };
  return [
    ...upTo(options.clusters).map((index) =>
      plan('ontap', CLUSTER_NAMES[index] ?? `cluster${index + 1}`, cycled(CLUSTER_SETTINGS, index)),
    ),
    ...upTo(options.serviceEngines).map((index) => plan('service-engine', `engine${index + 1}`, undefined)),
    ...upTo(options.unifiedManagers).map((index) =>
      plan('unified-manager', `um${index + 1}`, cycled(UNIFIED_MANAGER_SETTINGS, index)),
    ),
  ];
}

function makeBackend({ kind, name, settings }: Plan, options: SimulatorOptions, port: number): Backend {
  const clock = options.clock ?? { now: () => Date.now() };
  const skew = new Skew();
  const { username = 'admin', password = 'simulator', host = '127.0.0.1', retentionMs = 300_000 } = options;
  const { seed, jobs, churn, latencyMs, tls } = options;
  const dialect = makeDialect(kind, {
    name,
    username,
    password,
    seed,
    clock,
    skew,
    jobs,
    churn,
    retentionMs,
    settings,
  });
  return new Backend({ name, username, password, host, port, latencyMs, clock, skew, tls }, dialect);
}

function makeDialect(kind: BackendKind, setup: DialectSetup): Dialect {
  switch (kind) {
    case 'ontap':
      return new OntapCluster(setup);
    case 'service-engine':
      return new ServiceEngine(setup);
    case 'unified-manager':
      return new UnifiedManager(setup);
    default:
      return kind satisfies never;
  }
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function cycled(settings: readonly BackendSettings[], index: number): BackendSettings | undefined {
  return settings[index % settings.length];
}
