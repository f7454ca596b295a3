import { ClientLeftError, LoopShare } from '@gateway/core';

import { fastShare } from '../testing/fast-share.js';
import { TimeSlice } from './time-slice.js';

/** Counts the turns of the event loop until `stop` is called. */
function countTurns(): { turns: number; stop: () => void } {
  const counter = { turns: 0, stop: () => clearImmediate(pending) };
  const count = () => {
    counter.turns += 1;
    pending = setImmediate(count);
  };
  let pending = setImmediate(count);
  return counter;
}

describe('a time slice', () => {
  it('is spent after 5 ms if nothing else waits, and then the next one starts', async () => {
    let now = 100;
    const slice = new TimeSlice(new LoopShare({ now: () => now }));
    expect(slice.spent()).toBe(false);
    now += 4;
    expect(slice.spent()).toBe(false);
    now += 1;
    expect(slice.spent()).toBe(true);
    expect(slice.spent()).toBe(true);
    await slice.next();
    expect(slice.spent()).toBe(false);
  });

  it('yields to the event loop before the next one', async () => {
    const counter = countTurns();
    const slice = new TimeSlice(fastShare());
    for (let step = 0; step < 10; step += 1) await slice.next();
    counter.stop();
    expect(counter.turns).toBeGreaterThanOrEqual(9);
  });

  it('is the only one in its turn of the event loop if it uses up the time of the turn', async () => {
    const counter = countTurns();
    const turnsTaken: number[] = [];
    const share = fastShare();
    const work = async () => {
      const slice = new TimeSlice(share);
      for (let step = 0; step < 5; step += 1) {
        await slice.next();
        turnsTaken.push(counter.turns);
      }
    };
    await Promise.all([work(), work(), work()]);
    counter.stop();
    expect(new Set(turnsTaken).size).toBe(15);
  });

  it('does not start for work whose clients have left', async () => {
    const slice = new TimeSlice(fastShare(), () => true);
    await expect(slice.next()).rejects.toThrow(ClientLeftError);
  });
});
