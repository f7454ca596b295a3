import { type Logger } from '@gateway/core';

import { Recurrence } from '../status/recurrence.js';

/** Logs that records are restored: once when it begins, and once with the counts when it has not happened for five minutes. */
export class RestorationLog {
  readonly #restored = new Recurrence();

  constructor(private readonly logger: Logger) {}

  /** A comparison found this number of lost records and has restored some of them. */
  restored(lost: number, restored: number, now: number): void {
    // Another replica may have been faster.
    if (restored === 0 || this.#restored.add(now, restored).events > 1) return;
    this.logger.warn({ lost, restored }, 'store had lost records; restored them from the view');
  }

  /** Logs a series that has ended by a time in ms. */
  checked(now: number): void {
    const series = this.#restored.takeEnded(now);
    if (series === undefined || series.events === 1) return;
    const { affected: restored, events: times } = series;
    const [from, to] = [new Date(series.from).toISOString(), new Date(series.to).toISOString()];
    this.logger.info({ restored, times, from, to }, 'store has lost no further records');
  }
}
