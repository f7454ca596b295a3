import { BackendError, type JobStore, type ViewedJob } from '@gateway/core';

import { Poller } from '../poller.js';
import { FakeAdapter as FakeBackend } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { MemoryStore } from '../testing/memory-store.js';
import { NOW, observed } from '../testing/sample-jobs.js';

const HOUR_MS = 3_600_000;

/** A source that is polled once an hour, has been polled, and runs these jobs. */
async function house(...nativeIds: readonly string[]) {
  const [time, store, backend] = [new ManualTime(NOW), new MemoryStore(), new FakeBackend()];
  for (const nativeId of nativeIds) backend.jobs.set(nativeId, observed({ native_id: nativeId }));
  const source = {
    name: 'east',
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
  const timers = () => time.names().filter((name) => name.startsWith('follow'));
  return { time, store, backend, poller, known, timers };
}

describe('a job somebody waits for', () => {
  it('is polled alone every second, however many wait', async () => {
    const { backend, known, poller, time } = await house('a', 'b');
    for (let at = 0; at < 1_000; at += 1) poller.trackJob(known('a'));
    await time.advance(5_000);
    expect(backend.calls).toEqual(Array.from({ length: 5 }, () => 'get a'));
    await poller.stop();
  });

  it('is polled until the last of them leaves, each counted once', async () => {
    const { backend, known, poller, time, timers } = await house('a');
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

  it('is no more often polled when clients come and go', async () => {
    const { backend, known, poller, time } = await house('a');
    for (let at = 0; at < 50; at += 1) {
      const leave = poller.trackJob(known('a'));
      await time.advance(100);
      if (at < 49) leave();
    }
    expect(backend.count('get a')).toBeLessThanOrEqual(5);
    expect(backend.count('get a')).toBeGreaterThanOrEqual(2);
    await poller.stop();
  });

  it('is polled no more once it has ended', async () => {
    const { backend, known, poller, store, time, timers } = await house('a');
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

  it('is polled for those who wait although the action on it has shown', async () => {
    const { backend, known, poller, time } = await house('a');
    const leave = poller.trackJob(known('a'));
    await poller.act(known('a'), 'pause', 'anonymous');
    backend.jobs.set('a', observed({ native_id: 'a', state: 'paused' }));
    await time.advance(3_000);
    leave();
    const asked = backend.count('get a');
    await time.advance(10_000);
    expect([asked, backend.count('get a')]).toEqual([4, 4]);
    await poller.stop();
  });

  it('is polled until the action shows although nobody waits any more', async () => {
    const { backend, known, poller, time } = await house('a');
    const leave = poller.trackJob(known('a'));
    await poller.act(known('a'), 'pause', 'anonymous');
    leave();
    await time.advance(3_000);
    expect(backend.count('get a')).toBe(4);
    await time.advance(300_000);
    expect(backend.count('get a')).toBeLessThanOrEqual(122);
    await poller.stop();
  });

  it('goes on being polled when its backend does not answer for a while', async () => {
    const { backend, known, poller, time } = await house('a');
    poller.trackJob(known('a'));
    backend.faults.get = new BackendError('unreachable', 'connect ECONNREFUSED');
    await time.advance(3_000);
    delete backend.faults.get;
    await time.advance(2_000);
    expect(backend.count('get a')).toBe(5);
    await poller.stop();
  });

  it.each(['unauthorized', 'throttled'] as const)('is left alone while its source is: %s', async (code) => {
    const { backend, known, poller, time } = await house('a');
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

  it('leaves room for other questions, however many are followed', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `job-${at}`);
    const { backend, known, poller, time } = await house('a', ...names);
    for (const name of names) poller.trackJob(known(name));
    backend.faults.get = 'hang';
    await time.advance(1_500);
    expect(backend.inFlight).toBe(1);
    delete backend.faults.get;
    const asked = poller.fetchJob('east', 'a');
    await time.advance(31_000);
    expect((await asked)?.job.native_id).toBe('a');
    await poller.stop();
  });

  it('has each of many polled in turn', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `job-${at}`);
    const { backend, known, poller, time } = await house(...names);
    for (const name of names) poller.trackJob(known(name));
    await time.advance(2_000);
    for (const name of names) expect(backend.calls.filter((call) => call === `get ${name}`)).toHaveLength(2);
    await poller.stop();
  });

  it('is followed no more when the gateway stops, and leaves no timer', async () => {
    const { backend, known, poller, time } = await house('a');
    const leave = poller.trackJob(known('a'));
    await poller.stop();
    poller.trackJob(known('a'));
    leave();
    await time.advance(10_000);
    expect([backend.calls, time.names()]).toEqual([[], []]);
  });

  it('whose source is not configured any more is followed by nobody', async () => {
    const { known, poller } = await house('a');
    const { job, ...rest } = known('a');
    poller.trackJob({ ...rest, job: { ...job, source: { ...job.source, name: 'gone' } } })();
    await poller.stop();
  });
});
