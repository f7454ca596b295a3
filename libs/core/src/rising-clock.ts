import { type Clock } from './clock.js';

/** A clock that never goes back: while the one it follows is set back, it stands still. */
export function risingClock(clock: Clock): Clock {
  let latest = 0;
  return {
    now: () => {
      latest = Math.max(latest, clock.now());
      return latest;
    },
  };
}
