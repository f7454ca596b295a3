/** Whether a listing that seems complete was cut: a busy ONTAP returns a page without records or links (pure). */
import { BackendError, CLOCK_TOLERANCE_MS, type PollResult, type ViewedJob } from '@gateway/core';

import { type LookupResults } from './get-each.js';

/** What is known about a listing after the lookups of jobs that it does not contain. */
export interface ListingEvidence {
  readonly listing: PollResult;
  /** Number of listed jobs, invalid items included. */
  readonly items: number;
  /** The lookups of active jobs. */
  readonly active: LookupResults;
  /** The lookup of a job that has ended recently. */
  readonly ended: LookupResults;
  /**
   * True for the native id of a job that the listing should contain, because one of the same source has contained
   * it.
   */
  readonly wasListed: (nativeId: string) => boolean;
}

/**
 * Why a listing that the adapter calls complete is not: a job that it should contain answers by its id, or it is
 * empty and no lookup could confirm that. `undefined` if nothing shows it. Lookups say nothing about a delta, which
 * lists only new jobs.
 */
export function signOfCut({ active, ended, items, listing, wasListed }: ListingEvidence): BackendError | undefined {
  if (!listing.complete || listing.form === 'delta') return undefined;
  const contradiction = [...active.found, ...ended.found].find(({ native_id }) => wasListed(native_id));
  if (contradiction) {
    const reason = `job ${contradiction.native_id} exists and was not listed`;
    return new BackendError('malformed', `the listing is not complete: ${reason}`);
  }
  const isUnanswered = [active, ended].every(
    ({ found, gone, unreadable }) => found.length + gone.length + unreadable.length === 0,
  );
  return items === 0 && isUnanswered ? (active.endedBy ?? ended.endedBy) : undefined;
}

/**
 * The first job whose finished job TTL was not over yet when the listing had been read: the backend should still
 * have it. Without an end time it is not known. `clockOffsetMs` is the backend's clock minus ours.
 */
export function endedRecently(
  jobs: Iterable<ViewedJob>,
  {
    clockOffsetMs,
    read,
    ttlMs = 0,
  }: { readonly clockOffsetMs: number; readonly read: number; readonly ttlMs: number | undefined },
): ViewedJob | undefined {
  for (const viewed of jobs) {
    const { end_time } = viewed.job;
    const age = end_time === undefined ? Infinity : read - (Date.parse(end_time) - clockOffsetMs);
    if (age < ttlMs - CLOCK_TOLERANCE_MS) return viewed;
  }
  return undefined;
}
