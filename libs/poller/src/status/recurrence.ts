/** By default, an event that has not happened for this long has ceased to recur, in ms. */
const QUIET_MS = 300_000;

/** A series of events, none of which came later after the one before than the quiet time. */
export interface Series {
  /** Times of the first and of the last event, in ms. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** Sum of what the events affected. */
  readonly affected: number;
}

/** Counts events that can recur with every poll, so that a series of them is logged when it begins and when it has ended. */
export class Recurrence {
  #series: Series | undefined;

  /** `quietMs`: after this time without an event, a series has ended. */
  constructor(private readonly quietMs = QUIET_MS) {}

  /** Adds an event at a time in ms, and returns its series. */
  add(now: number, affected = 1): Series {
    const { from, events, affected: before } = this.#current(now) ?? { from: now, events: 0, affected: 0 };
    this.#series = { from, to: now, events: events + 1, affected: before + affected };
    return this.#series;
  }

  /** Returns the series if it has ended by a time in ms, once. */
  takeEnded(now: number): Series | undefined {
    const series = this.#series;
    if (series === undefined || this.#current(now)) return undefined;
    this.#series = undefined;
    return series;
  }

  #current(now: number): Series | undefined {
    return this.#series && now - this.#series.to < this.quietMs ? this.#series : undefined;
  }
}
