import { type DatedReport, type Source, type UndatedReport } from '@gateway/core';

import { ageSeconds, unchangedUntil, undatedReport } from './source-report.js';
import { type StateFields } from './state-fields.js';

/** The report of a source, made again only after a change of its fields or when a time limit is over. */
export class ReportMemo {
  #report: UndatedReport | undefined;
  #madeAt = 0;
  #unchangedUntil = 0;

  constructor(
    private readonly source: Source,
    private readonly fields: StateFields,
  ) {}

  /** Must be called after every change of the fields. */
  noteChange(): void {
    this.#report = undefined;
  }

  /** The report at a time in ms. */
  at(now: number): DatedReport {
    const isCurrent = now >= this.#madeAt && now <= this.#unchangedUntil;
    if (this.#report === undefined || !isCurrent) {
      this.#report = undatedReport(this.source, this.fields, now);
      this.#madeAt = now;
      this.#unchangedUntil = unchangedUntil(this.source, this.fields, now);
    }
    return { report: this.#report, ageSeconds: ageSeconds(this.fields, now) };
  }
}
