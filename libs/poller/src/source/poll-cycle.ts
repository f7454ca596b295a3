import {
  BackendError,
  CLOCK_TOLERANCE_MS,
  formatJobId,
  inSpan,
  type Lease,
  type PollResult,
  type RejectedDraft,
  type Revision,
  type ViewedJob,
} from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { MAX_ACTIVE_JOBS } from '../records/record-writer.js';
import { type CycleResult } from '../status/cycle-result.js';
import { isSuspension } from '../status/source-state.js';
import { type Deadline } from './deadline.js';
import { getEach, type LookupResults, rotated, UNREADABLE_FOR_MS } from './get-each.js';
import { ListedBefore } from './listed-before.js';
import { type ListingMemory, ListingWriter } from './listing-writer.js';
import { endedRecently, signOfCut } from './signs-of-cut.js';
import { type SourceContext } from './source-context.js';

const PARALLEL_LOOKUPS = 2;
/** Lookups per cycle; each cycle starts at another job. */
const MAX_LOOKUPS = 200;

/** What the cycles of one source remember from one to the next. */
export interface CycleMemory {
  readonly listing: ListingMemory;
  readonly listed: ListedBefore;
  /** Native ids that one lookup has reported gone. */
  readonly goneOnce: Set<string>;
  /** Native ids of missing and unreadable jobs, with the time of the first such lookup in ms. */
  readonly unreadableSince: Map<string, number>;
  /** The records for which drafts were rejected in the last cycle, by id. */
  rejected: ReadonlyMap<string, RejectedRecord>;
}

/** A record for which drafts are rejected. */
interface RejectedRecord {
  readonly stored: Revision | undefined;
  /** Since when, in ms, while the record has not changed. */
  readonly since: number;
}

/** What one cycle works with. */
export interface CycleInput {
  /** `undefined`: the poll reads everything. */
  readonly cursor: string | undefined;
  readonly lease: Lease;
  readonly memory: CycleMemory;
}

/** The memory of a source that has not been polled yet. */
export function newCycleMemory(): CycleMemory {
  return {
    listing: { pages: new Map() },
    listed: new ListedBefore(),
    goneOnce: new Set(),
    unreadableSince: new Map(),
    rejected: new Map(),
  };
}

/**
 * Runs one cycle: polls, writes each page before the next one is read, looks up the missing active jobs by id, and
 * marks jobs gone. Writes what was read also if the deadline is over; the time to write does not count. Resolves when
 * the view shows all changes. Throws `BackendError` if the poll failed, `StoreUnavailableError` and `LeaseLostError`.
 */
export async function runCycle(
  {
    adapter,
    records,
    source,
    state,
    stopped,
  }: Pick<SourceContext, 'adapter' | 'records' | 'source' | 'state' | 'stopped'>,
  deps: Pick<SourceDeps, 'clock' | 'pageSlots' | 'random' | 'view'>,
  { cursor, lease, memory }: CycleInput,
  deadline: Deadline,
): Promise<CycleResult> {
  const began = deps.clock.now();
  const { goneOnce, unreadableSince } = memory;
  let { clockOffsetMs } = state;
  const writer = records.writer(began, lease, { clockOffsetMs: () => clockOffsetMs });
  const pages = new ListingWriter({ source, stopped }, deps, writer, memory.listing);
  const listing = await adapter.poll(cursor, deadline.signal, (page) => {
    clockOffsetMs = page.clockOffsetMs ?? clockOffsetMs;
    deadline.progress();
    return inSpan({ name: 'page' }, () => deadline.pause(() => pages.add(page)));
  });
  const missing = await deadline.pause(() => pages.missing(listing));
  const candidates = rotated(missing.active, deps.random).slice(0, MAX_LOOKUPS);
  const lookups = await getEach(candidates, adapter, PARALLEL_LOOKUPS, deadline.signal);
  const { jobs, readAt: read } = pages;
  const { ended } = missing;
  const ttlMs = source.finishedJobTtlMs;
  const recent = endedRecently(ended.slice(0, MAX_LOOKUPS), { clockOffsetMs, read, ttlMs });
  const cut = signOfCut({
    listing,
    items: jobs + listing.skipped,
    active: lookups,
    ended: await getEach(recent ? [recent] : [], adapter, 1, deadline.signal),
    wasListed: memory.listed.test(source.name, began, recent ? [...candidates, recent] : candidates),
  });
  if (!cut) await writer.markGone(ended);
  if (!cut && listing.complete) memory.listed.keep(pages.records);
  const gone = confirmedGone(lookups, cut ? 'delta' : listing.form, goneOnce);
  if (listing.complete && !cut) forgetListed(unreadableSince, missing.active);
  const unreadable = unreadableTooLong(lookups, unreadableSince, began);
  state.log.jobsGone(
    [...gone, ...unreadable].map(({ id }) => id),
    deps.clock.now(),
  );
  await writer.writeObserved(lookups.found);
  await writer.markGone(gone);
  await writer.markGone(unreadable, 'The job is no longer listed and the backend does not let it be read');
  const { changed, rejected, repaired } = writer;
  memory.rejected = rejectedSince(rejected, memory.rejected, began);
  const refusedLong = [...memory.rejected.values()].filter(({ since }) => began - since > CLOCK_TOLERANCE_MS).length;
  state.storeFaults.refusals += refusedLong;
  const refused = writer.refused + refusedLong;
  const missedOutcomes = gone.length + unreadable.length;
  const observed = async (): Promise<ReadonlySet<string>> =>
    new Set([...(await pages.listed()), ...lookups.found.map(({ native_id }) => formatJobId(source.name, native_id))]);
  const result = withLeftOut(cut ? { ...listing, complete: false, error: cut } : listing, writer.leftOut);
  const { error, isFresh } = assessed(result, lookups);
  return {
    ...{ began, read, listing: result, jobs, changed, refused, repaired, missedOutcomes, observed },
    rejected: rejected.length + writer.refused,
    ...(error && { error }),
    // What the store refuses is not shown, so the data is not as new as the poll.
    isFresh: isFresh && refused === 0,
  };
}

/**
 * The records for which drafts were rejected. A record can hold a later observation for as long as the clock of the
 * replica that wrote it is ahead of this one; a record that has not changed for longer is refused for no good
 * reason.
 */
function rejectedSince(
  rejected: readonly RejectedDraft[],
  before: CycleMemory['rejected'],
  now: number,
): CycleMemory['rejected'] {
  const records = rejected.map(({ id, stored }): [string, RejectedRecord] => {
    const known = before.get(id);
    return [id, { stored, since: known?.stored === stored ? (known?.since ?? now) : now }];
  });
  return new Map(records);
}

const PARTIAL = new BackendError('malformed', 'part of the listing could not be read');

/** A listing with jobs that were left out is not complete. */
function withLeftOut(listing: PollResult, leftOut: number): PollResult {
  if (leftOut === 0) return listing;
  const most = `the source has more than ${MAX_ACTIVE_JOBS} active jobs`;
  const error = new BackendError('malformed', `${most}, so ${leftOut} new ones were left out`);
  return { ...listing, complete: false, error: listing.error ?? error };
}

/** The error of a cycle that ended, and whether its data counts as fresh nevertheless. */
function assessed(listing: PollResult, lookups: LookupResults): Pick<CycleResult, 'error' | 'isFresh'> {
  if (!listing.complete) return { error: listing.error ?? PARTIAL, isFresh: false };
  // Jobs that a complete listing has given up are reported once, so before what every cycle reports.
  const failed = lookups.endedBy ?? lookups.error;
  const suspension = failed && isSuspension(failed) ? failed : undefined;
  const error = suspension ?? listing.error ?? failed ?? invalidItems(listing.skipped);
  return { isFresh: failed === undefined || failed.code === 'refused', ...(error && { error }) };
}

function invalidItems(skipped: number): BackendError | undefined {
  return skipped === 0 ? undefined : new BackendError('malformed', `${skipped} of the listed items are not jobs`);
}

/**
 * The jobs that are certainly gone. That takes two observations: a complete listing without the job and a lookup, or
 * for a delta, which lists only new jobs, and for a listing that was cut, the lookups of two cycles.
 */
function confirmedGone(
  { found, gone }: LookupResults,
  form: PollResult['form'],
  goneOnce: Set<string>,
): readonly ViewedJob[] {
  for (const { native_id } of found) goneOnce.delete(native_id);
  if (form === 'snapshot') {
    for (const { job } of gone) goneOnce.delete(job.native_id);
    return gone;
  }
  return gone.filter(({ job }) => {
    const isSecond = goneOnce.delete(job.native_id);
    if (!isSecond) goneOnce.add(job.native_id);
    return isSecond;
  });
}

/** Restarts the five minutes of jobs that are listed again. */
function forgetListed(unreadableSince: Map<string, number>, missing: readonly ViewedJob[]): void {
  if (unreadableSince.size === 0) return;
  const ids = new Set(missing.map(({ job }) => job.native_id));
  for (const id of unreadableSince.keys()) if (!ids.has(id)) unreadableSince.delete(id);
}

/** The jobs that have been missing and unreadable for too long. */
function unreadableTooLong(
  { found, unreadable }: LookupResults,
  unreadableSince: Map<string, number>,
  now: number,
): readonly ViewedJob[] {
  for (const { native_id } of found) unreadableSince.delete(native_id);
  return unreadable.filter(({ job }) => {
    const first = unreadableSince.get(job.native_id) ?? now;
    unreadableSince.set(job.native_id, first);
    return now - first >= UNREADABLE_FOR_MS && unreadableSince.delete(job.native_id);
  });
}
