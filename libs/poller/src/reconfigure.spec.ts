import { once } from 'node:events';

import { BackendError, StoreUnavailableError } from '@gateway/core';

import { type PolledSource } from './source/source-runner.js';
import { FakeAdapter as FakeBackend } from '@gateway/testing/fake-adapter';
import { backendWith, pollerHarness, type PollerHarness, sourceOf } from './testing/poller-harness.js';
import { NOW, observed } from './testing/sample-jobs.js';

const LIMITS = { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 };

function polled(name: string, adapter: FakeBackend, backend?: string): PolledSource {
  return { source: sourceOf(name, adapter, backend), adapter };
}

/** A backend that lists only what is new to whoever has a cursor. */
function newestFirst(native_id: string): FakeBackend {
  const backend = new FakeBackend('service-engine');
  backend.form = 'delta';
  backend.jobs.set(native_id, observed({ native_id }));
  return backend;
}

/** The polls of a backend after so many calls. */
function polls({ calls }: FakeBackend, after = 0): readonly string[] {
  return calls.slice(after).filter((call) => call.startsWith('poll'));
}

async function started(...backends: readonly [string, FakeBackend][]): Promise<PollerHarness> {
  const made = pollerHarness(...backends);
  await made.poller.start();
  await made.time.advance(1_000);
  return made;
}

describe('changing sources while polling', () => {
  it('begins with an added one at once and leaves the others their timers and connections', async () => {
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

  it('keeps to the order of the new configuration', async () => {
    const { poller } = await started(['east', new FakeBackend()], ['west', new FakeBackend()]);
    await poller.reconfigure(['west', polled('north', new FakeBackend()), 'east'], LIMITS);
    expect(poller.reports().map(({ name }) => name)).toEqual(['west', 'north', 'east']);
    await poller.stop();
  });

  it('ends a removed one: its adapter is closed, its lease given back, nothing of it is polled', async () => {
    const west = backendWith({ native_id: 'b' });
    const { poller, store, time } = await started(['east', new FakeBackend()], ['west', west]);
    await poller.reconfigure(['east'], LIMITS);
    expect([west.closed, store.leases.has('west'), poller.report('west')]).toEqual([true, false, undefined]);
    const calls = west.calls.length;
    await time.advance(20_000);
    expect(west.calls).toHaveLength(calls);
    expect(time.names().filter((name) => name.includes('west'))).toEqual([]);
    await poller.stop();
  });

  it('puts an edited one in the place of its namesake, which polls at once although the login was refused', async () => {
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

  it('keeps the past of an edited one: its gaps, its age and its cursor', async () => {
    const { poller, time } = await started(['east', backendWith({ native_id: 'a' })]);
    const seen = poller.report('east')?.last_success_time;
    const after = backendWith({ native_id: 'a' });
    await poller.reconfigure([polled('east', after)], LIMITS);
    expect(poller.report('east')?.last_success_time).toBe(seen);
    await time.advance(500);
    expect(after.calls).toContain('poll seen-1');
    await poller.stop();
  });

  it('reads all of one that is another backend now', async () => {
    const { poller, time } = await started(['east', backendWith({ native_id: 'a' })]);
    const after = backendWith({ native_id: 'z' });
    await poller.reconfigure([polled('east', after, 'second')], LIMITS);
    await time.advance(6_000);
    expect(polls(after)).toEqual(['poll -', 'poll seen-1']);
    await poller.stop();
  });

  it('reads all of one whose cursor an earlier version has left, which did not tell for which backend', async () => {
    const backend = newestFirst('a');
    const { poller, store, time } = pollerHarness(['east', backend]);
    store.memories.set('east', { cursor: 'seen-1', lastSuccessTime: NOW });
    await poller.start();
    await time.advance(6_000);
    expect(polls(backend)).toEqual(['poll -', 'poll seen-1']);
    await poller.stop();
  });

  it('waits for an action under way at an edited one, which is sent once', async () => {
    const before = backendWith({ native_id: 'a' });
    const { poller, store } = await started(['east', before]);
    const acting = poller.act(store.jobs.get('east~a')!, 'cancel', 'somebody');
    const changing = poller.reconfigure([polled('east', backendWith({ native_id: 'a' }))], LIMITS);
    await Promise.all([acting, changing]);
    expect(before.count('cancel')).toBe(1);
    expect((await acting)?.error).toBeUndefined();
    await poller.stop();
  });

  it('goes through changes that come quickly one after the other, and ends with the last', async () => {
    const { poller } = await started(['east', new FakeBackend()]);
    const backends = Array.from({ length: 20 }, () => new FakeBackend());
    await Promise.all(backends.map((adapter) => poller.reconfigure([polled('east', adapter)], LIMITS)));
    expect(backends.map(({ closed }) => closed)).toEqual([...Array<boolean>(19).fill(true), false]);
    await poller.stop();
    expect(backends.at(-1)?.closed).toBe(true);
  });

  it('begins nothing any more once it stops', async () => {
    const { poller, time } = await started(['east', new FakeBackend()]);
    const late = new FakeBackend();
    const stopping = poller.stop();
    await poller.reconfigure([polled('east', late)], LIMITS);
    await stopping;
    expect([late.closed, late.calls.length]).toEqual([true, 0]);
    expect(time.names()).toEqual([]);
  });

  it('keeps jobs by the new limits at once', async () => {
    const backend = new FakeBackend();
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
  it('is read whole by the one that knows it already, although the other polled the former until just now', async () => {
    const { poller: former, replica, time, job } = await started(['east', newestFirst('a')]);
    const after = newestFirst('z');
    const reloaded = replica('replica-2', polled('east', after, 'second'));
    await reloaded.start();
    await time.advance(20_000);
    await former.stop();
    await time.advance(20_000);
    expect(polls(after).slice(0, 2)).toEqual(['poll -', 'poll seen-1']);
    expect(job('east~z')?.state).toBe('running');
    await reloaded.stop();
  });

  it('is read whole at each, in whatever order they take it from each other', async () => {
    const [before, after] = [newestFirst('a'), newestFirst('z')];
    const { poller: first, replica, time } = await started(['east', before]);
    await first.reconfigure([polled('east', after, 'second')], LIMITS);
    await time.advance(6_000);
    const late = replica('replica-2', polled('east', before));
    await late.start();
    await first.stop();
    const callsBefore = before.calls.length;
    await time.advance(20_000);
    expect(polls(before, callsBefore)[0]).toBe('poll -');
    const again = newestFirst('z');
    await late.reconfigure([polled('east', again, 'second')], LIMITS);
    await time.advance(6_000);
    expect(polls(again)).toEqual(['poll -', 'poll seen-1']);
    await late.stop();
  });
});

describe('the active jobs of a removed source', () => {
  it('are unknown with the reason after a minute, not running for ever', async () => {
    const { poller, time, job } = await started(['east', backendWith({ native_id: 'a' })]);
    await poller.reconfigure([], LIMITS);
    await time.advance(50_000);
    expect(job('east~a')?.state).toBe('running');
    await time.advance(40_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: true });
    expect(job('east~a')?.message).toMatch(/^The source was removed from the configuration; .* was running\.$/);
    await poller.stop();
  });

  it('stay as they are while another replica polls them still', async () => {
    const { poller, time, job, store } = await started(['east', backendWith({ native_id: 'a' })]);
    await poller.reconfigure([], LIMITS);
    store.usurp('east');
    await time.advance(600_000);
    expect(job('east~a')?.state).toBe('running');
    await poller.stop();
  });

  it('are what the backend says when the source comes back, since all of it is read', async () => {
    const { poller, time, job } = await started(['east', newestFirst('a')]);
    await poller.reconfigure([], LIMITS);
    await time.advance(90_000);
    const back = newestFirst('a');
    await poller.reconfigure([polled('east', back)], LIMITS);
    await time.advance(500);
    expect(polls(back)).toEqual(['poll -']);
    expect(job('east~a')).toMatchObject({ state: 'running', terminal: false, gone: false });
    await poller.stop();
  });

  it('are not declared over the head of whoever polls the source when it has come back meanwhile', async () => {
    const { poller, time, job, store } = await started(['east', newestFirst('a')]);
    await poller.reconfigure([], LIMITS);
    const append = store.append.bind(store);
    const stall = new EventTarget();
    store.append = async (...given) => {
      await once(stall, 'over');
      return append(...given);
    };
    await time.advance(90_000);
    const back = newestFirst('a');
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

  it('are not declared before the cursor is forgotten, which could not be made up for', async () => {
    const { poller, time, job, store } = await started(['east', newestFirst('a')]);
    await poller.reconfigure([], LIMITS);
    const save = store.saveCheckpoint.bind(store);
    store.saveCheckpoint = () => Promise.reject(new StoreUnavailableError('Redis is not available: OOM'));
    await time.advance(90_000);
    expect(job('east~a')?.state).toBe('running');
    store.saveCheckpoint = save;
    await time.advance(20_000);
    expect(job('east~a')?.state).toBe('unknown');
    expect(store.memories.get('east')?.cursor).toBeUndefined();
    await poller.stop();
  });
});
