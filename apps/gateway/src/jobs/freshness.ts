import { type Gap, isStale, type SourceReport } from '@gateway/core';

/** A source whose data in a list is old. */
export interface StaleSource {
  readonly name: string;
  /** Absent where the source was never polled. */
  readonly age_seconds?: number;
  readonly reason: string;
}

/** A gap as a list declares it. */
export interface SourceGap extends Gap {
  readonly source: string;
}

/** What a list says of how fresh and how whole it is. */
export interface Freshness {
  /** Sources whose part is older than twice their interval, missing, or no longer polled for want of a login. */
  readonly stale: readonly StaleSource[];
  readonly gaps: readonly SourceGap[];
}

/** How fresh and how whole the data is, from how the sources fare. */
export function freshness(reports: readonly SourceReport[]): Freshness {
  const stale = reports.filter(isStale).map(({ age_seconds, name, reason, status }) => ({
    name,
    ...(age_seconds === undefined ? {} : { age_seconds }),
    reason: reason ?? status,
  }));
  return { stale, gaps: reports.flatMap(({ gaps, name }) => gaps.map((gap) => ({ source: name, ...gap }))) };
}

/** The members `stale_sources` and `gaps` of an answer, as JSON text without braces. */
export function freshnessText({ gaps, stale }: Freshness): string {
  return `"stale_sources":${JSON.stringify(stale)},"gaps":${JSON.stringify(gaps)}`;
}

/** What a client must not go on without: ages alone do not make an answer another one. */
export function freshnessKeys({ gaps, stale }: Freshness): readonly string[] {
  return [
    ...stale.map(({ name, reason }) => `${name} ${reason.split(':')[0]}`),
    ...gaps.map(({ from, source, to }) => `${source} ${from} ${to ?? ''}`),
  ];
}
