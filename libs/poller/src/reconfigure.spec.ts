import { once } from 'node:events';

import { BackendError, StoreUnavailableError } from '@gateway/core';
import { put, seenAt } from '@gateway/testing/drafts';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { type PolledSource } from './source/source-runner.js';
import { backendWith, type PollerHarness, pollerHarness, sourceOf } from './testing/poller-harness.js';
import { firstSeen, NOW, observed, ontapContext } from './testing/sample-jobs.js';

const LIMITS = { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 };

function polled(name: string, adapter: FakeAdapter, backend?: string): PolledSource {
  return { source: sourceOf(name, adapter, backend), adapter };
}

/** A backend whose polls are deltas. */
function deltaBackend(native_id: string): FakeAdapter {
  const backend = new FakeAdapter('service-engine');
  backend.form = 'delta';
  backend.jobs.set(native_id, observed({ native_id }));
  return backend;
}

/** The polls of a backend after its first `after` calls. */
function polls({ calls }: FakeAdapter, after = 0): readonly string[] {
  return calls.slice(after).filter((call) => call.startsWith('poll'));
}

async function started(...backends: readonly [string, FakeAdapter][]): Promise<PollerHarness> {
  const made = pollerHarness(...backends);
  await made.poller.start();
  await made.time.advance(1_000);
  return made;
}

describe('changing sources while polling', () => {
  it('starts an added source at once and leaves the timers and connections of the others', async () => {
    const east = backendWith({ native_id: 'a' });
    const { poller, time, job } = await started(['east', east]);
    const due = time.dueIn('poll east');
    await poller.reconfigure(['east', polled('west', backendWith({ native_id: 'b' }))], LIMITS);
    expect(time.dueIn('poll east')).toBe(due);
    await time.advance(500);
    expect(job('west~b')?.state).toBe('running');
    expect(poller.reports().map(({ name }) => name)).toEqual(['east', 'west']);
    expect([east.closed, east.count('poll')]).toEqual([false, 1]);
    await poller.stop();
  });

  it('uses the order of the new configuration', async () => {
    const { poller } = await started(['east', new FakeAdapter()], ['west', new FakeAdapter()]);
    await poller.reconfigure(['west', polled('north', new FakeAdapter()), 'east'], LIMITS);
    expect(poller.reports().map(({ name }) => name)).toEqual(['west', 'north', 'east']);
    await poller.stop();
  });

  it('stops a removed source: its adapter is closed, its lease released, and it is not polled', async () => {
    const west = backendWith({ native_id: 'b' });
    const { poller, store, time } = await started(['east', new FakeAdapter()], ['west', west]);
    await poller.reconfigure(['east'], LIMITS);
    expect([west.closed, store.leases.has('west'), poller.report('west')]).toEqual([true, false, undefined]);
    const calls = west.calls.length;
    await time.advance(20_000);
    expect(west.calls).toHaveLength(calls);
    expect(time.names().filter((name) => name.includes('west'))).toEqual([]);
    await poller.stop();
  });

  it('replaces an edited source, which polls at once although the login was refused', async () => {
    const before = backendWith({ native_id: 'a' });
    before.faults.poll = new BackendError('unauthorized', 'the backend refuses the login (status 401)');
    const { poller, time, statuses } = await started(['east', before]);
    expect(poller.report('east')?.status).toBe('unauthorized');
    await time.advance(290_000);
    expect(before.count('poll')).toBe(1);
    await poller.reconfigure([polled('east', backendWith({ native_id: 'a' }))], LIMITS);
    expect(poller.report('east')?.status).toBe('unauthorized');
    await time.advance(500);
    expect(statuses().at(-1)).toBe('ok');
    expect(before.closed).toBe(true);
    await poller.stop();
  });

  it('keeps the state of an edited source: its gaps, its age and its cursor', async () => {
    const { poller, time } = await started(['east', backendWith({ native_id: 'a' })]);
    const seen = poller.report('east')?.last_success_time;
    const after = backendWith({ native_id: 'a' });
    await poller.reconfigure([polled('east', after)], LIMITS);
    expect(poller.report('east')?.last_success_time).toBe(seen);
    await time.advance(500);
    expect(after.calls).toContain('poll seen-1');
    await poller.stop();
  });

  it('reads everything from a source that is another backend now', async () => {
    const { poller, time } = await started(['east', backendWith({ native_id: 'a' })]);
    const after = backendWith({ native_id: 'z' });
    await poller.reconfigure([polled('east', after, 'second')], LIMITS);
    await time.advance(6_000);
    expect(polls(after)).toEqual(['poll -', 'poll seen-1']);
    await poller.stop();
  });

  it('reads everything if the checkpoint does not say which backend its cursor is for', async () => {
    const backend = deltaBackend('a');
    const { poller, store, time } = pollerHarness(['east', backend]);
    store.checkpoints.set('east', { cursor: 'seen-1', lastSuccessTime: NOW });
    await poller.start();
    await time.advance(6_000);
    expect(polls(backend)).toEqual(['poll -', 'poll seen-1']);
    await poller.stop();
  });

  it('waits for a running action of an edited source, which is sent once', async () => {
    const before = backendWith({ native_id: 'a' });
    const { poller, store } = await started(['east', before]);
    const acting = poller.act(store.jobs.get('east~a')!, { id: 'a1', action: 'cancel', by: 'anonymous' });
    const changing = poller.reconfigure([polled('east', backendWith({ native_id: 'a' }))], LIMITS);
    await Promise.all([acting, changing]);
    expect(before.count('cancel')).toBe(1);
    expect((await acting)?.error).toBeUndefined();
    await poller.stop();
  });

  it('applies quick changes one after the other, and ends with the last', async () => {
    const { poller } = await started(['east', new FakeAdapter()]);
    const backends = Array.from({ length: 20 }, () => new FakeAdapter());
    await Promise.all(backends.map((adapter) => poller.reconfigure([polled('east', adapter)], LIMITS)));
    expect(backends.map(({ closed }) => closed)).toEqual([...Array<boolean>(19).fill(true), false]);
    await poller.stop();
    expect(backends.at(-1)?.closed).toBe(true);
  });

  it('starts no source once it stops', async () => {
    const { poller, time } = await started(['east', new FakeAdapter()]);
    const late = new FakeAdapter();
    const stopping = poller.stop();
    await poller.reconfigure([polled('east', late)], LIMITS);
    await stopping;
    expect([late.closed, late.calls.length]).toEqual([true, 0]);
    expect(time.names()).toEqual([]);
  });

  it('waits for the view on timers of their own for retention and for a source with that name', async () => {
    const { poller, store, time } = pollerHarness(['retention', backendWith({ native_id: 'a' })]);
    const old = firstSeen({ native_id: 'old', state: 'success' }, ontapContext(NOW - 30 * 86_400_000));
    await store.append([put('retention~old', JSON.stringify(old))], seenAt(1));
    // Retention waits only if its removal is rejected.
    store.refused.add('retention~old');
    store.lagging = true;
    await poller.start();
    await time.advance(1_000);
    await poller.reconfigure(['retention'], { ...LIMITS, maxJobs: 999_999 });
    await time.advance(1_000);
    expect(time.names().filter((name) => name.startsWith('view '))).toHaveLength(2);
    await poller.stop();
  });

  it('applies new retention limits at once', async () => {
    const backend = new FakeAdapter();
    for (const id of ['a', 'b', 'c']) {
      backend.jobs.set(id, observed({ native_id: id, state: 'success', native_state: 'success' }));
    }
    const { poller, store, time } = await started(['east', backend]);
    expect(store.jobs.size).toBe(3);
    await poller.reconfigure(['east'], { ...LIMITS, maxJobs: 1 });
    await time.advance(100);
    expect(store.jobs.size).toBe(1);
    await poller.stop();
  });
});

describe('a source that becomes another backend while several replicas have it', () => {
  it('is read completely by the replica that knows it, although another one polled the former backend', async () => {
    const { poller: former, replica, time, job } = await started(['east', deltaBackend('a')]);
    const after = deltaBackend('z');
    const reloaded = replica('replica-2', polled('east', after, 'second'));
    await reloaded.start();
    await time.advance(20_000);
    await former.stop();
    await time.advance(20_000);
    expect(polls(after).slice(0, 2)).toEqual(['poll -', 'poll seen-1']);
    expect(job('east~z')?.state).toBe('running');
    await reloaded.stop();
  });

  it('is read completely after each change, whichever replica had the lease before', async () => {
    const [before, after] = [deltaBackend('a'), deltaBackend('z')];
    const { poller: first, replica, time } = await started(['east', before]);
    await first.reconfigure([polled('east', after, 'second')], LIMITS);
    await time.advance(6_000);
    const late = replica('replica-2', polled('east', before));
    await late.start();
    await first.stop();
    const callsBefore = before.calls.length;
    await time.advance(20_000);
    expect(polls(before, callsBefore)[0]).toBe('poll -');
    const again = deltaBackend('z');
    await late.reconfigure([polled('east', again, 'second')], LIMITS);
    await time.advance(6_000);
    expect(polls(again)).toEqual(['poll -', 'poll seen-1']);
    await late.stop();
  });
});

describe('the active jobs of a removed source', () => {
  it('are unknown with the reason after a minute', async () => {
    const { poller, time, job } = await started(['east', backendWith({ native_id: 'a' })]);
    await poller.reconfigure([], LIMITS);
    await time.advance(50_000);
    expect(job('east~a')?.state).toBe('running');
    await time.advance(40_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: true });
    expect(job('east~a')?.message).toMatch(/^The source was removed; .* was running\.$/);
    await poller.stop();
  });

  it('are unknown also if the store has lost their records, or has them in an older version', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { poller, time, job, store, lines } = await started(['east', backend]);
    await poller.reconfigure([], LIMITS);
    store.damaged.set('east~a', undefined).set('east~b', '1-0');
    await time.advance(90_000);
    expect([job('east~a')?.state, job('east~b')?.state]).toEqual(['unknown', 'unknown']);
    expect(lines.filter(({ message }) => message.startsWith('source was removed'))).toMatchObject([
      { fields: { source: 'east', jobs: 2 } },
    ]);
    await poller.stop();
  });

  it('stay as they are while another replica still polls them', async () => {
    const { poller, time, job, store } = await started(['east', backendWith({ native_id: 'a' })]);
    await poller.reconfigure([], LIMITS);
    store.takeLease('east');
    await time.advance(600_000);
    expect(job('east~a')?.state).toBe('running');
    await poller.stop();
  });

  it('have the state of the backend when the source is added again, because everything is read', async () => {
    const { poller, time, job } = await started(['east', deltaBackend('a')]);
    await poller.reconfigure([], LIMITS);
    await time.advance(90_000);
    const back = deltaBackend('a');
    await poller.reconfigure([polled('east', back)], LIMITS);
    await time.advance(500);
    expect(polls(back)).toEqual(['poll -']);
    expect(job('east~a')).toMatchObject({ state: 'running', terminal: false, gone: false });
    await poller.stop();
  });

  it('are not marked gone while they are polled, if the source was added again meanwhile', async () => {
    const { poller, time, job, store } = await started(['east', deltaBackend('a')]);
    await poller.reconfigure([], LIMITS);
    const append = store.append.bind(store);
    const stall = new EventTarget();
    store.append = async (...given) => {
      await once(stall, 'over');
      return append(...given);
    };
    await time.advance(90_000);
    const back = deltaBackend('a');
    await poller.reconfigure([polled('east', back)], LIMITS);
    await time.advance(4_000);
    expect(polls(back)).toEqual([]);
    store.append = append;
    stall.dispatchEvent(new Event('over'));
    await time.advance(6_000);
    expect(polls(back)[0]).toBe('poll -');
    expect(job('east~a')).toMatchObject({ state: 'running', terminal: false });
    expect(store.leases.get('east')?.holder).toBe('replica-1');
    await poller.stop();
  });

  it('are not marked gone before the cursor is deleted', async () => {
    const { poller, time, job, store } = await started(['east', deltaBackend('a')]);
    await poller.reconfigure([], LIMITS);
    const save = store.saveCheckpoint.bind(store);
    store.saveCheckpoint = () => Promise.reject(new StoreUnavailableError('Redis is not available: OOM'));
    await time.advance(90_000);
    expect(job('east~a')?.state).toBe('running');
    store.saveCheckpoint = save;
    await time.advance(20_000);
    expect(job('east~a')?.state).toBe('unknown');
    expect(store.checkpoints.get('east')?.cursor).toBeUndefined();
    await poller.stop();
  });
});
