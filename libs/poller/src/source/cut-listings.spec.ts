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

  it('is complete if no listing has ever contained the job', async () => {
    const backend = backendWith({ native_id: 'a' });
    const { poller, time } = pollerHarness(['east', backend]);
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('hidden');
    backend.add('hidden');
    await poller.fetchJob('east', 'hidden');
    await time.advance(60_000);
    expect(poller.report('east')).toMatchObject({ status: 'ok', gaps: [] });
    await poller.stop();
  });

  it('is not complete after a restart either, for five minutes', async () => {
    const backend = backendWith({ native_id: 'a' });
    const harness = pollerHarness(['east', backend]);
    const { again, job, poller, time } = harness;
    backend.jobs.set('ended', ended('ended', harness));
    await poller.start();
    await time.advance(1_000);
    await poller.stop();
    backend.unlisted = new Set(['a', 'ended']);
    const restarted = again();
    await restarted.start();
    await time.advance(60_000);
    expect(job('east~ended')?.gone).toBe(false);
    expect(restarted.report('east')?.status).toBe('failing');
    await time.advance(TTL_MS);
    expect(restarted.report('east')?.status).toBe('ok');
    expect(restarted.report('east')?.gaps).toHaveLength(1);
    await restarted.stop();
  });

  it('is not complete if only a job is missing that ended recently and answers by its id', async () => {
    const backend = backendWith({ native_id: 'a' });
    const harness = pollerHarness(['east', backend]);
    const { job, poller, time } = harness;
    backend.jobs.set('ended', ended('ended', harness));
    await poller.start();
    await time.advance(1_000);
    backend.unlisted.add('ended');
    await time.advance(30_000);
    expect(job('east~ended')?.gone).toBe(false);
    expect(poller.report('east')?.reason).toBe(
      'malformed: the listing is not complete: job ended exists and was not listed',
    );
    backend.jobs.delete('ended');
    await time.advance(6_000);
    expect(job('east~ended')).toMatchObject({ gone: true, state: 'success' });
    expect(poller.report('east')?.status).toBe('ok');
    expect(poller.counters().get('east')?.missedOutcomes).toBe(0);
    await poller.stop();
  });
});

describe('an empty listing whose lookups fail', () => {
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
