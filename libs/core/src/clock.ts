/** The time of day, replaceable in tests. Also the injection token. */
export abstract class Clock {
  /** Milliseconds since the epoch; can jump if the machine's clock is set. */
  abstract now(): number;
}

/** How far the clocks of replicas and backends may differ without harm, in ms. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that is never set back, to measure durations. Also the injection token. */
export abstract class MonotonicClock {
  /** Milliseconds since an arbitrary time. */
  abstract now(): number;
}

/** The monotonic clock of the process. */
export const monotonicClock: MonotonicClock = { now: () => performance.now() };
