import { type DatedReport, type Revision, type StateCounts, type UndatedReport } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { type TimeSlice, View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { type SourceRow, type UndatedRecord, undatedRecord } from './source-record.js';

/** A record, and the revision of the view at which its counts were last compared. */
interface Known {
  readonly record: UndatedRecord;
  revision: Revision;
}

/** The records of all sources. A record is made again only after its report or its number of jobs has changed. */
@Injectable()
export class SourceRecords {
  /** The last record of each report; the report is another object after a change. */
  readonly #known = new WeakMap<UndatedReport, Known>();

  constructor(
    private readonly poller: Poller,
    private readonly view: View,
  ) {}

  /** All sources at this moment, in the order of the configuration. Throws like `TimeSlice.next`. */
  async rows(slice: TimeSlice): Promise<readonly SourceRow[]> {
    const rows: SourceRow[] = [];
    for (const dated of this.poller.datedReports()) {
      if (slice.spent()) await slice.next();
      rows.push(this.#row(dated));
    }
    return rows;
  }

  /** One source; `undefined` if it is not configured. */
  row(name: string): SourceRow | undefined {
    const dated = this.poller.datedReport(name);
    return dated && this.#row(dated);
  }

  #row({ ageSeconds, report }: DatedReport): SourceRow {
    const revision = this.view.revision();
    const known = this.#known.get(report);
    if (known?.revision === revision) return { record: known.record, ageSeconds };
    const counts = this.view.counts(report.name);
    if (known && isSame(known.record.jobs, counts)) {
      known.revision = revision;
      return { record: known.record, ageSeconds };
    }
    const record = undatedRecord(report, counts);
    this.#known.set(report, { record, revision });
    return { record, ageSeconds };
  }
}

function isSame(some: StateCounts, others: StateCounts): boolean {
  const states = Object.keys(some) as (keyof StateCounts)[];
  return states.length === Object.keys(others).length && states.every((state) => some[state] === others[state]);
}
