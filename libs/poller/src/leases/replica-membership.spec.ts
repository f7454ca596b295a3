import { type JobStore, type Logger, type Source } from '@gateway/core';

import { preferredReplica } from './lease-policy.js';
import { Poller } from '../poller.js';
import { FakeAdapter as FakeBackend } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { MemoryStore } from '../testing/memory-store.js';
import { NOW } from '../testing/sample-jobs.js';

const INTERVAL_MS = 5_000;
const SOURCES = Array.from({ length: 12 }, (_, at) => `cluster${at}`);

/** Several replicas over one store, and how often each has polled each source. */
class House {
  readonly time = new ManualTime(NOW);
  readonly store = new MemoryStore();
  readonly polls: { readonly replica: string; readonly source: string; readonly at: number }[] = [];
  /** By replica and source. */
  readonly backends = new Map<string, FakeBackend>();

  async start(replica: string, sources: readonly string[] = SOURCES): Promise<Poller> {
    const polled = sources.map((name) => {
      const adapter = new FakeBackend();
      this.backends.set(`${replica} ${name}`, adapter);
      const poll = adapter.poll.bind(adapter);
      adapter.poll = (cursor, signal) => {
        this.polls.push({ replica, source: name, at: this.time.now() });
        return poll(cursor, signal);
      };
      return { source: sourceOf(name), adapter };
    });
    const quiet = (): void => undefined;
    const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const poller = new Poller(polled, {
      store: this.store as unknown as JobStore,
      view: this.store.view,
      clock: this.time,
      timers: this.time.named(replica),
      logger,
      replica,
      retention: { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 },
      random: () => 0.5,
    });
    await poller.start();
    return poller;
  }

  /** Who holds the lease of each source. */
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

describe('sources spread over replicas', () => {
  let house: House;
  beforeEach(() => {
    house = new House();
  });

  it('are all polled by the only replica at once', async () => {
    const a = await house.start('a');
    await house.time.advance(500);
    expect(house.holders()).toEqual(preferred('a'));
    await a.stop();
  });

  it('move to a replica that joins, as far as they are to, and stay there', async () => {
    const a = await house.start('a');
    await house.time.advance(20_000);
    const b = await house.start('b');
    await house.time.advance(20_000);
    expect(house.holders()).toEqual(preferred('a', 'b'));
    expect(new Set(Object.values(house.holders())).size).toBe(2);
    const moved = house.store.handedOut;
    await house.time.advance(600_000);
    expect(house.store.handedOut).toBe(moved);
    expect(house.longestGap()).toBeLessThanOrEqual(INTERVAL_MS * 1.1 + 2_000);
    await a.stop();
    await b.stop();
  });

  it('move from a replica that leaves to the others within seconds', async () => {
    const [a, b] = [await house.start('a'), await house.start('b')];
    await house.time.advance(30_000);
    await b.stop();
    await house.time.advance(5_000);
    expect(house.holders()).toEqual(preferred('a'));
    await house.time.advance(10_000);
    expect(house.longestGap()).toBeLessThanOrEqual(INTERVAL_MS * 1.1 + 2_000);
    await a.stop();
  });

  it('are polled by another replica where the preferred one does not have them, without going to and fro', async () => {
    const a = await house.start('a');
    const missing = SOURCES.filter((source) => preferredReplica(source, ['a', 'b']) === 'b')[0] as string;
    await house.time.advance(20_000);
    const b = await house.start(
      'b',
      SOURCES.filter((source) => source !== missing),
    );
    await house.time.advance(30_000);
    expect(house.holders()).toEqual({ ...preferred('a', 'b'), [missing]: 'a' });
    const moved = house.store.handedOut;
    await house.time.advance(600_000);
    expect(house.store.handedOut).toBe(moved);
    await a.stop();
    await b.stop();
  });

  it('are handed over between two cycles, never during one', async () => {
    const source = SOURCES.find((name) => preferredReplica(name, ['a', 'b']) === 'b') as string;
    const a = await house.start('a');
    await house.time.advance(1_000);
    house.backends.get(`a ${source}`)!.faults.poll = 'hang';
    await house.time.advance(INTERVAL_MS * 1.1);
    const b = await house.start('b');
    await house.time.advance(15_000);
    expect(house.backends.get(`a ${source}`)?.inFlight).toBe(1);
    expect(house.holders()[source]).toBe('a');
    await house.time.advance(60_000);
    expect(house.holders()[source]).toBe('b');
    await a.stop();
    await b.stop();
  });

  it('are polled on while the store cannot be told who lives', async () => {
    const a = await house.start('a');
    await house.time.advance(1_000);
    house.store.away = true;
    await house.time.advance(10_000);
    house.store.away = false;
    house.store.replicas.clear();
    await house.time.advance(10_000);
    expect(house.holders()).toEqual(preferred('a'));
    expect([...house.store.replicas]).toEqual(['a']);
    await a.stop();
    expect([...house.store.replicas]).toEqual([]);
  });
});
