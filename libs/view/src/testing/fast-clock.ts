import { type MonotonicClock } from '@gateway/core';

/** A clock that advances by one second per reading, so that long work yields to the event loop at every step. */
export function fastClock(): MonotonicClock {
  let time = 0;
  return { now: () => (time += 1_000) };
}
