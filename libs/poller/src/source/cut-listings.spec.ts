/** Listings that claim to be complete and are not: a busy backend returns an empty page, or leaves jobs out. */
import { BackendError } from '@gateway/core';

import { backendWith, type PollerHarness, pollerHarness } from '../testing/poller-harness.js';
import { observed } from '../testing/sample-jobs.js';

const TTL_MS = 300_000;

/** An ended job whose end time is that of the harness's clock, `agoMs` before the start. */
function ended(native_id: string, { time }: Pick<PollerHarness, 'time'>, agoMs = 0): ReturnType<typeof observed> {
  return observed({ native_id, state: 'success', end_time: new Date(time.now() - agoMs).toISOString() });
}

describe('a listing without a job that answers by its id', () => {
  it('makes no job gone, does not renew the age, and opens a gap in time', async () => {
    const backend = backendWith({ native_id: 'active' });
    const harness = pollerHarness(['east', backend]);
    const { gaps, job, poller, time } = harness;
    backend.jobs.set('ended', ended('ended', harness));
    await poller.start();
    await time.advance(1_000);
    const before = poller.report('east')?.last_success_time;
    backend.unlisted = new Set(['active', 'ended']);
    await time.advance(60_000);
    expect(job('east~ended')).toMatchObject({ state: 'success', gone: false });
    expect(job('east~active')).toMatchObject({ state: 'running', gone: false });
    expect(poller.report('east')).toMatchObject({
      status: 'failing',
      reason: 'malformed: the listing is not complete: job active exists and was not listed',
      last_success_time: before,
    });
    expect(gaps()).toEqual([]);
    await time.advance(TTL_MS);
    expect(gaps()).toEqual([{ from: before }]);
    backend.unlisted.clear();
    await time.advance(6_000);
    expect(poller.report('east')?.status).toBe('ok');
    expect(gaps()).toEqual([{ from: before, to: expect.any(String) }]);
    await poller.stop();
  });

  it('stores what was listed and what the lookup returned', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { job, poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('a');
    backend.add('a', { message: 'looked up' });
    backend.add('b', { message: 'listed' });
    backend.add('c');
    await time.advance(6_000);
    expect([job('east~a')?.message, job('east~b')?.message, job('east~c')?.state]).toEqual([
      'looked up',
      'listed',
      'running',
    ]);
    await poller.stop();
  });

  it('makes another active job gone only after lookups in two cycles', async () => {
    const backend = backendWith({ native_id: 'a' }, { native_id: 'b' });
    const { job, poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('a');
    backend.jobs.delete('b');
    await time.advance(5_000);
    expect(job('east~b')?.gone).toBe(false);
    await time.advance(5_000);
    expect(job('east~b')?.gone).toBe(true);
    await poller.stop();
  });

  it('is complete if a client has looked the job up while it was read', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('new');
    const poll = backend.poll.bind(backend);
    backend.poll = async (cursor, signal, onPage) => {
      const result = await poll(cursor, signal, onPage);
      if (!backend.jobs.has('new')) {
        backend.add('new');
        await poller.fetchJob('east', 'new');
      }
      return result;
    };
    await poller.poll('east');
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });
});

describe('a listing without active jobs whose lookups fail', () => {
  it('makes no ended job gone', async () => {
    const backend = backendWith({ native_id: 'active' }, { native_id: 'ended', state: 'success' });
    const { job, poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    backend.faults.get = new BackendError('failed', 'internal error');
    await time.advance(60_000);
    expect(job('east~ended')?.gone).toBe(false);
    expect(poller.report('east')).toMatchObject({ status: 'failing', reason: 'failed: internal error' });
    delete backend.faults.get;
    await time.advance(60_000);
    expect([job('east~ended')?.gone, job('east~active')?.gone]).toEqual([true, true]);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });
});

describe('an empty listing', () => {
  it('is not complete until the jobs that ended last can have been deleted', async () => {
    const backend = backendWith();
    const harness = pollerHarness(['east', backend]);
    const { job, poller, time } = harness;
    backend.jobs.set('ended', ended('ended', harness, 10_000));
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    await time.advance(60_000);
    expect(job('east~ended')?.gone).toBe(false);
    expect(poller.report('east')?.reason).toBe(
      'malformed: the listing is not complete: job ended ended recently and was not listed',
    );
    await time.advance(TTL_MS);
    expect(job('east~ended')?.gone).toBe(true);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });

  it('is complete if the last job ended long before', async () => {
    const backend = backendWith();
    const harness = pollerHarness(['east', backend]);
    const { job, poller, time } = harness;
    backend.jobs.set('ended', ended('ended', harness, TTL_MS));
    await poller.start();
    await time.advance(1_000);
    backend.jobs.clear();
    await time.advance(6_000);
    expect(job('east~ended')?.gone).toBe(true);
    expect(poller.report('east')?.status).toBe('ok');
    await poller.stop();
  });
});
