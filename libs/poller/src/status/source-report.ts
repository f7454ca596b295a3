import { type BackendError, type Source, type SourceReport, type SourceStatus } from '@gateway/core';

import { type Coverage, gapsAt } from './coverage.js';

/** What is known of a source's polls; times in ms since the epoch. */
export interface PollFacts {
  lastPoll?: number | undefined;
  /** When the last poll that succeeded whole began: the age of the data counts from here. */
  lastSuccess?: number | undefined;
  nextPoll?: number | undefined;
  consecutiveFailures: number;
  coverage: Coverage;
  /** The last poll's failure, or what made it partial. */
  trouble?: BackendError | undefined;
  version?: string | undefined;
  clockOffsetMs?: number | undefined;
  /** The replica that polls it, or polled it last. */
  polledBy?: string | undefined;
  /** Another replica polls it, and what is known here comes from the store, now and then. */
  standsBy?: boolean;
  /** The store could not be reached, so nothing is polled. */
  storeAway?: boolean;
}

/** Between two looks of a replica that does not poll a source at what the one that does has left in the store, in ms. */
export const LOOK_INTERVAL_MS = 2_000;

/** True if a source has no data, or data older than twice its interval. */
function isOutdated(source: Source, facts: PollFacts, now: number): boolean {
  const lag = facts.standsBy ? LOOK_INTERVAL_MS : 0;
  return facts.lastSuccess === undefined || now - facts.lastSuccess > 2 * source.intervalMs + lag;
}

/** How a source fares at the instant `now`. */
export function reportOf(source: Source, facts: PollFacts, now: number): SourceReport {
  const status = statusOf(source, facts, now);
  const reason = status === 'ok' ? undefined : reasonOf(status, facts);
  return {
    name: source.name,
    kind: source.kind,
    url: source.url,
    labels: source.labels,
    status,
    ...given('reason', reason),
    ...given('version', facts.version),
    interval_seconds: source.intervalMs / 1000,
    ...given('last_poll_time', instant(facts.lastPoll)),
    ...given('last_success_time', instant(facts.lastSuccess)),
    ...given(
      'age_seconds',
      facts.lastSuccess === undefined ? undefined : seconds(Math.max(0, now - facts.lastSuccess)),
    ),
    ...given('next_poll_time', instant(facts.nextPoll)),
    consecutive_failures: facts.consecutiveFailures,
    ...given('clock_offset_seconds', facts.clockOffsetMs === undefined ? undefined : seconds(facts.clockOffsetMs)),
    ...given('polled_by', facts.polledBy),
    gaps: gapsAt(facts.coverage, source.finishedJobTtlMs, now),
  };
}

function statusOf(source: Source, facts: PollFacts, now: number): SourceStatus {
  if (facts.trouble?.code === 'unauthorized') return 'unauthorized';
  if (facts.trouble === undefined && (facts.lastPoll ?? facts.lastSuccess) === undefined) return 'starting';
  if (isOutdated(source, facts, now)) return 'failing';
  return facts.trouble === undefined ? 'ok' : 'degraded';
}

function reasonOf(status: SourceStatus, facts: PollFacts): string {
  if (facts.trouble !== undefined) return `${facts.trouble.code}: ${facts.trouble.message}`;
  if (facts.storeAway) return 'stale: polling waits for the store';
  return status === 'starting' ? 'not polled yet' : 'stale: no poll has succeeded lately';
}

function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function instant(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
