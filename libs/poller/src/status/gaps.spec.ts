import { BackendError, type SourceCheckpoint, StoreUnavailableError } from '@gateway/core';

import { backendWith, pollerHarness } from '../testing/poller-harness.js';
import { NOW, observed } from '../testing/sample-jobs.js';

const TTL = 300_000;
const DOWN = new BackendError('unreachable', 'cannot connect: ECONNREFUSED');

function time(ms: number): string {
  return new Date(NOW + ms).toISOString();
}

describe('the gaps of a source', () => {
  it('are none while it is polled, or after an outage shorter than the finished job TTL', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, gaps } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(10_000);
    backend.faults.poll = DOWN;
    await clock.advance(200_000);
    delete backend.faults.poll;
    await clock.advance(61_000);
    expect(gaps()).toEqual([]);
    await poller.stop();
  });

  it('open once an outage is longer than the TTL, and are logged once', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, gaps, lines } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.faults.poll = 'hang';
    const lastListing = 250;
    await clock.advance(TTL - 1_000);
    expect(gaps()).toEqual([]);
    await clock.advance(500_000);
    expect(gaps()).toEqual([{ from: time(lastListing) }]);
    const logged = lines.filter(({ message }) => message === 'jobs of a source may have started and ended unobserved');
    expect(logged).toEqual([
      { level: 'warn', message: expect.any(String), fields: { source: 'east', from: time(lastListing) } },
    ]);
    await poller.stop();
  });

  it('end one TTL before the first listing after the outage, and are kept over a restart', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, gaps, lines, store, again } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.faults.poll = DOWN;
    await clock.advance(600_000);
    delete backend.faults.poll;
    await clock.advance(60_000);
    const [gap] = gaps() ?? [];
    const back = store.checkpoints.get('east')?.gaps?.[0]?.[1] ?? 0;
    expect(gap).toEqual({ from: time(250), to: new Date(back).toISOString() });
    expect(back).toBeGreaterThan(NOW + 600_000 - TTL);
    expect(lines.map(({ message }) => message)).toContain('gap of a source has ended');
    await poller.stop();
    const next = again();
    await next.start();
    expect(next.report('east')?.gaps).toEqual([gap]);
    await next.stop();
  });

  it('begin with the first poll if no listing has been complete', async () => {
    const backend = backendWith({ native_id: 'a' });
    backend.complete = false;
    const { time: clock, poller, gaps, again } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(TTL + 60_000);
    expect(gaps()).toEqual([{ from: time(250) }]);
    await poller.stop();
    const next = again();
    await next.start();
    backend.complete = true;
    await clock.advance(60_000);
    expect(next.report('east')?.gaps).toEqual([{ from: time(250), to: expect.any(String) }]);
    await next.stop();
  });

  it('cover the time when no gateway ran', async () => {
    const { time: clock, poller, again } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    await poller.start();
    await clock.advance(1_000);
    await poller.stop();
    await clock.advance(TTL + 60_000);
    const next = again();
    await next.start();
    expect(next.report('east')?.gaps).toEqual([{ from: time(250) }]);
    await clock.advance(500);
    expect(next.report('east')?.gaps).toEqual([{ from: time(250), to: time(61_250) }]);
    await next.stop();
  });

  it.each([
    ['part of the listing is missing', { complete: false }],
    ['items of the listing cannot be read', { skipped: 1 }],
  ])('open although the backend responds, when %s', async (_, answer) => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, gaps } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    Object.assign(backend, answer);
    await clock.advance(TTL + 10_000);
    expect(gaps()).toEqual([{ from: time(250) }]);
    expect(poller.report('east')?.reason).toMatch(/^malformed: /);
    await poller.stop();
  });

  it('are dropped when retention has removed the jobs of their time', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, gaps } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.faults.poll = DOWN;
    await clock.advance(TTL * 2);
    delete backend.faults.poll;
    await clock.advance(60_000);
    expect(gaps()).toHaveLength(1);
    clock.setBack(-8 * 86_400_000);
    await clock.advance(5_000);
    expect(gaps()).toEqual([{ from: expect.stringMatching(/T10:1/), to: expect.stringMatching(/^2026-01-13/) }]);
    await poller.stop();
  });
});

describe('an active job of a backend that does not respond', () => {
  it('is unknown after a day, with the reason, and has its state again once the backend is back', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { time: clock, poller, job, store } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.faults.poll = DOWN;
    clock.setBack(-86_300_000);
    await clock.advance(60_000);
    expect(job('east~a')?.state).toBe('running');
    await clock.advance(200_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: false, gone: false });
    expect(job('east~a')?.message).toBe(
      `The backend has not reported the job since ${time(250)}; its last known state was running.`,
    );
    const written = store.log.length;
    await clock.advance(600_000);
    expect(store.log).toHaveLength(written);
    delete backend.faults.poll;
    backend.jobs.delete('b');
    await clock.advance(120_000);
    expect(job('east~a')).toMatchObject({ state: 'running', terminal: false });
    expect(job('east~a')?.message).toBeUndefined();
    expect(job('east~b')).toMatchObject({ state: 'unknown', terminal: true, gone: true });
    await poller.stop();
  });
});

describe('a source whose polls are never complete', () => {
  it('marks jobs unknown that it has not observed for a day, and no others', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { time: clock, poller, job, store, lines } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.complete = false;
    backend.unlisted.add('a');
    clock.setBack(-86_400_000);
    await clock.advance(20_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: false });
    expect(job('east~b')).toMatchObject({ state: 'running' });
    expect(store.log.filter(({ native_id }) => native_id === 'b')).toHaveLength(1);
    expect(lines.filter(({ message }) => message === 'active jobs were not observed for a day')).toHaveLength(1);
    expect(poller.counters().get('east')?.missedOutcomes).toBe(1);
    await poller.stop();
  });
});

describe('a source whose polls have never been complete', () => {
  it('marks jobs unknown that it has not observed for a day', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    backend.complete = false;
    const { time: clock, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.unlisted.add('a');
    clock.setBack(-86_400_000);
    await clock.advance(20_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: false });
    expect(job('east~b')).toMatchObject({ state: 'running' });
    await poller.stop();
  });
});

describe('a store that cannot save the checkpoint of a source', () => {
  it.each([
    ['refuses the login', new BackendError('unauthorized', 'the backend refuses the login (status 401)'), 290_000],
    ['requests a pause', new BackendError('throttled', 'come back later', { retryAfterMs: 100_000 }), 90_000],
  ])('does not cause an earlier poll of a backend that %s', async (_, fault, quietMs) => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.faults.poll = fault;
    store.saveCheckpoint = () => Promise.reject(new StoreUnavailableError('Redis is not available: OOM'));
    await clock.advance(5_000);
    const polls = backend.count('poll');
    await clock.advance(quietMs);
    expect(backend.count('poll')).toBe(polls);
    await poller.stop();
  });
});

describe('a replica that stands by', () => {
  it('drops a cursor that the checkpoint no longer contains', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    store.takeLease('east');
    store.checkpoints.set('east', { cursor: 'seen-1', backend: 'first', lastSuccessTime: NOW });
    await poller.start();
    await clock.advance(4_000);
    store.checkpoints.set('east', { backend: 'first', lastSuccessTime: NOW });
    await clock.advance(4_000);
    store.leases.delete('east');
    await clock.advance(20_000);
    expect(backend.calls.find((call) => call.startsWith('poll'))).toBe('poll -');
    await poller.stop();
  });
});

describe('a replica that acquires the lease of a source', () => {
  const CHECKPOINT = { backend: 'first', lastPollTime: NOW + 2_000, lastSuccessTime: NOW, coveredUntil: NOW } as const;

  it('starts from the last checkpoint of the former holder, not from an earlier one', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    store.takeLease('east');
    store.checkpoints.set('east', { ...CHECKPOINT, cursor: 'seen-1' });
    await poller.start();
    await clock.advance(4_000);
    store.checkpoints.set('east', { ...CHECKPOINT, gaps: [[NOW - 2_000, NOW - 1_000]] });
    store.leases.delete('east');
    await clock.advance(3_000);
    expect(backend.calls[0]).toBe('poll -');
    expect(poller.report('east')?.gaps).toEqual([{ from: time(-2_000), to: time(-1_000) }]);
    await poller.stop();
  });

  it('does not start from its own state of an earlier lease', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    store.leases.delete('east');
    store.checkpoints.set('east', CHECKPOINT);
    await clock.advance(6_000);
    expect(backend.calls.filter((call) => call.startsWith('poll'))).toEqual(['poll -', 'poll -']);
    await poller.stop();
  });

  it('keeps its own state, except for the cursor, if the checkpoint is older', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(6_000);
    const older = store.checkpoints.get('east') as SourceCheckpoint;
    await clock.advance(600_000);
    const calls = backend.calls.length;
    store.checkpoints.set('east', { ...older, cursor: 'seen-0' });
    store.leases.clear();
    await clock.advance(12_000);
    expect(poller.report('east')).toMatchObject({ status: 'ok', gaps: [] });
    expect(backend.calls.slice(calls).filter((call) => call.startsWith('poll'))[0]).toBe('poll seen-0');
    expect(store.checkpoints.get('east')?.coveredUntil).toBeGreaterThan(NOW + 600_000);
    await poller.stop();
  });

  it('keeps its own state if the checkpoint is lost', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    store.leases.clear();
    store.checkpoints.clear();
    await clock.advance(6_000);
    expect(backend.calls.filter((call) => call.startsWith('poll'))).toEqual(['poll -', 'poll seen-1']);
    expect(store.checkpoints.get('east')?.cursor).toBe('seen-1');
    await poller.stop();
  });
});

describe('a job that is missing and unreadable', () => {
  it('is unknown with the reason after five minutes', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.unlisted.add('a');
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    await clock.advance(TTL - 10_000);
    expect(job('east~a')).toMatchObject({ state: 'running', terminal: false });
    await clock.advance(20_000);
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: true, gone: true });
    expect(job('east~a')?.message).toMatch(/does not let it be read; .* last known state was running/);
    expect(poller.counters().get('east')?.missedOutcomes).toBe(1);
    await poller.stop();
  });

  it('starts its five minutes again when it was listed meanwhile', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.unlisted.add('a');
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    await clock.advance(TTL - 10_000);
    backend.unlisted.clear();
    await clock.advance(6_000);
    backend.unlisted.add('a');
    await clock.advance(60_000);
    expect(job('east~a')).toMatchObject({ state: 'running' });
    await poller.stop();
  });

  it('has its state again when it is listed later', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time: clock, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await clock.advance(1_000);
    backend.unlisted.add('a');
    backend.faults.get = new BackendError('malformed', 'the answer is no job');
    await clock.advance(TTL + 10_000);
    expect(job('east~a')?.state).toBe('unknown');
    backend.unlisted.clear();
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success', native_state: 'success' }));
    await clock.advance(6_000);
    expect(job('east~a')).toMatchObject({ state: 'success', gone: false });
    await poller.stop();
  });
});
