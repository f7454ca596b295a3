import {
  type DatedReport,
  includesSource,
  type Revision,
  type SourceScope,
  type StateCounts,
  type UndatedReport,
} from '@gateway/core';
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
  /** The records of discovered clusters without the name of their Unified Manager. */
  readonly #withoutManager = new WeakMap<UndatedRecord, UndatedRecord>();

  constructor(
    private readonly poller: Poller,
    private readonly view: View,
  ) {}

  /**
   * The sources of a scope at this moment, in the order of the configuration; without a scope, all. Throws like
   * `TimeSlice.next`.
   */
  async rows(slice: TimeSlice, scope: SourceScope | undefined): Promise<readonly SourceRow[]> {
    const rows: SourceRow[] = [];
    for (const dated of this.poller.datedReports()) {
      if (slice.spent()) await slice.next();
      if (includesSource(scope, dated.report.name)) rows.push(this.#visibleRow(dated, scope));
    }
    return rows;
  }

  /** One source; `undefined` if it is not configured or not in the scope. */
  row(name: string, scope: SourceScope | undefined): SourceRow | undefined {
    const dated = includesSource(scope, name) ? this.poller.datedReport(name) : undefined;
    return dated && this.#visibleRow(dated, scope);
  }

  /** A source of the scope. Does not name its Unified Manager if that is not in the scope. */
  #visibleRow(dated: DatedReport, scope: SourceScope | undefined): SourceRow {
    const row = this.#row(dated);
    const { origin } = dated.report;
    if (origin.kind !== 'discovery' || includesSource(scope, origin.source)) return row;
    let record = this.#withoutManager.get(row.record);
    if (record === undefined) {
      const { source, ...others } = origin;
      record = { ...row.record, origin: others };
      this.#withoutManager.set(row.record, record);
    }
    return { ...row, record };
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
