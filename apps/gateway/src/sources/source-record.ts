import { type SourceReport, type StateCounts } from '@gateway/core';

/** A source as the API serves it. */
export interface SourceRecord extends SourceReport {
  readonly jobs: StateCounts;
  readonly _links: { readonly self: { readonly href: string }; readonly jobs: { readonly href: string } };
}

/** Combines a source report with the number of the source's jobs by state. */
export function sourceRecord(report: SourceReport, counts: StateCounts): SourceRecord {
  return {
    ...report,
    jobs: counts,
    _links: {
      self: { href: `/api/sources/${report.name}` },
      jobs: { href: `/api/jobs?source.name=${report.name}` },
    },
  };
}
