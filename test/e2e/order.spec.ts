/** Late poll results, on real stores: a poll that began earlier never overwrites a later observation. */
import { type Adapter, CONFIG_ORIGIN, type JobStore, type ObservedJob, systemClock } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { createStore } from '@gateway/store';
import { ManualTime } from '@gateway/testing/manual-time';
import { readUntil } from '@gateway/testing/until';
import { View } from '@gateway/view';

import { ViewReplicator } from '../../libs/view/src/replication/view-replicator.js';
import { type Home, makeHome, STORE_KINDS } from '../support/home.js';

const NOW = Date.UTC(2026, 0, 5, 10);
const IGNORE = (): void => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };
const SOURCE = {
  name: 'east',
  origin: CONFIG_ORIGIN,
  kind: 'ontap',
  url: 'https://10.0.0.1',
  backendFingerprint: 'first',
  labels: {},
  intervalMs: 5_000,
  timeoutMs: 30_000,
} as const;

/** A backend whose listings arrive when the test releases them. */
class SlowBackend implements Adapter {
  readonly kind = 'ontap';
  readonly actions = [];
  readonly reruns = false;
  state: ObservedJob['state'] = 'running';
  readonly #waiting: (() => void)[] = [];

  isNativeId(): boolean {
    return true;
  }

  async check(): Promise<object> {
    return {};
  }

  /** Returns the job as it was when the poll began, once the test calls `release`. */
  async poll(...[_cursor, signal, onPage]: Parameters<Adapter['poll']>): ReturnType<Adapter['poll']> {
    return this.list(0, signal, onPage);
  }

  async list(...[_since, _signal, onPage]: Parameters<Adapter['list']>): ReturnType<Adapter['list']> {
    const jobs = [this.#job()];
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await onPage({ jobs: async () => jobs });
    return { form: 'snapshot', complete: true, skipped: 0 };
  }

  async get(): Promise<ObservedJob> {
    return this.#job();
  }

  async close(): Promise<void> {}

  get isPolled(): boolean {
    return this.#waiting.length > 0;
  }

  /** Returns the listings of all pending polls. */
  release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #job(): ObservedJob {
    return { native_id: 'job', state: this.state, native_state: this.state };
  }
}

describe.each(STORE_KINDS)('a late poll result, on the %s store', (kind) => {
  let home: Home;
  let store: JobStore;
  let view: View;
  let replicator: ViewReplicator;
  let poller: Poller;
  let backend: SlowBackend;
  let time: ManualTime;

  beforeEach(async () => {
    home = await makeHome(kind);
    store = createStore({ ...home.store, clock: systemClock, logger: LOGGER });
    view = new View();
    time = new ManualTime(NOW);
    replicator = new ViewReplicator(store, view, LOGGER, time);
    backend = new SlowBackend();
    poller = new Poller([{ source: SOURCE, adapter: backend }], {
      store,
      view,
      clock: time,
      monotonicClock: time.monotonic,
      timers: time,
      logger: LOGGER,
      replica: 'replica-1',
      retention: { terminalMs: 365 * 86_400_000, maxJobs: 1_000 },
      random: () => 0.5,
    });
    await store.open();
    await replicator.start();
  });

  afterEach(async () => {
    backend.release();
    await poller.stop();
    await replicator.stop();
    await store.close();
    await home.remove();
  });

  /** Polls, and runs an action between the backend's response and its arrival. */
  async function pollWhile(action: () => Promise<unknown>): Promise<void> {
    const polled = poller.poll('east');
    await readUntil(
      () => backend.isPolled,
      (isPolled) => isPolled,
    );
    await action();
    backend.release();
    await polled;
  }

  it('does not overwrite a later observation of the job', async () => {
    await pollWhile(async () => undefined);
    expect(view.get('east~job')?.job.state).toBe('running');
    await pollWhile(async () => {
      time.pass(1_000);
      backend.state = 'paused';
      await poller.fetchJob('east', 'job');
    });
    expect(view.get('east~job')?.job.state).toBe('paused');
    time.pass(5_000);
    backend.state = 'success';
    await pollWhile(async () => undefined);
    expect(view.get('east~job')?.job.state).toBe('success');
  });

  it('is not written if another replica has acquired the lease meanwhile', async () => {
    await pollWhile(async () => undefined);
    const { revision } = view.get('east~job') ?? {};
    backend.state = 'success';
    await pollWhile(async () => {
      const held = await store.acquireLease('east', 'replica-1', 15_000);
      if (held) await store.releaseLease(held);
      expect(await store.acquireLease('east', 'replica-2', 15_000)).toMatchObject({ holder: 'replica-2' });
    });
    expect(view.get('east~job')).toMatchObject({ revision, job: { state: 'running' } });
  });
});
