import { type Clock } from './clock.js';

/**
 * Returns a clock that never goes back: after the given clock is set back, it stands still until that has caught up.
 */
export function risingClock(clock: Clock): Clock {
  let latest = 0;
  return {
    now: () => {
      latest = Math.max(latest, clock.now());
      return latest;
    },
  };
}
