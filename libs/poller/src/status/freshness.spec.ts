import { BackendError, isStale } from '@gateway/core';

import { type Poller } from '../poller.js';
import { backendWith, pollerHarness, sourceOf } from '../testing/poller-harness.js';
import { NOW } from '../testing/sample-jobs.js';

const DOWN = new BackendError('unreachable', 'cannot connect');
const REFUSED = new BackendError('unauthorized', 'login refused');
const TTL = 300_000;

async function started() {
  const [east, west] = [backendWith({ native_id: 'a' }), backendWith()];
  const harness = pollerHarness(['east', east], ['west', west]);
  await harness.poller.start();
  await harness.time.advance(1_000);
  return { ...harness, east, west };
}

/** The freshness as it follows from the reports of all sources, without ages. */
function fromReports(poller: Poller) {
  const reports = poller.reports();
  return {
    stale: reports.filter(isStale).map(({ name, reason }) => ({ name, reason })),
    gaps: reports.flatMap(({ gaps, name }) => gaps.map((gap) => ({ source: name, ...gap }))),
  };
}

describe('the freshness', () => {
  it('names every source before its first poll', () => {
    const { poller } = pollerHarness(['east', backendWith()], ['west', backendWith()]);
    expect(poller.freshness()).toEqual({
      stale: ['east', 'west'].map((name) => ({ name, reason: 'not polled yet' })),
      gaps: [],
    });
  });

  it('is one empty object while all sources are polled', async () => {
    const { poller, time } = await started();
    const fresh = poller.freshness();
    expect(fresh).toEqual({ stale: [], gaps: [] });
    await time.advance(60_000);
    expect(poller.freshness()).toBe(fresh);
    await poller.stop();
  });

  it('names a source as soon as its login is refused, and no longer once a poll succeeds', async () => {
    const { poller, time, west } = await started();
    west.faults.poll = REFUSED;
    await time.advance(5_000);
    expect(poller.freshness().stale).toMatchObject([{ name: 'west', reason: 'unauthorized: login refused' }]);
    delete west.faults.poll;
    await time.advance(300_000);
    expect(poller.freshness().stale).toEqual([]);
    await poller.stop();
  });

  it('names a source once the clock shows that its data is older than twice the interval', async () => {
    const { poller, time, west } = await started();
    west.faults.poll = 'hang';
    const { last_success_time = '' } = poller.report('west') ?? {};
    const age = time.now() - Date.parse(last_success_time);
    time.pass(10_000 - age);
    expect(poller.freshness().stale).toEqual([]);
    time.pass(1);
    const stale = { reason: 'stale: no poll has succeeded recently', age_seconds: 10 };
    expect(poller.freshness().stale).toEqual(['east', 'west'].map((name) => ({ name, ...stale })));
    await poller.stop();
  });

  it('shows a gap once the clock shows that it has opened, and its end after the next listing', async () => {
    const { poller, time, west } = await started();
    west.faults.poll = DOWN;
    await time.advance(TTL - 2_000);
    expect(poller.freshness().gaps).toEqual([]);
    time.pass(2_000);
    expect(poller.freshness().gaps).toContainEqual({ source: 'west', from: new Date(NOW + 250).toISOString() });
    delete west.faults.poll;
    await time.advance(61_000);
    expect(poller.freshness().gaps).toEqual([
      { source: 'west', from: new Date(NOW + 250).toISOString(), to: expect.any(String) },
    ]);
    await poller.stop();
  });

  it('is the same object for half a second while only the ages of stale sources grow', async () => {
    const { poller, time } = await started();
    time.pass(20_000);
    const first = poller.freshness();
    time.pass(499);
    expect(poller.freshness()).toBe(first);
    time.pass(1);
    const second = poller.freshness();
    expect(second).not.toBe(first);
    expect(second.stale[0]?.age_seconds).toBeCloseTo((first.stale[0]?.age_seconds ?? 0) + 0.5, 1);
    await poller.stop();
  });

  it('follows the order and the sources of the configuration', async () => {
    const { poller, time, west } = await started();
    west.faults.poll = REFUSED;
    await time.advance(5_000);
    expect(poller.freshness().stale).toHaveLength(1);
    const north = backendWith();
    north.faults.poll = REFUSED;
    const retention = { terminalMs: 7 * 86_400_000, maxJobs: 1_000_000 };
    await poller.reconfigure([{ source: sourceOf('north', north), adapter: north }, 'west', 'east'], retention);
    expect(poller.freshness().stale.map(({ name }) => name)).toEqual(['north', 'west']);
    await poller.reconfigure(['east'], retention);
    expect(poller.freshness().stale).toEqual([]);
    await poller.stop();
  });

  it('always follows from the reports, whatever happens to the sources', async () => {
    const { east, poller, time, west } = await started();
    const faults = [DOWN, undefined, 'hang', REFUSED, undefined, DOWN, DOWN, undefined] as const;
    for (const [at, fault] of faults.entries()) {
      for (const backend of at % 2 === 0 ? [west] : [east, west]) {
        if (fault) backend.faults.poll = fault;
        else delete backend.faults.poll;
      }
      for (const ms of [1, 4_999, 1_700, 3_301, 2, 40_000, 299_000, 1_000]) {
        await time.advance(ms);
        const { gaps, stale } = poller.freshness();
        expect({ gaps, stale: stale.map(({ name, reason }) => ({ name, reason })) }).toEqual(fromReports(poller));
      }
    }
    await poller.stop();
  });
});
