/** Wall-clock time as the program sees it, so that tests can set it. Also the token it is injected by. */
export abstract class Clock {
  /** Milliseconds since the epoch; can jump when the machine's clock is set. */
  abstract now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Time that only moves forward, for measuring durations. Also the token it is injected by. */
export abstract class MonotonicClock {
  /** Milliseconds since an arbitrary instant. */
  abstract now(): number;
}

/** The process's own monotonic clock. */
export const monotonicClock: MonotonicClock = { now: () => performance.now() };
