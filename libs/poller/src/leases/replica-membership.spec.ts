import { CONFIG_ORIGIN, type JobStore, type Logger, type Source, StoreUnavailableError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { Poller } from '../poller.js';
import { MemoryStore } from '../testing/memory-store.js';
import { NOW } from '../testing/sample-jobs.js';
import { preferredReplica } from './lease-policy.js';

const INTERVAL_MS = 5_000;
const SOURCES = Array.from({ length: 12 }, (_, at) => `cluster${at}`);

/** Several replicas with one store, and all polls of each source. */
class ReplicasHarness {
  readonly time = new ManualTime(NOW);
  readonly store = new MemoryStore();
  readonly polls: { readonly replica: string; readonly source: string; readonly at: number }[] = [];
  /** By replica and source. */
  readonly backends = new Map<string, FakeAdapter>();

  async start(replica: string, sources: readonly string[] = SOURCES): Promise<Poller> {
    const polled = sources.map((name) => {
      const adapter = new FakeAdapter();
      this.backends.set(`${replica} ${name}`, adapter);
      const poll = adapter.poll.bind(adapter);
      adapter.poll = (...args) => {
        this.polls.push({ replica, source: name, at: this.time.now() });
        return poll(...args);
      };
      return { source: sourceOf(name), adapter };
    });
    const quiet = (): void => undefined;
    const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const poller = new Poller(polled, {
      store: this.store as unknown as JobStore,
      view: this.store.view,
      clock: this.time,
      monotonicClock: this.time.monotonic,
      timers: this.time.named(replica),
      logger,
      replica,
      retention: { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 },
      random: () => 0.5,
    });
    await poller.start();
    return poller;
  }

  /** The holder of each source's lease. */
  holders(): Record<string, string | undefined> {
    return Object.fromEntries(SOURCES.map((source) => [source, this.store.leases.get(source)?.holder]));
  }

  /** The longest time between two polls of a source, or from the last one to now, in ms. */
  longestGap(): number {
    const gaps = SOURCES.flatMap((source) => {
      const times = this.polls.filter((poll) => poll.source === source).map(({ at }) => at);
      return [...times, this.time.now()].slice(1).map((at, index) => at - (times[index] as number));
    });
    return Math.max(...gaps);
  }
}

function sourceOf(name: string): Source {
  return {
    name,
    origin: CONFIG_ORIGIN,
    kind: 'ontap',
    url: 'https://10.0.0.1',
    backendFingerprint: 'first',
    labels: {},
    intervalMs: INTERVAL_MS,
    timeoutMs: 30_000,
  };
}

function preferred(...replicas: string[]): Record<string, string | undefined> {
  return Object.fromEntries(SOURCES.map((source) => [source, preferredReplica(source, replicas)]));
}

describe('sources of several replicas', () => {
  let harness: ReplicasHarness;
  beforeEach(() => {
    harness = new ReplicasHarness();
  });

  it('are all polled at once by a single replica', async () => {
    const a = await harness.start('a');
    await harness.time.advance(500);
    expect(harness.holders()).toEqual(preferred('a'));
    await a.stop();
  });

  it('move to a replica that joins and is preferred for them, and stay there', async () => {
    const a = await harness.start('a');
    await harness.time.advance(20_000);
    const b = await harness.start('b');
    await harness.time.advance(20_000);
    expect(harness.holders()).toEqual(preferred('a', 'b'));
    expect(new Set(Object.values(harness.holders())).size).toBe(2);
    const moved = harness.store.grantedLeases;
    await harness.time.advance(600_000);
    expect(harness.store.grantedLeases).toBe(moved);
    expect(harness.longestGap()).toBeLessThanOrEqual(INTERVAL_MS * 1.1 + 2_000);
    await a.stop();
    await b.stop();
  });

  it('move from a replica that leaves to the others within seconds', async () => {
    const [a, b] = [await harness.start('a'), await harness.start('b')];
    await harness.time.advance(30_000);
    await b.stop();
    await harness.time.advance(5_000);
    expect(harness.holders()).toEqual(preferred('a'));
    await harness.time.advance(10_000);
    expect(harness.longestGap()).toBeLessThanOrEqual(INTERVAL_MS * 1.1 + 2_000);
    await a.stop();
  });

  it('stay at another replica if the preferred one does not have them', async () => {
    const a = await harness.start('a');
    const missing = SOURCES.filter((source) => preferredReplica(source, ['a', 'b']) === 'b')[0] as string;
    await harness.time.advance(20_000);
    const b = await harness.start(
      'b',
      SOURCES.filter((source) => source !== missing),
    );
    await harness.time.advance(30_000);
    expect(harness.holders()).toEqual({ ...preferred('a', 'b'), [missing]: 'a' });
    const moved = harness.store.grantedLeases;
    await harness.time.advance(600_000);
    expect(harness.store.grantedLeases).toBe(moved);
    await a.stop();
    await b.stop();
  });

  it('are handed over between two cycles, never during one', async () => {
    const source = SOURCES.find((name) => preferredReplica(name, ['a', 'b']) === 'b') as string;
    const a = await harness.start('a');
    await harness.time.advance(1_000);
    harness.backends.get(`a ${source}`)!.faults.poll = 'hang';
    await harness.time.advance(INTERVAL_MS * 1.1);
    const b = await harness.start('b');
    await harness.time.advance(15_000);
    expect(harness.backends.get(`a ${source}`)?.inFlight).toBe(1);
    expect(harness.holders()[source]).toBe('a');
    await harness.time.advance(60_000);
    expect(harness.holders()[source]).toBe('b');
    await a.stop();
    await b.stop();
  });

  it('are polled by a replica that starts while the store rejects announcements', async () => {
    const announce = harness.store.announce.bind(harness.store);
    harness.store.announce = async () => {
      throw new StoreUnavailableError('the store rejects writes');
    };
    const a = await harness.start('a');
    await harness.time.advance(1_000);
    expect(harness.holders()).toEqual(preferred('a'));
    harness.store.announce = announce;
    await harness.time.advance(5_000);
    expect([...harness.store.replicas]).toEqual(['a']);
    await a.stop();
  });

  it('are still polled while announcements fail', async () => {
    const a = await harness.start('a');
    await harness.time.advance(1_000);
    harness.store.away = true;
    await harness.time.advance(10_000);
    harness.store.away = false;
    harness.store.replicas.clear();
    await harness.time.advance(10_000);
    expect(harness.holders()).toEqual(preferred('a'));
    expect([...harness.store.replicas]).toEqual(['a']);
    await a.stop();
    expect([...harness.store.replicas]).toEqual([]);
  });
});
