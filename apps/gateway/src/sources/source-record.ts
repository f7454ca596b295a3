import { type SourceOrigin, type SourceReport, type StateCounts, type UndatedReport } from '@gateway/core';

/** What the API adds to the report of a source. */
interface SourceExtras {
  readonly jobs: StateCounts;
  readonly _links: { readonly self: { readonly href: string }; readonly jobs: { readonly href: string } };
}

/** The origin of a source, without the name of a Unified Manager that the caller may not see. */
type ServedOrigin = SourceOrigin | Omit<Extract<SourceOrigin, { readonly kind: 'discovery' }>, 'source'>;

/** A source as the API serves it. */
export interface SourceRecord extends Omit<SourceReport, 'origin'>, SourceExtras {
  readonly origin: ServedOrigin;
}

/** A source as the API serves it, without the age of its data. */
export interface UndatedRecord extends Omit<UndatedReport, 'origin'>, SourceExtras {
  readonly origin: ServedOrigin;
}

/** A source at one moment. */
export interface SourceRow {
  /** The same object until something in it changes. */
  readonly record: UndatedRecord;
  /** Age of the data; absent before the first successful poll. */
  readonly ageSeconds: number | undefined;
}

/** Combines a source report with the number of the source's jobs by state. */
export function undatedRecord(report: UndatedReport, counts: StateCounts): UndatedRecord {
  return {
    ...report,
    jobs: counts,
    _links: {
      self: { href: `/api/sources/${report.name}` },
      jobs: { href: `/api/jobs?source.name=${report.name}` },
    },
  };
}
