import { LoopShare, monotonicClock, StoreUnavailableError, type Timers } from '@gateway/core';
import { ManualTime } from '@gateway/testing/manual-time';
import { SchedulerRegistry } from '@nestjs/schedule';

import { makeHome, STORE_KINDS } from '../../../../test/support/home.js';
import { ScheduledTimers } from '../app/scheduled-timers.js';
import { ActionRate } from './action-rate.js';
import { openLedger } from './testing/test-ledger.js';

const FIVE_PER_SECOND = { actions: { ratePerSecond: 5 } } as ConstructorParameters<typeof ActionRate>[0];

describe('the rate of actions on one replica', () => {
  const time = new ManualTime();
  const notShared = { isShared: false } as ConstructorParameters<typeof ActionRate>[1];
  let rate: ActionRate;

  beforeEach(() => {
    rate = new ActionRate(FIVE_PER_SECOND, notShared, time.monotonic, time, { name: 'a' }, new LoopShare());
  });

  it('grants turns of a source 200 ms apart, and none of another source later because of it', async () => {
    const granted = { east: [] as number[], west: [] as number[] };
    const start = time.now();
    for (const source of ['east', 'west'] as const)
      for (let turn = 0; turn < 20; turn += 1)
        void rate.turn(source).then(() => granted[source].push(time.now() - start));
    await time.advance(10_000);
    const expected = Array.from({ length: 20 }, (_, turn) => turn * 200);
    expect(granted).toEqual({ east: expected, west: expected });
    expect(time.names()).toEqual([]);
  });

  it('grants no turns in advance after a pause', async () => {
    await rate.turn('east');
    time.pass(60_000);
    const start = time.now();
    const granted: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) void rate.turn('east').then(() => granted.push(time.now() - start));
    await time.advance(1_000);
    expect(granted).toEqual([0, 200, 400]);
  });

  it('refuses an action that would wait for more than five seconds, and only on this source', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const underWay: Promise<void>[] = [];
    while (!rate.refusal('east')) underWay.push(rate.count('east', () => ended));
    expect(underWay).toHaveLength(26);
    expect(rate.refusal('east')).toMatchObject({ slug: 'too-many-actions', extras: { retryAfterSeconds: 6 } });
    expect(rate.refusal('west')).toBeUndefined();
    end();
    await Promise.all(underWay);
    expect(rate.refusal('east')).toBeUndefined();
  });

  it('rejects those that wait when it stops', async () => {
    await rate.turn('east');
    const waiting = [rate.turn('east'), rate.turn('east')].map((turn) => turn.catch((error: unknown) => error));
    await time.advance(1);
    rate.stop();
    for (const error of await Promise.all(waiting)) expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(time.names()).toEqual([]);
  });
});

describe.each(STORE_KINDS)('the rate of actions with a store of kind %s', (kind) => {
  it('counts the actions of all replicas together', async () => {
    const home = await makeHome(kind);
    const { close, store } = await openLedger(home, { now: () => Date.now() });
    const newTimers = (): Timers => new ScheduledTimers(new SchedulerRegistry());
    const names = kind === 'redis' ? ['a', 'b'] : ['a'];
    const rates = names.map(
      (name) => new ActionRate(FIVE_PER_SECOND, store, monotonicClock, newTimers(), { name }, new LoopShare()),
    );
    const start = monotonicClock.now();
    await Promise.all(Array.from({ length: 6 }, (_, turn) => (rates[turn % rates.length] as ActionRate).turn('east')));
    // A busy machine only makes it longer.
    expect(monotonicClock.now() - start).toBeGreaterThanOrEqual(5 * 198);
    await close();
    await home.remove();
  });
});
