import { type JobPage, type Revision, type SourceReport } from '@gateway/core';

import { type ListRequest } from './list-query.js';

/** The answer to a list. Records go out as the texts they are held as; nothing of them is parsed or serialised here. */
export function listText(
  request: ListRequest,
  page: JobPage,
  revision: Revision,
  reports: readonly SourceReport[],
): string {
  const next = page.next && { href: request.next(page.next) };
  const links = { self: { href: request.self }, next, watch: { href: request.watch(revision) } };
  return (
    `{"records":[${page.records.join(',')}],"num_records":${page.records.length},"total_records":${page.total},` +
    `"revision":"${revision}","stale_sources":${JSON.stringify(staleSources(reports))},"gaps":[],` +
    `"_links":${JSON.stringify(links)}}`
  );
}

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
