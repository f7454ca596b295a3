import { type SourceReport } from '@gateway/core';

/** A source whose data in a list is old. */
export interface StaleSource {
  readonly name: string;
  /** Absent where the source was never polled. */
  readonly age_seconds?: number;
  readonly reason: string;
}

/** The sources whose part of a list is older than twice their interval, missing, or no longer polled for want of a login. */
export function staleSources(reports: readonly SourceReport[]): readonly StaleSource[] {
  return reports.filter(isStale).map(({ age_seconds, name, reason, status }) => ({
    name,
    ...(age_seconds === undefined ? {} : { age_seconds }),
    reason: reason ?? status,
  }));
}

function isStale({ age_seconds, status }: SourceReport): boolean {
  return age_seconds === undefined || status === 'failing' || status === 'unauthorized';
}
