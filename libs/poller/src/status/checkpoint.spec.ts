import { BackendError, CONFIG_ORIGIN, LeaseLostError } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { backendWith, type PollerHarness, pollerHarness } from '../testing/poller-harness.js';
import { NOW } from '../testing/sample-jobs.js';

/** A poller of this backend, with the times of all saved checkpoints, in ms since the start. */
function savingHarness(backend: FakeAdapter): PollerHarness & { readonly saves: number[] } {
  const harness = pollerHarness(['east', backend]);
  const { store, time } = harness;
  const saves: number[] = [];
  const save = store.saveCheckpoint.bind(store);
  store.saveCheckpoint = (...args) => {
    saves.push(time.now() - NOW);
    return save(...args);
  };
  return { ...harness, saves };
}

describe('the checkpoint of a source', () => {
  it('is saved every 30 s while only its times change, and when the gateway stops', async () => {
    const { poller, saves, store, time } = savingHarness(backendWith({ native_id: 'a' }));
    await poller.start();
    await time.advance(72_000);
    expect(saves).toHaveLength(3);
    expect((saves[1] ?? 0) - (saves[0] ?? 0)).toBeLessThan(35_000);
    const { last_success_time } = poller.report('east') ?? {};
    await poller.stop();
    expect(saves).toHaveLength(4);
    expect(store.checkpoints.get('east')?.lastSuccessTime).toBe(Date.parse(last_success_time ?? ''));
  });

  it('keeps the time of the first poll over restarts, and has an earliest time without it', async () => {
    const { poller, again, store, time } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    await poller.start();
    await time.advance(20_000);
    const { first_poll_time = '' } = poller.report('east') ?? {};
    expect(Date.parse(first_poll_time)).toBeLessThan(NOW + 1_000);
    await poller.stop();
    const next = again();
    await next.start();
    await time.advance(6_000);
    expect(next.report('east')?.first_poll_time).toBe(first_poll_time);
    await next.stop();
    const { firstPollTime, ...ofEarlierVersion } = store.checkpoints.get('east') ?? {};
    expect(firstPollTime).toBe(Date.parse(first_poll_time));
    store.checkpoints.set('east', { ...ofEarlierVersion, gaps: [[NOW + 2_000, NOW + 3_000]] });
    const last = again();
    await last.start();
    await time.advance(6_000);
    expect(last.report('east')?.first_poll_time).toBe(new Date(NOW + 2_000).toISOString());
    await last.stop();
  });

  it('is saved at a stop after the lease was lost only if the store has none', async () => {
    const { poller, again, store, time } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    await poller.start();
    await time.advance(12_000);
    const others = { backend: 'first', lastPollTime: NOW + 900_000 };
    store.leases.clear();
    store.checkpoints.set('east', others);
    await poller.stop();
    expect(store.checkpoints.get('east')).toEqual(others);
    const next = again();
    await next.start();
    await time.advance(1_000);
    store.leases.clear();
    store.checkpoints.clear();
    await next.stop();
    expect(store.checkpoints.get('east')?.lastPollTime).toBeGreaterThan(NOW);
  });

  it('is saved at once if anything else changes', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { poller, saves, store, time } = savingHarness(backend);
    await poller.start();
    await time.advance(6_000);
    expect(saves).toHaveLength(1);
    backend.add('b');
    await time.advance(5_000);
    expect(saves).toHaveLength(2);
    expect(store.checkpoints.get('east')?.cursor).toBe('seen-2');
    backend.faults.poll = new BackendError('unreachable', 'cannot connect');
    await time.advance(4_000);
    expect(saves).toHaveLength(3);
    await poller.stop();
  });

  it('is saved after every cycle in a store that other replicas read', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { poller, replica, saves, store, time } = savingHarness(backend);
    store.isShared = true;
    const other = replica('replica-2');
    await other.start();
    await poller.start();
    await time.advance(31_000);
    expect(saves).toHaveLength(backend.count('poll'));
    await other.stop();
    await poller.stop();
  });

  it.each([
    ['shared', true],
    ['of one process', false],
  ])(
    'is saved within 3 s after a %s store has lost it, if that can happen, although the next poll is far away',
    async (_what, isShared) => {
      const backend = new FakeAdapter();
      backend.fault = new BackendError('unauthorized', 'the login was refused');
      const { poller, saves, store, time } = savingHarness(backend);
      store.isShared = isShared;
      await poller.start();
      await time.advance(10_000);
      const before = store.checkpoints.get('east');
      expect(before?.lastErrorCode).toBe('unauthorized');
      store.checkpoints.clear();
      await time.advance(3_500);
      expect(store.checkpoints.get('east')).toEqual(isShared ? before : undefined);
      expect(saves).toHaveLength(isShared ? 2 : 1);
      await poller.stop();
    },
  );

  it('is saved before the lease is handed over to another replica', async () => {
    const backend = new FakeAdapter();
    const { poller, replica, saves, store, time } = savingHarness(backend);
    await poller.start();
    await time.advance(12_000);
    expect(saves).toHaveLength(1);
    const others = Array.from({ length: 9 }, (_, at) => replica(`other-${at}`));
    await Promise.all(others.map((other) => other.start()));
    await time.advance(10_000);
    expect(store.leases.has('east')).toBe(false);
    expect(store.checkpoints.get('east')?.lastSuccessTime).toBeGreaterThan(NOW + 10_000);
    await Promise.all([poller, ...others].map((each) => each.stop()));
  });

  it('is saved although the lease expired during the cycle, if no other replica has it', async () => {
    const { lines, poller, store, time } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    const save = store.saveCheckpoint.bind(store);
    store.saveCheckpoint = () => {
      store.saveCheckpoint = save;
      return Promise.reject(new LeaseLostError('expired'));
    };
    await poller.start();
    await time.advance(1_000);
    expect(store.checkpoints.get('east')?.cursor).toBe('seen-1');
    expect(lines.map(({ message }) => message)).not.toContain('lease of the source was lost');
    await poller.stop();
  });

  it('is not older than a tenth of the time for which the backend keeps finished jobs', async () => {
    const { saves, store, time, replica, poller } = savingHarness(new FakeAdapter());
    const adapter = backendWith({ native_id: 'a' });
    const source = { name: 'west', kind: 'ontap', url: 'https://10.0.0.2', backendFingerprint: 'first' } as const;
    const timing = {
      origin: CONFIG_ORIGIN,
      labels: {},
      intervalMs: 1_000,
      timeoutMs: 30_000,
      finishedJobTtlMs: 20_000,
    };
    await poller.stop();
    saves.length = 0;
    const west = replica('replica-1', { source: { ...source, ...timing }, adapter });
    await west.start();
    await time.advance(21_000);
    expect(saves.length).toBeGreaterThanOrEqual(7);
    expect(saves.length).toBeLessThanOrEqual(11);
    expect(store.checkpoints.get('west')?.coveredUntil).toBeGreaterThan(NOW + 18_000);
    await west.stop();
  });
});
