/** Creates the backends of a simulator and the clusters that its Unified Managers manage. */
import { SOURCE_KINDS, type SourceKind } from '@gateway/core';

import { Backend } from './backend.js';
import { type BackendSettings } from './dialect.js';
import { KINDS } from './kinds.js';
import { type SimulatedBackends } from './simulated-backend.js';
import { type SimulatorOptions } from './simulator-options.js';
import { Skew } from './skew.js';

/** A backend to create. */
interface Plan {
  readonly kind: SourceKind;
  readonly name: string;
  readonly settings: BackendSettings;
  /** The name of the Unified Manager for which the cluster exists. */
  readonly manager?: string;
}

/** The backends of one simulator. They do not listen before they are started. */
export class BackendSet implements SimulatedBackends {
  readonly backends: readonly Backend[];
  readonly #managed: Backend[];
  readonly #options: SimulatorOptions;

  /** Throws a RangeError for settings of an unknown backend. */
  constructor(options: SimulatorOptions) {
    this.#options = options;
    const plans = plansOf(options);
    for (const name of Object.keys(options.settings ?? {})) {
      if (!plans.some((plan) => plan.name === name)) throw new RangeError(`there is no backend ${name}`);
    }
    const port = options.port ?? 0;
    const made = plans.map((plan, index) => makeBackend(plan, options, port === 0 ? 0 : port + 1 + index));
    this.backends = made.filter((_, index) => plans[index]?.manager === undefined);
    this.#managed = made.slice(this.backends.length);
    plans.forEach(({ manager, name }) => {
      if (manager !== undefined) this.backend(manager).gateway.add(this.backend(name));
    });
  }

  get managedClusters(): readonly Backend[] {
    return [...this.#managed];
  }

  get all(): readonly Backend[] {
    return [...this.backends, ...this.#managed];
  }

  backend(name: string): Backend {
    const found = this.#find(name);
    if (found === undefined) throw new RangeError(`there is no backend ${name}`);
    return found;
  }

  async addCluster(manager: string, name = this.#freeName(manager)): Promise<Backend> {
    const { gateway } = this.backend(manager);
    const cluster = this.#find(name) ?? (await this.#startCluster(name));
    gateway.add(cluster);
    return cluster;
  }

  removeCluster(manager: string, name: string): void {
    this.backend(manager).gateway.remove(name);
  }

  async #startCluster(name: string): Promise<Backend> {
    const settings = clusterSettings(this.#managed.length);
    const cluster = makeBackend({ kind: 'ontap', name, settings }, this.#options, 0);
    this.#managed.push(cluster);
    await cluster.start();
    return cluster;
  }

  #find(name: string): Backend | undefined {
    return this.all.find((candidate) => candidate.name === name);
  }

  #freeName(manager: string): string {
    let number = 1;
    while (this.#find(managedName(manager, number)) !== undefined) number += 1;
    return managedName(manager, number);
  }
}

/** The plans of all backends, with the managed clusters at the end. */
function plansOf({ backends, managed = 0, settings }: SimulatorOptions): readonly Plan[] {
  const plans = SOURCE_KINDS.flatMap((kind) => {
    const { nameOf, settings: defaults } = KINDS[kind];
    return Array.from({ length: backends[kind] ?? 0 }, (_, index): Plan => {
      const name = nameOf(index);
      return { kind, name, settings: { ...defaults[index % defaults.length], ...settings?.[name] } };
    });
  });
  const managers = plans.filter(({ kind }) => kind === 'unified-manager').map(({ name }) => name);
  const clusters = managers.flatMap((manager) =>
    Array.from({ length: managed }, (_, index): Plan => {
      const name = managedName(manager, index + 1);
      return { kind: 'ontap', name, settings: { ...clusterSettings(index), ...settings?.[name] }, manager };
    }),
  );
  return [...plans, ...clusters];
}

function managedName(manager: string, number: number): string {
  return `${manager}-cluster${number}`;
}

/** Managed clusters differ like other clusters. */
function clusterSettings(index: number): BackendSettings {
  const { settings } = KINDS.ontap;
  return settings[index % settings.length] ?? {};
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
