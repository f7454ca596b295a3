import { ManualTime } from '@gateway/testing/manual-time';

import { withDeadline } from './deadline.js';

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
