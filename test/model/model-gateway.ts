/** A gateway without its HTTP side: real store, view, feed, poller and adapters, under a manual clock. */
import {
  AdapterRegistry,
  OntapAdapterFactory,
  ServiceEngineAdapterFactory,
  UnifiedManagerAdapterFactory,
} from '@gateway/adapters';
import {
  type Clock,
  compareRevisions,
  type JobStore,
  type Logger,
  type Revision,
  Secret,
  type Source,
  type SourceConnection,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View, ViewReplicator } from '@gateway/view';

import { type Random } from '../../apps/simulator/src/random.js';
import { type SimulatedBackend } from '../../apps/simulator/src/simulator.js';
import { Calls, countedAdapter, countedStore, STORE } from './calls.js';
import { type ManualTime, type OwnedTimers } from '@gateway/testing/manual-time';
import { type StoreHome } from './store-home.js';

/** A backend and how often it is polled. */
export interface PolledBackend {
  readonly backend: SimulatedBackend;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const DAY_MS = 86_400_000;
const ONTAP_FINISHED_JOB_TTL_MS = 300_000;

/** One replica, from its start to its stop or death. */
export class ModelGateway {
  readonly view = new View();
  readonly poller: Poller;
  readonly calls: Calls;
  readonly #store: JobStore;
  readonly #feed: ViewReplicator;
  readonly #timers: OwnedTimers;
  readonly #adapters: readonly { close(): Promise<void> }[];
  #buried: Promise<void> | undefined;

  constructor(
    readonly name: string,
    sources: readonly PolledBackend[],
    home: StoreHome,
    time: ManualTime,
    random: Random,
    logger: Logger,
  ) {
    this.calls = new Calls(() => {
      this.#timers.stop();
      this.#buried = this.#bury();
    });
    this.#timers = time.named(name);
    this.#store = home.store(logger);
    const store = countedStore(this.#store, this.calls);
    this.#feed = new ViewReplicator(store, this.view, logger, time);
    const adapters = adapterRegistry(time, logger);
    const polled = sources.map((each) => {
      const source = sourceOf(each);
      const adapter = adapters.create({ source, connection: connectionTo(each.backend) });
      return { source, adapter: countedAdapter(adapter, each.backend.name, this.calls) };
    });
    this.#adapters = polled.map(({ adapter }) => adapter);
    this.poller = new Poller(polled, {
      store,
      view: this.view,
      clock: time,
      timers: this.#timers,
      logger,
      replica: name,
      retention: { terminalMs: 365 * DAY_MS, maxJobs: 1_000_000 },
      random: () => random.next(),
    });
  }

  /** As the gateway's own start; the first polls are due within half a second. */
  async start(): Promise<void> {
    await this.#store.open();
    await this.#feed.start();
    await this.poller.start();
  }

  /** As the gateway's own stop. */
  async stop(): Promise<void> {
    await this.poller.stop();
    await this.#feed.stop();
    await this.#store.close();
  }

  /** True until it dies; one that was stopped in order is not asked. */
  get alive(): boolean {
    return this.#buried === undefined;
  }

  /** Resolves once nothing of a dead gateway is left but what it has written. */
  async gone(): Promise<void> {
    await this.#buried;
  }

  /** True while no call to the store is under way and the view shows everything up to a revision. */
  isCalm(written: Revision): boolean {
    return this.calls.underWay(STORE) === 0 && compareRevisions(this.view.revision(), written) >= 0;
  }

  /** True when the store answers and the view is where the store is. */
  async isInStep(): Promise<boolean> {
    if (!this.#store.healthy() || !this.#feed.isCaughtUp() || this.calls.underWay(STORE) > 0) return false;
    return (await this.#store.revision()) === this.view.revision();
  }

  /** What the end of a process ends: its connections. What was sent to the store is carried out or not. */
  async #bury(): Promise<void> {
    for (const adapter of this.#adapters) await adapter.close();
    while (this.calls.sent(STORE) > 0) await new Promise((resolve) => setImmediate(resolve));
    await this.#store.close();
    await this.#feed.stop();
  }
}

/** The adapters of all kinds, under the test's clock. */
function adapterRegistry(clock: Clock, logger: Logger): AdapterRegistry {
  return new AdapterRegistry(
    new OntapAdapterFactory(),
    new ServiceEngineAdapterFactory(),
    new UnifiedManagerAdapterFactory(),
    clock,
    logger,
  );
}

function sourceOf({ backend, intervalMs, timeoutMs }: PolledBackend): Source {
  const { name, kind, url } = backend;
  const ttl = kind === 'ontap' ? { finishedJobTtlMs: ONTAP_FINISHED_JOB_TTL_MS } : {};
  return { name, kind, url, backendFingerprint: url, labels: {}, intervalMs, timeoutMs, ...ttl };
}

function connectionTo({ password, url, username }: SimulatedBackend): SourceConnection {
  return {
    url,
    basePath: '/api',
    login: { type: 'basic', username, password: new Secret(password) },
    tls: { insecure: false },
  };
}
