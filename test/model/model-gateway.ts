/** A gateway without its HTTP server: real store, view, view replicator, poller and adapters, under a manual clock. */
import {
  AdapterRegistry,
  OntapAdapterFactory,
  ServiceEngineAdapterFactory,
  UnifiedManagerAdapterFactory,
} from '@gateway/adapters';
import {
  type Clock,
  compareRevisions,
  CONFIG_ORIGIN,
  type JobStore,
  type Logger,
  type Revision,
  Secret,
  type Source,
  type SourceConnection,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { type ManualTime, type OwnedTimers } from '@gateway/testing/manual-time';
import { View, ViewReplicator } from '@gateway/view';

import { type Random } from '../../apps/simulator/src/random.js';
import { type SimulatedBackend } from '../../apps/simulator/src/simulator.js';
import { Calls, countAdapterCalls, countStoreCalls, STORE_CALLS } from './calls.js';
import { type StoreFixture } from './store-fixture.js';

/** A backend, its poll interval and its request timeout. */
export interface PolledBackend {
  readonly backend: SimulatedBackend;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const DAY_MS = 86_400_000;
const ONTAP_FINISHED_JOB_TTL_MS = 300_000;

/** One replica, from its start until it is stopped or killed. */
export class ModelGateway {
  readonly view = new View();
  readonly poller: Poller;
  readonly calls: Calls;
  readonly #store: JobStore;
  readonly #replicator: ViewReplicator;
  readonly #timers: OwnedTimers;
  readonly #adapters: readonly { close(): Promise<void> }[];
  #closedAfterKill: Promise<void> | undefined;

  constructor(
    readonly name: string,
    sources: readonly PolledBackend[],
    fixture: StoreFixture,
    time: ManualTime,
    random: Random,
    logger: Logger,
  ) {
    this.calls = new Calls(() => {
      this.#timers.stop();
      this.#closedAfterKill = this.#closeAfterKill();
    });
    this.#timers = time.named(name);
    this.#store = fixture.createStore(logger);
    const store = countStoreCalls(this.#store, this.calls);
    this.#replicator = new ViewReplicator(store, this.view, logger, time);
    const adapters = adapterRegistry(time, logger);
    const polled = sources.map((each) => {
      const source = sourceOf(each);
      const adapter = adapters.create({ source, connection: connectionTo(each.backend) });
      return { source, adapter: countAdapterCalls(adapter, each.backend.name, this.calls) };
    });
    this.#adapters = polled.map(({ adapter }) => adapter);
    this.poller = new Poller(polled, {
      store,
      view: this.view,
      clock: time,
      monotonicClock: time.monotonic,
      timers: this.#timers,
      logger,
      replica: name,
      retention: { terminalMs: 365 * DAY_MS, maxJobs: 1_000_000 },
      random: () => random.next(),
    });
  }

  /** Starts in the order of the gateway. The first polls are due within half a second. */
  async start(): Promise<void> {
    await this.#store.open();
    await this.#replicator.start();
    await this.poller.start();
  }

  /** Stops in the order of the gateway. */
  async stop(): Promise<void> {
    await this.poller.stop();
    await this.#replicator.stop();
    await this.#store.close();
  }

  /** True until the gateway is killed. `stop` does not change it. */
  get alive(): boolean {
    return this.#closedAfterKill === undefined;
  }

  /** Resolves when a killed gateway has closed all connections. */
  async closed(): Promise<void> {
    await this.#closedAfterKill;
  }

  /** True if no call to the store is pending and the view shows everything up to a revision. */
  isIdle(written: Revision): boolean {
    return this.calls.awaited(STORE_CALLS) === 0 && compareRevisions(this.view.revision(), written) >= 0;
  }

  /** True if the store answers and the view has the store's revision. */
  async isCaughtUp(): Promise<boolean> {
    if (!this.#store.healthy() || !this.#replicator.isCaughtUp() || this.calls.awaited(STORE_CALLS) > 0) return false;
    return (await this.#store.revision()) === this.view.revision();
  }

  /** Closes the connections, as the end of a process does. Calls already sent to the store may still take effect. */
  async #closeAfterKill(): Promise<void> {
    for (const adapter of this.#adapters) await adapter.close();
    while (this.calls.inFlight(STORE_CALLS) > 0) await new Promise((resolve) => setImmediate(resolve));
    await this.#store.close();
    await this.#replicator.stop();
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
  const origin = CONFIG_ORIGIN;
  return { name, origin, kind, url, backendFingerprint: url, labels: {}, intervalMs, timeoutMs, ...ttl };
}

function connectionTo({ password, url, username }: SimulatedBackend): SourceConnection {
  return {
    url,
    basePath: '/api',
    login: { type: 'basic', username, password: new Secret(password) },
    tls: { insecure: false },
  };
}
