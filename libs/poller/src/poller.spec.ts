import { BackendError, StoreUnavailableError, type ViewedJob } from '@gateway/core';
import { type FakeAdapter } from '@gateway/testing/fake-adapter';
import { type ManualTime } from '@gateway/testing/manual-time';

import { type Poller } from './poller.js';
import { type MemoryStore } from './testing/memory-store.js';
import { backendWith, pollerHarness } from './testing/poller-harness.js';
import { NOW, observed } from './testing/sample-jobs.js';

describe('polling a source', () => {
  it('starts within half a second and then polls every interval, one cycle at a time', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(500);
    expect(job('east~a')?.state).toBe('running');
    await time.advance(20_000);
    expect(backend.count('poll')).toBe(5);
    await poller.stop();
  });

  it('starts later if many sources start at once', async () => {
    const backends = Array.from({ length: 400 }, () => backendWith());
    const harness = pollerHarness(...backends.map((backend, at): [string, FakeAdapter] => [`s${at}`, backend]));
    const polled = (): number => backends.filter((backend) => backend.count('poll') > 0).length;
    let next = 0;
    harness.random = () => (next = (next + 1) % 400) / 400;
    await harness.poller.start();
    await harness.time.advance(1_000);
    expect(polled()).toBeGreaterThan(100);
    expect(polled()).toBeLessThan(300);
    await harness.time.advance(1_000);
    expect(polled()).toBe(400);
    await harness.poller.stop();
  });

  it('writes nothing while nothing changes', async () => {
    const { time, poller, store } = pollerHarness(['east', backendWith({ native_id: 'a' }, { native_id: 'b' })]);
    await poller.start();
    await time.advance(60_000);
    expect(store.log).toHaveLength(2);
    await poller.stop();
  });

  it('passes the cursor of the last complete poll to the next, and saves it', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(6_000);
    expect(backend.calls.filter((call) => call.startsWith('poll'))).toEqual(['poll -', 'poll seen-1']);
    const lastSuccessTime = NOW + 5_000;
    const others = { polledBy: 'replica-1', version: '9.13.1', consecutiveFailures: 0 };
    await poller.stop();
    expect(store.checkpoints.get('east')).toEqual({
      cursor: 'seen-1',
      backend: 'first',
      coveredUntil: lastSuccessTime,
      lastSuccessTime,
      lastPollTime: lastSuccessTime,
      firstPollTime: NOW + 250,
      ...others,
    });
  });

  it('keeps the cursor after an incomplete poll, and reports the source as failing', async () => {
    const backend = backendWith({ native_id: 'a' });
    backend.complete = false;
    const { time, poller, store, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(6_000);
    expect(backend.count('poll -')).toBe(2);
    expect(store.checkpoints.get('east')).not.toHaveProperty('cursor');
    expect(store.checkpoints.get('east')).not.toHaveProperty('lastSuccessTime');
    expect(job('east~a')?.state).toBe('running');
    expect(poller.report('east')).toMatchObject({ status: 'failing', reason: expect.stringContaining('malformed') });
    await poller.stop();
  });

  it('continues a poll for as long as pages arrive', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    backend.poll = async (_cursor, signal, onPage) => {
      for (let page = 0; page < 8; page += 1) {
        await new Promise<void>((resolve, reject) => {
          time.set(`page ${page}`, 20_000, resolve);
          signal.addEventListener('abort', () => reject(signal.reason as BackendError));
        });
        await onPage({ jobs: async () => [observed({ native_id: `job-${page}` })] });
      }
      return { form: 'snapshot', complete: true, skipped: 0 };
    };
    await poller.start();
    await time.advance(170_000);
    expect(poller.report('east')).toMatchObject({ last_success_time: expect.any(String), consecutive_failures: 0 });
    expect(store.jobs.size).toBe(8);
    await poller.stop();
  });

  it('joins a running cycle', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { poller } = pollerHarness(['east', backend]);
    await Promise.all([poller.poll('east'), poller.poll('east'), poller.poll('east')]);
    expect(backend.count('poll')).toBe(1);
    await poller.stop();
  });

  it('reports the version and the polling replica', async () => {
    const { time, poller } = pollerHarness(['east', backendWith()]);
    await poller.start();
    await time.advance(1_000);
    expect(poller.report('east')).toMatchObject({ status: 'ok', version: '9.13.1', polled_by: 'replica-1' });
    await poller.stop();
  });
});

describe('what was read before the deadline', () => {
  it('is stored, although the rest of the listing was too late', async () => {
    const backend = backendWith(...Array.from({ length: 600 }, (_, index) => ({ native_id: `job-${index}` })));
    const { time, poller, store } = pollerHarness(['east', backend]);
    const poll = backend.poll.bind(backend);
    backend.poll = async (cursor, signal, onPage) => {
      const answer = await poll(cursor, signal, onPage);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { ...answer, complete: false };
    };
    await poller.start();
    await time.advance(31_000);
    expect(store.jobs.size).toBe(600);
    await poller.stop();
  });

  it('is stored for the jobs that were looked up by id', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' }, { native_id: 'c' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    const get = backend.get.bind(backend);
    backend.get = async (nativeId, signal) => {
      if (nativeId !== 'b') return get(nativeId, signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    };
    await time.advance(40_000);
    expect([...store.jobs.values()].filter(({ job }) => job.gone).map(({ job }) => job.native_id)).toEqual(['a', 'c']);
    await poller.stop();
  });
});

describe('a view that lags behind the log', () => {
  it('is not reported as an error of the backend', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store, lines } = pollerHarness(['east', backend]);
    store.lagging = true;
    await poller.start();
    await time.advance(12_000);
    const reason = 'stale: polling waits for the store';
    expect(poller.report('east')).toMatchObject({ status: 'failing', reason, consecutive_failures: 0 });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    store.lagging = false;
    await time.advance(10_000);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });

  it('ends a lookup after ten seconds', async () => {
    const { time, poller, store } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    store.lagging = true;
    const fetched = expect(poller.fetchJob('east', 'a')).rejects.toThrow('the view does not show the latest changes');
    await time.advance(11_000);
    await fetched;
    await poller.stop();
  });
});

describe('a clock that is set back', () => {
  it('does not keep records from changing', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    time.setBack(3_600_000);
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success' }));
    await time.advance(10_000);
    expect(job('east~a')?.state).toBe('success');
    await poller.stop();
  });
});

describe('a job that is no longer listed', () => {
  it('keeps its state if it had ended, and is gone', async () => {
    const backend = backendWith({ native_id: 'a', state: 'success' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    await time.advance(6_000);
    expect(job('east~a')).toMatchObject({ state: 'success', gone: true });
    expect(backend.count('get')).toBe(0);
    await poller.stop();
  });

  it('is looked up by id if it was active, and is unknown and gone if the backend does not have it', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    await time.advance(6_000);
    expect(backend.calls).toContain('get a');
    expect(job('east~a')).toMatchObject({ state: 'unknown', terminal: true, gone: true });
    await poller.stop();
  });

  it('is updated if a lookup by id still finds it', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('a');
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success' }));
    await time.advance(6_000);
    expect(job('east~a')).toMatchObject({ state: 'success', gone: false });
    await poller.stop();
  });

  it('stays as it was if the lookup is refused or fails', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    for (const fault of [
      new BackendError('refused', 'not authorized', { refusal: 'forbidden' }),
      new BackendError('failed', 'internal error'),
      new BackendError('unreachable', 'connection refused'),
    ]) {
      backend.faults.get = fault;
      await time.advance(6_000);
      expect(job('east~a')).toMatchObject({ state: 'running', gone: false });
      expect(poller.report('east')?.reason).toContain(fault.message);
    }
    await poller.stop();
  });

  it('does not make the data of its source old if only its lookup is forbidden', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    backend.faults.get = new BackendError('refused', 'not authorized', { refusal: 'forbidden' });
    await time.advance(60_000);
    expect(poller.report('east')).toMatchObject({ status: 'degraded', reason: 'refused: not authorized' });
    await poller.stop();
  });

  it('of a backend that lists only new jobs is gone after lookups in two cycles, not after one', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    backend.form = 'delta';
    const { time, poller, job } = pollerHarness(['engine1', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('a').add('b');
    const [a] = [backend.jobs.get('a') as ReturnType<typeof observed>, backend.jobs.clear()];
    await time.advance(5_000);
    expect([job('engine1~a')?.gone, job('engine1~b')?.gone]).toEqual([false, false]);
    backend.jobs.set('a', a);
    await time.advance(5_000);
    expect([job('engine1~a')?.gone, job('engine1~b')?.gone]).toEqual([false, true]);
    await poller.stop();
  });

  it('does not change if the listing was incomplete', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b', state: 'success' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.complete = false;
    backend.jobs.clear();
    await time.advance(6_000);
    expect(job('east~a')).toMatchObject({ state: 'running', gone: false });
    expect(job('east~b')).toMatchObject({ gone: false });
    await poller.stop();
  });

  it('does not change if it has ended and the listing is a delta', async () => {
    const backend = backendWith({ native_id: 'a', state: 'success' });
    backend.form = 'delta';
    const { time, poller, job } = pollerHarness(['engine1', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('a');
    await time.advance(6_000);
    expect(job('engine1~a')).toMatchObject({ state: 'success', gone: false });
    await poller.stop();
  });
});

describe('a failing source', () => {
  it('is not polled for the time it requests', async () => {
    const backend = backendWith();
    backend.faults.poll = new BackendError('throttled', 'too many requests', { retryAfterMs: 42_000 });
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(250);
    expect(time.dueIn('poll east')).toBe(42_000);
    await poller.stop();
  });

  it.each([
    ['requests a pause', new BackendError('throttled', 'too many requests', { retryAfterMs: 600_000 }), 600_000],
    ['refuses the login', new BackendError('unauthorized', 'login refused'), 300_000],
  ])('that %s in the middle of a listing is not polled for that time', async (_what, error, delayMs) => {
    const backend = backendWith({ native_id: 'a', state: 'running' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    Object.assign(backend, { complete: false, endedBy: error });
    const before = backend.count('poll');
    await time.advance(7_000);
    expect(backend.count('poll')).toBe(before + 1);
    expect(time.dueIn('poll east')).toBeGreaterThan(delayMs - 10_000);
    expect(poller.report('east')).toMatchObject({ consecutive_failures: 1, reason: `${error.code}: ${error.message}` });
    expect(job('east~a')).toMatchObject({ state: 'running' });
    backend.complete = true;
    await time.advance(delayMs);
    expect(poller.report('east')).toMatchObject({ consecutive_failures: 0, status: 'ok' });
    await poller.stop();
  });

  it('is polled every five minutes while it refuses the login, which is logged as an error once', async () => {
    const backend = backendWith();
    backend.faults.poll = new BackendError('unauthorized', 'login refused');
    const { time, poller, lines } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(20 * 60_000);
    expect(backend.count('poll')).toBe(4);
    expect(poller.report('east')).toMatchObject({ status: 'unauthorized', reason: 'unauthorized: login refused' });
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await poller.stop();
  });

  it.each(['unauthorized', 'throttled'] as const)('that is %s gets no lookups either', async (code) => {
    const backend = backendWith();
    backend.faults.poll = new BackendError(code, 'no');
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(250);
    await expect(poller.fetchJob('east', 'a')).rejects.toMatchObject({ code });
    expect(backend.count('get')).toBe(0);
    await poller.stop();
  });

  it.each([
    ['unauthorized', 2],
    ['throttled', 1],
  ] as const)('that is %s is polled %d times in total, however often a poll is requested', async (code, polls) => {
    const backend = backendWith();
    backend.faults.poll = new BackendError(code, 'no', { retryAfterMs: 60_000 });
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(250);
    for (let times = 0; times < 5; times += 1) await poller.poll('east');
    expect(backend.count('poll')).toBe(polls);
    await poller.stop();
  });

  it('that hangs fails at the deadline', async () => {
    const backend = backendWith();
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.faults.poll = 'hang';
    await time.advance(40_000);
    expect(poller.report('east')).toMatchObject({
      consecutive_failures: 1,
      reason: 'unreachable: no answer within 30 s, see poll.timeout',
    });
    await poller.stop();
  });

  it('does not delay other sources', async () => {
    const good = backendWith({ native_id: 'a' });
    const bad = backendWith();
    bad.faults.poll = 'hang';
    const { time, poller } = pollerHarness(['bad', bad], ['good', good]);
    await poller.start();
    await time.advance(60_250);
    expect(good.count('poll')).toBe(13);
    expect(poller.report('good')?.status).toBe('ok');
    await poller.stop();
  });

  it('logs its status once per change, not once per poll', async () => {
    const backend = backendWith();
    const { time, poller, statuses } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(6_000);
    backend.faults.poll = new BackendError('unreachable', 'connection refused');
    await time.advance(120_000);
    delete backend.faults.poll;
    await time.advance(120_000);
    expect(statuses()).toEqual(['ok', 'degraded', 'failing', 'ok']);
    await poller.stop();
  });

  it('keeps the states of its jobs', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.faults.poll = new BackendError('unreachable', 'connection refused');
    await time.advance(600_000);
    expect(job('east~a')).toMatchObject({ state: 'running', gone: false });
    await poller.stop();
  });
});

describe('the lease of a source', () => {
  it('is renewed, and released at the end', async () => {
    const { time, poller, store } = pollerHarness(['east', backendWith()]);
    await poller.start();
    await time.advance(1_000);
    expect(store.leases.get('east')?.holder).toBe('replica-1');
    expect(time.dueIn('lease east')).toBeLessThanOrEqual(5_000);
    await poller.stop();
    expect(store.leases.has('east')).toBe(false);
  });

  it('is renewed again after a renewal that failed', async () => {
    const { time, poller, store } = pollerHarness(['east', backendWith()]);
    await poller.start();
    await time.advance(1_000);
    store.away = true;
    await time.advance(5_000);
    store.away = false;
    expect(time.dueIn('lease east')).toBeLessThanOrEqual(5_000);
    await poller.stop();
  });

  it('ends writes and polls once another replica has taken it', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    store.takeLease('east');
    const polls = backend.count('poll');
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success' }));
    await time.advance(30_000);
    expect(job('east~a')?.state).toBe('running');
    expect(backend.count('poll')).toBe(polls);
    await poller.stop();
  });
});

describe('a replica that does not poll a source', () => {
  it('reports what the polling replica has saved in the checkpoint, its last error included', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    store.takeLease('east');
    store.checkpoints.set('east', {
      lastSuccessTime: NOW - 20_000,
      lastPollTime: NOW,
      consecutiveFailures: 3,
      lastErrorCode: 'unauthorized',
      lastErrorMessage: 'login refused',
      polledBy: 'another-replica',
    });
    await poller.start();
    await time.advance(1_000);
    expect(poller.report('east')).toMatchObject({
      status: 'unauthorized',
      reason: 'unauthorized: login refused',
      consecutive_failures: 3,
      polled_by: 'another-replica',
    });
    expect(backend.calls).toEqual([]);
    await poller.stop();
  });

  it('takes over within seconds, also if the interval is long', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    store.takeLease('east');
    await poller.start();
    await time.advance(60_000);
    store.leases.delete('east');
    await time.advance(3_000);
    expect(backend.count('poll')).toBe(1);
    await poller.stop();
  });

  it.each([
    ['another replica has the lease', (store: MemoryStore) => store.takeLease('east')],
    [
      'polling waits for the store',
      (store: MemoryStore) => {
        store.acquireLease = () => Promise.reject(new StoreUnavailableError('no'));
      },
    ],
  ])('logs once, after two minutes, that no replica has polled it: %s', async (reason, keep) => {
    const { time, poller, store, lines } = pollerHarness(['east', backendWith({ native_id: 'a' })]);
    keep(store);
    await poller.start();
    await time.advance(115_000);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
    await time.advance(600_000);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      { level: 'warn', message: 'source has not been polled since the start', fields: { source: 'east', reason } },
    ]);
    await poller.stop();
  });
});

describe('while the store is away', () => {
  it('nothing is polled, no data is lost, and polling continues afterwards', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store, job, lines } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    store.away = true;
    await time.advance(30_000);
    expect(backend.count('poll')).toBe(1);
    store.away = false;
    backend.jobs.set('a', observed({ native_id: 'a', state: 'success' }));
    await time.advance(6_000);
    expect(job('east~a')?.state).toBe('success');
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    await poller.stop();
  });
});

describe('a store that comes back empty', () => {
  it.each([
    ['within seconds, although the source is suspended for longer', (time: ManualTime) => time.advance(6_000)],
    ['when the gateway stops before that', (_time: ManualTime, poller: Poller) => poller.stop()],
  ])('gets the checkpoint of a source back %s', async (_when, next) => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.faults.poll = new BackendError('throttled', 'come back later', { retryAfterMs: 60_000 });
    await time.advance(6_000);
    const known = store.checkpoints.get('east');
    store.checkpoints.clear();
    store.leases.clear();
    await next(time, poller);
    expect(known?.lastSuccessTime).toBeDefined();
    expect(store.checkpoints.get('east')).toEqual(known);
    await poller.stop();
  });
});

describe('fetching one job', () => {
  it('stores a job that no poll has listed yet', async () => {
    const backend = backendWith({ native_id: 'new' });
    const { poller, job } = pollerHarness(['east', backend]);
    expect((await poller.fetchJob('east', 'new'))?.job.id).toBe('east~new');
    expect(job('east~new')?.state).toBe('running');
    await poller.stop();
  });

  it('is one lookup for concurrent calls', async () => {
    const backend = backendWith({ native_id: 'new' });
    const { poller } = pollerHarness(['east', backend]);
    const answers = await Promise.all(Array.from({ length: 50 }, () => poller.fetchJob('east', 'new')));
    expect(new Set(answers.map((answer) => answer?.job.id))).toEqual(new Set(['east~new']));
    expect(backend.count('get new')).toBe(1);
    await poller.stop();
  });

  it('caches that there is no such job for some seconds only', async () => {
    const backend = backendWith();
    const { time, poller } = pollerHarness(['east', backend]);
    expect(await poller.fetchJob('east', 'new')).toBeUndefined();
    expect(await poller.fetchJob('east', 'new')).toBeUndefined();
    expect(backend.count('get new')).toBe(1);
    await time.advance(4_000);
    backend.jobs.set('new', observed({ native_id: 'new' }));
    expect((await poller.fetchJob('east', 'new'))?.job.id).toBe('east~new');
    await poller.stop();
  });

  it('stores the job under the id that its backend returns', async () => {
    const backend = backendWith({ native_id: 'abc' });
    const { poller, job } = pollerHarness(['east', backend]);
    backend.get = async () => backend.jobs.get('abc');
    expect((await poller.fetchJob('east', 'ABC'))?.job.id).toBe('east~abc');
    expect(job('east~ABC')).toBeUndefined();
    await poller.stop();
  });

  it('runs one lookup at a time, so that the poll has a connection', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' }, { native_id: 'c' });
    const { poller } = pollerHarness(['east', backend]);
    let most = 0;
    const get = backend.get.bind(backend);
    backend.get = (nativeId, signal) => {
      const answer = get(nativeId, signal);
      most = Math.max(most, backend.inFlight);
      return answer;
    };
    await Promise.all(['a', 'b', 'c'].map((nativeId) => poller.fetchJob('east', nativeId)));
    expect(most).toBe(1);
    await poller.stop();
  });

  it('sends no invalid id to a backend', async () => {
    const backend = backendWith();
    const { poller } = pollerHarness(['east', backend]);
    expect(await poller.fetchJob('east', '../x')).toBeUndefined();
    expect(await poller.fetchJob('nowhere', 'x')).toBeUndefined();
    expect(backend.calls).toEqual([]);
    await poller.stop();
  });

  it('is rejected if too many lookups run', async () => {
    const backend = backendWith();
    backend.faults.get = 'hang';
    const { time, poller } = pollerHarness(['east', backend]);
    const lookups = Array.from({ length: 21 }, (_, index) => poller.fetchJob('east', `job-${index}`));
    await expect(lookups[20]).rejects.toMatchObject({ code: 'throttled', details: { retryAfterMs: 1_000 } });
    const others = Promise.allSettled(lookups.slice(0, 20));
    await time.advance(31_000);
    expect((await others).every(({ status }) => status === 'rejected')).toBe(true);
    await poller.stop();
  });
});

describe('an action', () => {
  async function running(kind: FakeAdapter = backendWith({ native_id: 'a' })) {
    const harness = pollerHarness(['east', kind]);
    await harness.poller.start();
    await harness.time.advance(1_000);
    const act = async (action: 'pause' | 'resume' | 'cancel') => {
      const known = harness.store.jobs.get('east~a');
      if (!known) throw new Error('no such job');
      return harness.poller.act(known, { id: 'a1', action, by: 'anonymous' });
    };
    return { ...harness, backend: kind, act };
  }

  it('is sent once, and the job is fetched at once', async () => {
    const { backend, act, poller, job } = await running();
    backend.onAction = (known) => ({ ...known, state: 'paused', native_state: 'paused' });
    const acted = await act('pause');
    expect(acted?.error).toBeUndefined();
    expect(backend.count('pause a')).toBe(1);
    expect(job('east~a')).toMatchObject({ state: 'paused', requested: { action: 'pause', outcome: 'done' } });
    await poller.stop();
  });

  it('that the job does not show yet is accepted, and the job is fetched every second until it does', async () => {
    const { backend, act, poller, time, job } = await running();
    const acted = await act('cancel');
    expect(acted?.job.requested).toMatchObject({ action: 'cancel', by: 'anonymous', outcome: 'accepted' });
    const before = backend.count('get a');
    await time.advance(3_000);
    expect(backend.count('get a') - before).toBe(3);
    backend.jobs.set('a', observed({ native_id: 'a', state: 'failure' }));
    await time.advance(1_000);
    expect(job('east~a')).toMatchObject({ state: 'failure', requested: { outcome: 'done' } });
    await time.advance(500);
    expect(time.names().filter((name) => name.startsWith('track'))).toEqual([]);
    await poller.stop();
  });

  it('that the backend refuses is recorded as refused', async () => {
    const { backend, act, poller, job } = await running();
    backend.faults.act = new BackendError('refused', 'does not support pause', { refusal: 'unsupported' });
    expect((await act('pause'))?.error).toMatchObject({ code: 'refused' });
    expect(job('east~a')?.requested).toMatchObject({ action: 'pause', outcome: 'failed' });
    await poller.stop();
  });

  it.each([
    ['without a response', new BackendError('outcome_unknown', 'answer lost')],
    ['with a response of something else', new BackendError('malformed', 'not JSON')],
  ])('%s has an unknown outcome, and is not sent again', async (_what, fault) => {
    const { backend, act, poller, time, job } = await running();
    backend.faults.act = fault;
    expect((await act('cancel'))?.error?.code).toBe('outcome_unknown');
    expect(job('east~a')?.requested?.outcome).toBe('unknown');
    await time.advance(5_000);
    expect(backend.count('cancel a')).toBe(1);
    await poller.stop();
  });

  it('that was not sent is not recorded', async () => {
    const { backend, act, poller, job } = await running();
    backend.faults.act = new BackendError('unreachable', 'connection refused');
    expect((await act('cancel'))?.error?.code).toBe('unreachable');
    expect(job('east~a')).not.toHaveProperty('requested');
    await poller.stop();
  });

  it('is recorded although the lookup after it fails', async () => {
    const { backend, act, poller, job } = await running();
    backend.faults.get = new BackendError('failed', 'internal error');
    expect((await act('cancel'))?.job.requested?.outcome).toBe('accepted');
    expect(job('east~a')?.requested?.outcome).toBe('accepted');
    await poller.stop();
  });

  it('on a job that the backend no longer has starts a poll that marks it gone', async () => {
    const { backend, act, poller, time, job } = await running();
    backend.jobs.clear();
    backend.faults.act = new BackendError('refused', 'no such job', { refusal: 'gone' });
    expect((await act('cancel'))?.error?.details.refusal).toBe('gone');
    await time.advance(100);
    expect(job('east~a')).toMatchObject({ state: 'unknown', gone: true });
    await poller.stop();
  });

  it('has a result although the store cannot record it, which is logged as an error', async () => {
    const { act, poller, store, lines } = await running();
    store.away = true;
    expect((await act('cancel'))?.job.requested?.outcome).toBe('accepted');
    expect(lines.map(({ level }) => level)).toContain('error');
    store.away = false;
    await poller.stop();
  });

  it('is not overwritten by a listing that began before it', async () => {
    const { backend, act, poller, time, job } = await running();
    backend.onAction = (known) => ({ ...known, state: 'paused', native_state: 'paused' });
    const slow = backend.poll.bind(backend);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    backend.poll = (cursor, signal, onPage) =>
      slow(cursor, signal, async (page) => {
        await held;
        await onPage(page);
      });
    const cycle = poller.poll('east');
    await time.advance(1_000);
    await act('pause');
    release();
    await cycle;
    expect(job('east~a')).toMatchObject({ state: 'paused', requested: { outcome: 'done' } });
    await poller.stop();
  });
});

describe('an action and a cycle that overlap', () => {
  it('keep the request on the record, also if the cycle observed the job later', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    const get = backend.get.bind(backend);
    backend.get = async (nativeId, signal) => {
      const seen = await get(nativeId, signal);
      backend.get = get;
      backend.jobs.set('a', observed({ native_id: 'a', message: 'observed by the cycle' }));
      await time.advance(10);
      await poller.poll('east');
      return seen;
    };
    const acted = await poller.act(store.jobs.get('east~a') as ViewedJob, {
      id: 'a1',
      action: 'cancel',
      by: 'anonymous',
    });
    expect(acted?.job.requested).toMatchObject({ action: 'cancel', outcome: 'accepted' });
    expect(job('east~a')).toMatchObject({ message: 'observed by the cycle', requested: { outcome: 'accepted' } });
    await poller.stop();
  });
});

describe('stopping', () => {
  it('during an action returns what is known about its outcome', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller, store } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    store.lagging = true;
    const acted = poller.act(store.jobs.get('east~a') as ViewedJob, { id: 'a1', action: 'cancel', by: 'anonymous' });
    await time.advance(10);
    await poller.stop();
    expect((await acted)?.job.requested).toMatchObject({ action: 'cancel', outcome: 'accepted' });
  });

  it('ends what runs, leaves no timer and closes the adapters', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { time, poller } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.faults.poll = 'hang';
    await time.advance(5_000);
    await poller.stop();
    expect(backend).toMatchObject({ closed: true, inFlight: 0 });
    expect(time.names()).toEqual([]);
  });
});

describe('a backend that lists all its jobs, then none, then all again', () => {
  it('causes one line when jobs are gone for the first time, and one with the counts at the end', async () => {
    const backend = backendWith(...Array.from({ length: 50 }, (_, index) => ({ native_id: `job-${index}` })));
    const all = [...backend.jobs];
    const { time, poller, lines, job } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    for (let round = 0; round < 10; round += 1) {
      backend.jobs.clear();
      await time.advance(5_000);
      expect(job('east~job-7')).toMatchObject({ gone: true, state: 'unknown' });
      for (const [nativeId, observed] of all) backend.jobs.set(nativeId, observed);
      await time.advance(5_000);
      expect(job('east~job-7')).toMatchObject({ gone: false, state: 'running' });
    }
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ message }) => message)).toEqual(['jobs of a source are gone, their outcome was not seen']);
    expect(warnings[0]?.fields).toMatchObject({ source: 'east', jobs: 50 });
    await time.advance(310_000);
    expect(lines.find(({ message }) => message === 'no further jobs of a source are gone')?.fields).toMatchObject({
      jobs: 500,
      polls: 10,
    });
    await poller.stop();
  });
});
