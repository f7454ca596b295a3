import { type Gap, isStale, type SourceReport } from '@gateway/core';

/** A source whose jobs in a response are outdated. */
export interface StaleSource {
  readonly name: string;
  /** Age of the data; absent if the source was never polled. */
  readonly age_seconds?: number;
  readonly reason: string;
}

/** A gap, with the name of its source. */
export interface SourceGap extends Gap {
  readonly source: string;
}

/** The stale sources and the gaps of a response. */
export interface Freshness {
  /** Sources without data, with data older than twice the poll interval, or with a refused login. */
  readonly stale: readonly StaleSource[];
  readonly gaps: readonly SourceGap[];
}

/** Computes the freshness from the reports of all sources. */
export function freshness(reports: readonly SourceReport[]): Freshness {
  const stale = reports.filter(isStale).map(({ age_seconds, name, reason, status }) => ({
    name,
    ...(age_seconds === undefined ? {} : { age_seconds }),
    reason: reason ?? status,
  }));
  return { stale, gaps: reports.flatMap(({ gaps, name }) => gaps.map((gap) => ({ source: name, ...gap }))) };
}

/** Serialises the members `stale_sources` and `gaps` of a response, without braces. */
export function freshnessText({ gaps, stale }: Freshness): string {
  return `"stale_sources":${JSON.stringify(stale)},"gaps":${JSON.stringify(gaps)}`;
}

/** The parts of the freshness that change the entity tag of a response. Ages are not among them. */
export function freshnessKeys({ gaps, stale }: Freshness): readonly string[] {
  return [
    ...stale.map(({ name, reason }) => `${name} ${reason.split(':')[0]}`),
    ...gaps.map(({ from, source, to }) => `${source} ${from} ${to ?? ''}`),
  ];
}
