import { ManualTime } from '@gateway/testing/manual-time';

import { type Deadline, withDeadline } from './deadline.js';

describe('a deadline', () => {
  it.each([
    ['forward', -60_000],
    ['back', 60_000],
  ])('is the same after the clock was set %s', async (_, setBackMs) => {
    const time = new ManualTime();
    const deps = { clock: time, monotonicClock: time.monotonic, timers: time };
    const remainingMs = await withDeadline(deps, 'work', 30_000, new AbortController().signal, async ({ pause }) => {
      time.pass(10_000);
      time.setBack(setBackMs);
      await pause(async () => time.pass(5_000));
      return time.dueIn('work');
    });
    expect(remainingMs).toBe(20_000);
  });
});

describe('work that makes progress', () => {
  function start(work: (deadline: Deadline, time: ManualTime) => Promise<unknown>): Promise<unknown> {
    const time = new ManualTime();
    const deps = { clock: time, monotonicClock: time.monotonic, timers: time };
    return withDeadline(deps, 'work', 30_000, new AbortController().signal, (deadline) => work(deadline, time));
  }

  it('has the whole time again after each step', async () => {
    const remainingMs = await start(async ({ progress }, time) => {
      for (let step = 0; step < 9; step += 1) {
        await time.advance(29_000);
        progress();
      }
      return time.dueIn('work');
    });
    expect(remainingMs).toBe(30_000);
  });

  it('ends after ten times the limit, with the option to change', async () => {
    const reason = await start(async ({ progress, signal }, time) => {
      const began = time.now();
      let endedAfter = 0;
      signal.addEventListener('abort', () => (endedAfter = time.now() - began));
      while (!signal.aborted) {
        progress();
        await time.advance(29_000);
      }
      expect(endedAfter).toBe(300_000);
      return signal.reason;
    });
    expect(reason).toMatchObject({
      code: 'unreachable',
      message: 'the poll did not end within 300 s, 10 times poll.timeout',
    });
  });

  it('ends after the limit without a step', async () => {
    const reason = await start(async ({ progress, signal }, time) => {
      await time.advance(29_000);
      progress();
      await time.advance(31_000);
      return signal.reason;
    });
    expect(reason).toMatchObject({ message: 'no answer within 30 s, see poll.timeout' });
  });
});
