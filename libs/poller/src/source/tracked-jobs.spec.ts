import { BackendError, CONFIG_ORIGIN, type JobStore, type ViewedJob } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { Poller } from '../poller.js';
import { MemoryStore } from '../testing/memory-store.js';
import { NOW, observed } from '../testing/sample-jobs.js';

const HOUR_MS = 3_600_000;

/** A source with these running jobs that has been polled, and is polled once an hour. */
async function trackingHarness(...nativeIds: readonly string[]) {
  const [time, store, backend] = [new ManualTime(NOW), new MemoryStore(), new FakeAdapter()];
  for (const nativeId of nativeIds) backend.jobs.set(nativeId, observed({ native_id: nativeId }));
  const source = {
    name: 'east',
    origin: CONFIG_ORIGIN,
    kind: 'ontap',
    url: 'https://10.0.0.1',
    backendFingerprint: 'first',
    labels: {},
  } as const;
  const nothing = (): void => undefined;
  const poller = new Poller([{ source: { ...source, intervalMs: HOUR_MS, timeoutMs: 30_000 }, adapter: backend }], {
    store: store as unknown as JobStore,
    view: store.view,
    clock: time,
    monotonicClock: time.monotonic,
    timers: time,
    logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    replica: 'replica-1',
    retention: { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 },
    random: () => 0.5,
  });
  await poller.start();
  await time.advance(500);
  backend.calls.length = 0;
  const known = (nativeId: string): ViewedJob => {
    const viewed = store.jobs.get(`east~${nativeId}`);
    if (!viewed) throw new Error(`no job ${nativeId}`);
    return viewed;
  };
  const timers = () => time.names().filter((name) => name.startsWith('track'));
  return { time, store, backend, poller, known, timers };
}

describe('a job that clients wait for', () => {
  it('is fetched every second, however many clients wait', async () => {
    const { backend, known, poller, time } = await trackingHarness('a', 'b');
    for (let at = 0; at < 1_000; at += 1) poller.trackJob(known('a'));
    await time.advance(5_000);
    expect(backend.calls).toEqual(Array.from({ length: 5 }, () => 'get a'));
    await poller.stop();
  });

  it('is fetched until the last client leaves, each counted once', async () => {
    const { backend, known, poller, time, timers } = await trackingHarness('a');
    const [first, second] = [poller.trackJob(known('a')), poller.trackJob(known('a'))];
    await time.advance(2_000);
    first();
    first();
    await time.advance(2_000);
    expect(backend.count('get a')).toBe(4);
    second();
    await time.advance(60_000);
    expect(backend.count('get a')).toBe(4);
    expect(timers()).toEqual([]);
    await poller.stop();
  });

  it('is not fetched more often when clients come and go', async () => {
    const { backend, known, poller, time } = await trackingHarness('a');
    for (let at = 0; at < 50; at += 1) {
      const leave = poller.trackJob(known('a'));
      await time.advance(100);
      if (at < 49) leave();
    }
    expect(backend.count('get a')).toBeLessThanOrEqual(5);
    expect(backend.count('get a')).toBeGreaterThanOrEqual(2);
    await poller.stop();
  });

  it('is not fetched once it has ended', async () => {
    const { backend, known, poller, store, time, timers } = await trackingHarness('a');
    poller.trackJob(known('a'));
    await time.advance(1_000);
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success' }));
    await time.advance(1_000);
    expect(store.jobs.get('east~a')?.job.state).toBe('success');
    expect(backend.count('get a')).toBe(2);
    await time.advance(60_000);
    expect(backend.count('get a')).toBe(2);
    expect(timers()).toEqual([]);
    await poller.stop();
  });

  it('is fetched for clients that wait although it shows the action', async () => {
    const { backend, known, poller, time } = await trackingHarness('a');
    const leave = poller.trackJob(known('a'));
    await poller.act(known('a'), { id: 'a1', action: 'pause', by: 'anonymous' });
    backend.jobs.set('a', observed({ native_id: 'a', state: 'paused' }));
    await time.advance(3_000);
    leave();
    const fetched = backend.count('get a');
    await time.advance(10_000);
    expect([fetched, backend.count('get a')]).toEqual([4, 4]);
    await poller.stop();
  });

  it('is fetched until it shows the action although no client waits any more', async () => {
    const { backend, known, poller, time } = await trackingHarness('a');
    const leave = poller.trackJob(known('a'));
    await poller.act(known('a'), { id: 'a1', action: 'pause', by: 'anonymous' });
    leave();
    await time.advance(3_000);
    expect(backend.count('get a')).toBe(4);
    await time.advance(300_000);
    expect(backend.count('get a')).toBeLessThanOrEqual(122);
    await poller.stop();
  });

  it('is still fetched after its backend did not answer for a while', async () => {
    const { backend, known, poller, time } = await trackingHarness('a');
    poller.trackJob(known('a'));
    backend.faults.get = new BackendError('unreachable', 'connect ECONNREFUSED');
    await time.advance(3_000);
    delete backend.faults.get;
    await time.advance(2_000);
    expect(backend.count('get a')).toBe(5);
    await poller.stop();
  });

  it.each(['unauthorized', 'throttled'] as const)('is not fetched while its source is suspended: %s', async (code) => {
    const { backend, known, poller, time } = await trackingHarness('a');
    backend.faults.poll = new BackendError(code, 'later', { retryAfterMs: 10_000 });
    await poller.poll('east');
    poller.trackJob(known('a'));
    await time.advance(5_000);
    expect(backend.count('get a')).toBe(0);
    delete backend.faults.poll;
    await time.advance(600_000);
    expect(backend.count('get a')).toBeGreaterThan(0);
    await poller.stop();
  });

  it('leaves room for other lookups, however many jobs are tracked', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `job-${at}`);
    const { backend, known, poller, time } = await trackingHarness('a', ...names);
    for (const name of names) poller.trackJob(known(name));
    backend.faults.get = 'hang';
    await time.advance(1_500);
    expect(backend.inFlight).toBe(1);
    delete backend.faults.get;
    const fetched = poller.fetchJob('east', 'a');
    await time.advance(31_000);
    expect((await fetched)?.job.native_id).toBe('a');
    await poller.stop();
  });

  it('is one of many that are fetched in turn', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `job-${at}`);
    const { backend, known, poller, time } = await trackingHarness(...names);
    for (const name of names) poller.trackJob(known(name));
    await time.advance(2_000);
    for (const name of names) expect(backend.calls.filter((call) => call === `get ${name}`)).toHaveLength(2);
    await poller.stop();
  });

  it('is not fetched once the gateway stops, and leaves no timer', async () => {
    const { backend, known, poller, time } = await trackingHarness('a');
    const leave = poller.trackJob(known('a'));
    await poller.stop();
    poller.trackJob(known('a'));
    leave();
    await time.advance(10_000);
    expect([backend.calls, time.names()]).toEqual([[], []]);
  });

  it('whose source is not configured is not tracked', async () => {
    const { known, poller } = await trackingHarness('a');
    const { job, ...rest } = known('a');
    poller.trackJob({ ...rest, job: { ...job, source: { ...job.source, name: 'gone' } } })();
    await poller.stop();
  });
});
