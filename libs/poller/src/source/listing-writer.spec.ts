import { remove } from '@gateway/testing/drafts';
import { type FakeAdapter } from '@gateway/testing/fake-adapter';

import { backendWith, type PollerHarness, pollerHarness } from '../testing/poller-harness.js';
import { observed } from '../testing/sample-jobs.js';

const INTERVAL_MS = 5_000;

async function started(backend: FakeAdapter): Promise<PollerHarness> {
  const harness = pollerHarness(['east', backend]);
  await harness.poller.start();
  await harness.time.advance(1_000);
  return harness;
}

function jobs(count: number) {
  return Array.from({ length: count }, (_, index) => ({ native_id: `job-${String(index).padStart(4, '0')}` }));
}

describe('a page that has not changed', () => {
  it('is not parsed again, also right after its jobs were written', async () => {
    const backend = backendWith(...jobs(30));
    backend.pageSize = 10;
    const { poller, store, time } = await started(backend);
    expect(backend.parsed).toBe(3);
    await time.advance(3 * INTERVAL_MS);
    expect(backend.parsed).toBe(3);
    expect(store.log).toHaveLength(30);
    await poller.stop();
  });

  it('does not keep the other pages from being read', async () => {
    const backend = backendWith(...jobs(30));
    backend.pageSize = 10;
    const { job, poller, time } = await started(backend);
    backend.jobs.set('job-0015', observed({ native_id: 'job-0015', state: 'success' }));
    await time.advance(INTERVAL_MS);
    expect(backend.parsed).toBe(4);
    expect(job('east~job-0015')?.state).toBe('success');
    await poller.stop();
  });

  it('is compared again after one of its records was changed by something else', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { job, poller, store, time } = await started(backend);
    await time.advance(INTERVAL_MS);
    const known = store.jobs.get('east~a');
    const text = JSON.stringify({ ...known?.job, message: 'overwritten' });
    const draft = { type: 'put', id: 'east~a', expectedRevision: known?.revision, text } as const;
    await store.append([draft], { source: 'east', observedAt: time.now() });
    await time.advance(INTERVAL_MS);
    expect(job('east~a')?.message).toBeUndefined();
    await poller.stop();
  });

  it('is compared again after one of its records was removed', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { job, poller, store, time } = await started(backend);
    await time.advance(INTERVAL_MS);
    const draft = remove('east~b', store.jobs.get('east~b')?.revision ?? '');
    await store.append([draft], { source: 'east', observedAt: time.now() });
    expect(job('east~b')).toBeUndefined();
    await time.advance(INTERVAL_MS);
    expect(job('east~b')?.state).toBe('running');
    await poller.stop();
  });

  it('does not hide that a job is missing', async () => {
    const backend = backendWith(...jobs(20));
    backend.pageSize = 10;
    const { job, poller, time } = await started(backend);
    backend.jobs.set('unlisted', observed({ native_id: 'unlisted', state: 'success' }));
    backend.unlisted.add('unlisted');
    await poller.fetchJob('east', 'unlisted');
    expect(job('east~unlisted')?.gone).toBe(false);
    await time.advance(INTERVAL_MS);
    expect(job('east~unlisted')?.gone).toBe(true);
    expect(backend.parsed).toBe(2);
    await poller.stop();
  });

  it('does not hide that a job is missing which shares its page with a job that is listed twice', async () => {
    const backend = backendWith(...jobs(3));
    backend.pageSize = 3;
    const poll = backend.poll.bind(backend);
    backend.poll = (cursor, signal, onPage) =>
      poll(cursor, signal, async (page) => {
        await onPage(page);
        await onPage(page);
      });
    const { job, poller, time } = await started(backend);
    await time.advance(INTERVAL_MS);
    backend.jobs.set('unlisted', observed({ native_id: 'unlisted', state: 'success' }));
    backend.unlisted.add('unlisted');
    await poller.fetchJob('east', 'unlisted');
    await time.advance(INTERVAL_MS);
    expect(job('east~unlisted')?.gone).toBe(true);
    await poller.stop();
  });

  it('with jobs from before the retention cutoff is not parsed again either', async () => {
    const old = '2020-01-01T00:00:00.000Z';
    const backend = backendWith({ native_id: 'old', state: 'success', end_time: old }, { native_id: 'new' });
    const { poller, store, time } = await started(backend);
    await time.advance(INTERVAL_MS);
    expect([...store.jobs.keys()]).toEqual(['east~new']);
    expect(backend.parsed).toBe(1);
    await poller.stop();
  });
});

describe('the pages of a listing', () => {
  it('are written one after the other, before the next one is read', async () => {
    const backend = backendWith(...jobs(30));
    backend.pageSize = 10;
    const stored: number[] = [];
    const poll = backend.poll.bind(backend);
    const { poller, store, time } = pollerHarness(['east', backend]);
    backend.poll = (cursor, signal, onPage) =>
      poll(cursor, signal, async (page) => {
        stored.push(store.jobs.size);
        await onPage(page);
      });
    await poller.start();
    await time.advance(1_000);
    expect(stored).toEqual([0, 10, 20]);
    await poller.stop();
  });

  it('are not parsed after a stop, if they were waiting for other sources', async () => {
    const names = ['a', 'b', 'c', 'd', 'east'];
    const backends = names.map((name): [string, FakeAdapter] => [name, backendWith({ native_id: name })]);
    const { poller, store, time } = pollerHarness(...backends);
    const append = store.append.bind(store);
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let writes = 0;
    store.append = async (...args) => {
      writes += 1;
      await ended;
      return append(...args);
    };
    await poller.start();
    await time.advance(1_000);
    const parsed = (): number => backends.reduce((sum, [, backend]) => sum + backend.parsed, 0);
    expect([writes, parsed()]).toEqual([4, 4]);
    const stopped = poller.stop();
    end();
    await stopped;
    expect([writes, parsed()]).toEqual([4, 4]);
  });

  it('are read to the end, however long the store takes to write them', async () => {
    const backend = backendWith(...jobs(30));
    backend.pageSize = 10;
    const { poller, store, time } = pollerHarness(['east', backend]);
    const append = store.append.bind(store);
    let write = (): void => undefined;
    store.append = async (...args) => {
      await new Promise<void>((resolve) => (write = resolve));
      return append(...args);
    };
    await poller.start();
    for (let page = 0; page < 3; page += 1) {
      await time.advance(60_000);
      write();
    }
    await time.advance(1_000);
    expect(store.jobs.size).toBe(30);
    expect(poller.counters().get('east')).toMatchObject({ polls: 1, failedPolls: 0 });
    await poller.stop();
  });
});

describe('a source with 100,000 active jobs', () => {
  async function almostFull(backend: FakeAdapter): Promise<PollerHarness> {
    const harness = pollerHarness(['east', backend]);
    harness.store.otherActive = 99_990;
    await harness.poller.start();
    await harness.time.advance(1_000);
    return harness;
  }

  it('gets no more active ones, and is reported; known and ended jobs are still written', async () => {
    const backend = backendWith(...jobs(25));
    backend.pageSize = 10;
    backend.jobs.set('ended', observed({ native_id: 'ended', state: 'success' }));
    const { job, poller, store, time } = await almostFull(backend);
    expect([store.jobs.size, job('east~ended')?.state]).toEqual([11, 'success']);
    expect(poller.report('east')).toMatchObject({
      status: 'failing',
      reason: 'malformed: the source has more than 100000 active jobs, so 15 new ones were left out',
    });
    expect(store.checkpoints.get('east')).not.toHaveProperty('cursor');
    backend.jobs.set('job-0003', observed({ native_id: 'job-0003', state: 'success' }));
    await time.advance(INTERVAL_MS);
    expect(job('east~job-0003')?.state).toBe('success');
    await poller.stop();
  });

  it('gets those that were left out as soon as others have ended or are gone', async () => {
    const backend = backendWith(...jobs(25));
    backend.pageSize = 10;
    const { poller, store, time } = await almostFull(backend);
    for (const { native_id } of jobs(8)) backend.jobs.delete(native_id);
    await time.advance(INTERVAL_MS);
    expect([...store.jobs.values()].filter((each) => each.job.gone)).toHaveLength(8);
    await time.advance(INTERVAL_MS);
    expect(store.jobs.size).toBe(18);
    store.otherActive = 0;
    await time.advance(INTERVAL_MS);
    expect(store.jobs.size).toBe(25);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });
});
