import { setImmediate as turn } from 'node:timers/promises';

import { StartQueue } from './start-queue.js';

describe('waiting requests', () => {
  it('start a few per turn of the event loop, in their order', async () => {
    const queue = new StartQueue();
    const started: number[] = [];
    for (let at = 0; at < 10; at += 1) queue.add({ next: () => void started.push(at) });
    const counts = [started.length];
    while (started.length < 10) {
      await turn();
      counts.push(started.length);
    }
    expect(counts).toEqual([0, 4, 8, 10]);
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
