import { type Source, type SourceReport, type SourceStatus, type UndatedReport } from '@gateway/core';

import { gapOpensAfter, gapsAt } from './coverage.js';
import { type StateFields } from './state-fields.js';

/** How often a replica that stands by loads the checkpoint at least, in ms. */
export const STANDBY_INTERVAL_MS = 2_000;

/** The report of a source at a time in ms. */
export function reportOf(source: Source, fields: StateFields, now: number): SourceReport {
  return { ...undatedReport(source, fields, now), ...present('age_seconds', ageSeconds(fields, now)) };
}

/** The age of a source's data at a time in ms; `undefined` before the first successful poll. */
export function ageSeconds({ lastSuccess }: StateFields, now: number): number | undefined {
  return lastSuccess === undefined ? undefined : secondsSince(lastSuccess, now);
}

/** The report without the age of the data. */
export function undatedReport(source: Source, fields: StateFields, now: number): UndatedReport {
  const status = statusOf(source, fields, now);
  const reason = status === 'ok' ? undefined : reasonOf(status, fields);
  const { clockOffsetMs, lastSuccess } = fields;
  return {
    name: source.name,
    kind: source.kind,
    url: source.url,
    origin: source.origin,
    labels: source.labels,
    status,
    ...present('reason', reason),
    ...present('version', fields.version),
    interval_seconds: source.intervalMs / 1000,
    ...present('first_poll_time', timestamp(fields.coverage.since)),
    ...present('last_poll_time', timestamp(fields.lastPoll)),
    ...present('last_success_time', timestamp(lastSuccess)),
    ...present('next_poll_time', timestamp(fields.nextPoll)),
    consecutive_failures: fields.consecutiveFailures,
    ...present('clock_offset_seconds', clockOffsetMs === undefined ? undefined : seconds(clockOffsetMs)),
    ...present('polled_by', fields.polledBy),
    gaps: gapsAt(fields.coverage, source.finishedJobTtlMs, now),
  };
}

/** Until when, in ms, the status and the gaps at a time stay the same if the fields do not change. */
export function unchangedUntil(source: Source, fields: StateFields, now: number): number {
  const limits = [outdatedAfter(source, fields), gapOpensAfter(fields.coverage, source.finishedJobTtlMs)];
  return Math.min(...limits.filter((limit) => limit >= now));
}

/** The seconds between two times in ms, rounded to tenths; 0 if `since` is later. */
export function secondsSince(since: number, now: number): number {
  return seconds(Math.max(0, now - since));
}

function statusOf(source: Source, fields: StateFields, now: number): SourceStatus {
  const { lastError, lastPoll, lastSuccess, storeFault } = fields;
  if (lastError?.code === 'unauthorized') return 'unauthorized';
  if (lastError === undefined && (lastPoll ?? lastSuccess) === undefined) return 'starting';
  if (isOutdated(source, fields, now)) return 'failing';
  return lastError === undefined && storeFault === undefined ? 'ok' : 'degraded';
}

/** Whether a source has no data, or data older than twice its interval. */
function isOutdated(source: Source, fields: StateFields, now: number): boolean {
  return now > outdatedAfter(source, fields);
}

function outdatedAfter(source: Source, { lastSuccess = -Infinity, standsBy }: StateFields): number {
  return lastSuccess + 2 * source.intervalMs + (standsBy ? STANDBY_INTERVAL_MS : 0);
}

function reasonOf(status: SourceStatus, { lastError, storeAway, storeFault }: StateFields): string {
  if (lastError !== undefined) return `${lastError.code}: ${lastError.message}`;
  if (storeAway) return 'stale: polling waits for the store';
  if (storeFault !== undefined) return storeFault;
  return status === 'starting' ? 'not polled yet' : 'stale: no poll has succeeded recently';
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function timestamp(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
