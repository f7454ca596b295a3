import { LoopShare } from '@gateway/core';

/** A loop share whose clock advances by one second per reading, so that long work yields to the event loop at every step. */
export function fastShare(): LoopShare {
  let time = 0;
  return new LoopShare({ now: () => (time += 1_000) });
}
