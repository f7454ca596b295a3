/** Whether a listing that seems complete was cut: a busy ONTAP returns a page without records or links (pure). */
import { BackendError, CLOCK_TOLERANCE_MS, type ObservedJob, type PollResult, type ViewedJob } from '@gateway/core';

import { type LookupResults } from './get-each.js';

/** Number of ended jobs that are compared: all that are present ended in the finished job TTL before the last listing. */
const MAX_ENDED = 200;

/** What is known about a listing after the lookups of the active jobs that it does not contain. */
export interface ListingEvidence {
  readonly listing: PollResult;
  /** Number of listed jobs, invalid items included. */
  readonly items: number;
  /** When the poll began, in ms. */
  readonly began: number;
  /** When the last page had been read, in ms. */
  readonly read: number;
  /** The active jobs that were not listed and were looked up. */
  readonly lookedUp: readonly ViewedJob[];
  readonly lookups: LookupResults;
  /** The ended jobs that were not listed. */
  readonly ended: readonly ViewedJob[];
  /** The backend's clock minus ours, in ms. */
  readonly clockOffsetMs: number;
  readonly finishedJobTtlMs: number | undefined;
}

/**
 * Why a listing that the adapter calls complete is not: a job that it should contain answers by its id, no lookup could
 * confirm it, or it is empty although a job ended less than the finished job TTL ago. `undefined` if nothing shows that.
 * Neither says anything about a delta, which lists only new jobs.
 */
export function signOfCut(evidence: ListingEvidence): BackendError | undefined {
  const { ended, items, listing, lookups } = evidence;
  if (!listing.complete || listing.form === 'delta') return undefined;
  const contradiction = lookups.found.find((found) => wasKnown(found, evidence));
  if (contradiction) return cut(`job ${contradiction.native_id} exists and was not listed`);
  const { endedBy, found, gone, unreadable } = lookups;
  if (endedBy && found.length + gone.length + unreadable.length === 0) return endedBy;
  const recent = items === 0 ? ended.slice(0, MAX_ENDED).find((job) => shouldStillBeListed(job, evidence)) : undefined;
  return recent && cut(`job ${recent.job.native_id} ended recently and was not listed`);
}

function cut(reason: string): BackendError {
  return new BackendError('malformed', `the listing is not complete: ${reason}`);
}

/** True for a job that was known before the poll began. One that a client has looked up meanwhile may be newer. */
function wasKnown({ native_id }: ObservedJob, { began, lookedUp }: ListingEvidence): boolean {
  const known = lookedUp.find(({ job }) => job.native_id === native_id);
  return known !== undefined && Date.parse(known.job.first_seen_time) < began;
}

/** True if the finished job TTL of a job was not over yet when the listing had been read. */
function shouldStillBeListed({ job }: ViewedJob, { clockOffsetMs, finishedJobTtlMs, read }: ListingEvidence): boolean {
  if (finishedJobTtlMs === undefined || job.end_time === undefined) return false;
  return read - (Date.parse(job.end_time) - clockOffsetMs) < finishedJobTtlMs - CLOCK_TOLERANCE_MS;
}
