/** Time as the program sees it, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** How far the clocks of replicas and backends may differ without harm, in ms. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
