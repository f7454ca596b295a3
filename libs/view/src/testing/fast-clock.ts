import { type Clock } from '@gateway/core';

/** A clock that advances by one second per reading, so that long work yields to the event loop at every step. */
export function fastClock(): Clock {
  let time = 0;
  return { now: () => (time += 1_000) };
}
