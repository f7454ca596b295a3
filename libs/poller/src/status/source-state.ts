import {
  type BackendError,
  type BackendInfo,
  type DatedReport,
  type Logger,
  type Source,
  type SourceCheckpoint,
  type SourceReport,
} from '@gateway/core';

import { begun, covered, openGap, withoutOld } from './coverage.js';
import { type CycleResult } from './cycle-result.js';
import { ReportMemo } from './report-memo.js';
import { SourceFreshness } from './source-freshness.js';
import { SourceLog } from './source-log.js';
import { applyCheckpoint, newFields, type StateFields, toCheckpoint } from './state-fields.js';
import { StoreFaults } from './store-faults.js';

/** How long a source may wait for its first poll before a warning is logged, in ms. */
const UNPOLLED_BEFORE_WARNING_MS = 120_000;

/** Counters of one source since this replica started; they only increase. */
export interface SourceCounters {
  /** Polls that were started. */
  polls: number;
  failedPolls: number;
  /** Polls that have ended, and their durations together in seconds. */
  endedPolls: number;
  pollSeconds: number;
  gaps: number;
  /** Jobs whose outcome was not observed. */
  missedOutcomes: number;
  /** Records that differed from the backend although the job had been polled. */
  drifted: number;
  /** Writes of records that the store refused, although no later observation was the reason. */
  refused: number;
}

/** What this replica knows about a source. Logs changes of status and every gap once. */
export class SourceState {
  /** Logs what can happen with every poll. */
  readonly log: SourceLog;
  /** What this source adds to the freshness. */
  readonly freshness: SourceFreshness;
  /** What is wrong with the source's records in the store. */
  readonly storeFaults: StoreFaults;
  readonly #fields = newFields();
  readonly #report: ReportMemo;
  readonly #counters: Omit<SourceCounters, 'refused'> = {
    polls: 0,
    failedPolls: 0,
    endedPolls: 0,
    pollSeconds: 0,
    gaps: 0,
    missedOutcomes: 0,
    drifted: 0,
  };
  /** Start of the gap that was logged last. */
  #loggedGap: number | undefined;
  /** Since when the source waits for its first poll, in ms; `Infinity` once that was logged. */
  #unpolledSince: number | undefined;
  #wasPolledOnRequest = false;

  constructor(
    private readonly source: Source,
    private readonly logger: Logger,
    onFreshnessChange: (changed: SourceFreshness) => void,
  ) {
    this.log = new SourceLog(source.name, logger);
    this.freshness = new SourceFreshness(source, this.#fields, onFreshnessChange);
    this.#report = new ReportMemo(source, this.#fields);
    this.storeFaults = new StoreFaults((storeFault) => this.#set({ storeFault }));
  }

  /** The report at a time in ms. */
  report(now: number): SourceReport {
    const { ageSeconds, report } = this.datedReport(now);
    return { ...report, ...(ageSeconds !== undefined && { age_seconds: ageSeconds }) };
  }

  /** The report at a time in ms, in two parts. */
  datedReport(now: number): DatedReport {
    return this.#report.at(now);
  }

  /** The present counters of the source. */
  get counters(): Readonly<SourceCounters> {
    return { ...this.#counters, refused: this.storeFaults.refusals };
  }

  /** When the last successful poll began, in ms. */
  get lastSuccess(): number | undefined {
    return this.#fields.lastSuccess;
  }

  /** When all jobs were last observed, or when the first poll began if that has never happened; in ms. */
  get observedUntil(): number | undefined {
    return this.#fields.lastSuccess ?? this.#fields.coverage.until;
  }

  /** The backend's clock minus ours, in ms; 0 if unknown. */
  get clockOffsetMs(): number {
    return this.#fields.clockOffsetMs ?? 0;
  }

  /** Number of polls in a row that failed or that a suspension ended. */
  get consecutiveFailures(): number {
    return this.#fields.consecutiveFailures;
  }

  /** Why the source is suspended: the backend refuses the login or requested a pause. `undefined` if it is not. */
  get suspended(): BackendError | undefined {
    const { lastError } = this.#fields;
    return lastError && isSuspension(lastError) ? lastError : undefined;
  }

  /**
   * Whether the source may be polled outside its schedule; call it only to poll. False if the backend requested a
   * pause. True once until the next poll that does not fail if the backend refuses the login: more attempts could
   * lock the account.
   */
  mayPollOnRequest(): boolean {
    if (!this.suspended) return true;
    if (this.suspended.code === 'throttled' || this.#wasPolledOnRequest) return false;
    this.#wasPolledOnRequest = true;
    return true;
  }

  /** Records when the next poll is due, in ms. */
  pollScheduled(at: number): void {
    this.#set({ nextPoll: at });
  }

  /** Records that this replica starts a poll, at a time in ms. */
  pollStarted(at: number, replica: string): void {
    this.#counters.polls += 1;
    this.#set({ lastPoll: at, polledBy: replica, standsBy: false });
  }

  /** Counts a poll that has ended or failed, and its duration in seconds. */
  pollTook(seconds: number): void {
    this.#counters.endedPolls += 1;
    this.#counters.pollSeconds += seconds;
  }

  /** Records the error of a poll. */
  pollFailed(error: BackendError): void {
    this.#counters.failedPolls += 1;
    this.#set({ consecutiveFailures: this.#fields.consecutiveFailures + 1, lastError: error });
  }

  /**
   * Records the result of a cycle. Forgets gaps that ended more than `retentionMs` ago: their jobs have been removed.
   */
  pollEnded(result: CycleResult, retentionMs: number): void {
    const { listing, began, changed, error, isFresh, jobs, missedOutcomes, rejected } = result;
    this.#counters.missedOutcomes += missedOutcomes;
    if (listing.complete && listing.skipped === 0 && rejected === 0) this.#cover(result, retentionMs);
    else this.#set({ coverage: begun(this.#fields.coverage, began) });
    const clockOffsetMs = listing.clockOffsetMs ?? this.#fields.clockOffsetMs;
    const isSuspended = error !== undefined && isSuspension(error);
    const consecutiveFailures = isSuspended ? this.#fields.consecutiveFailures + 1 : 0;
    this.#set({ consecutiveFailures, lastError: error, clockOffsetMs, ...(isFresh && { lastSuccess: began }) });
    this.#wasPolledOnRequest &&= isSuspended;
    const line = { source: this.source.name, jobs, skipped: listing.skipped, changed, rejected };
    this.logger.debug(line, 'source polled');
    this.storeFaults.cycleEnded(result);
    this.log.recordsRepaired(result.repaired, result.read);
    this.log.recordsRefused(result.refused, result.read);
    this.log.itemsSkipped(listing.skipped, listing.skippedIds ?? [], result.read);
  }

  /** Counts jobs whose outcome was not observed. */
  outcomesMissed(jobs: number): void {
    this.#counters.missedOutcomes += jobs;
  }

  /** Counts records that differed from the backend. */
  driftFound(jobs: number): void {
    this.#counters.drifted += jobs;
  }

  /** Records what the backend reports about itself. */
  infoRead({ clusterUuid = this.clusterUuid, version }: BackendInfo): void {
    this.#set({ clusterUuid, version });
  }

  /** The UUID of an ONTAP cluster; `undefined` if unknown, and for other kinds. */
  get clusterUuid(): string | undefined {
    return this.#fields.clusterUuid;
  }

  /** Records whether the store failed in the last cycle. */
  storeAway(away: boolean): void {
    this.#set({ storeAway: away });
  }

  /** Replaces the state by a checkpoint of another replica or an earlier run. */
  checkpointLoaded(checkpoint: SourceCheckpoint | undefined): void {
    applyCheckpoint(this.#fields, checkpoint);
    const isOther = checkpoint !== undefined && checkpoint.backend !== this.source.backendFingerprint;
    this.#set({ standsBy: true, ...(isOther && { clusterUuid: undefined, version: undefined }) });
    this.storeFaults.stoodBy();
  }

  /**
   * Whether this state includes a later poll than a checkpoint: the store has returned to an older state. True only for
   * polls of the same replica, as the clocks of two replicas may differ.
   */
  isNewerThan({ lastPollTime = 0, polledBy }: SourceCheckpoint): boolean {
    const { lastPoll = 0, polledBy: lastPolledBy } = this.#fields;
    return polledBy === lastPolledBy && lastPollTime < lastPoll;
  }

  /** The checkpoint to save. */
  checkpoint(cursor: string | undefined): SourceCheckpoint {
    return toCheckpoint(this.#fields, this.source.backendFingerprint, cursor);
  }

  /** Logs a change of status, a gap that has opened, and what has ended, at a time in ms. */
  logChanges(now: number): void {
    const gap = openGap(this.#fields.coverage, this.source.finishedJobTtlMs, now);
    if (gap !== undefined && !this.#fields.standsBy) this.#gapFound(gap);
    const { status, reason } = this.report(now);
    if (status === 'starting') this.#warnIfUnpolled(now);
    this.log.cycleEnded(now);
    this.log.statusIs(status, reason, now);
  }

  /** Otherwise nothing would show that no replica polls the source: no status changes. */
  #warnIfUnpolled(now: number): void {
    this.#unpolledSince ??= now;
    if (now - this.#unpolledSince < UNPOLLED_BEFORE_WARNING_MS) return;
    this.#unpolledSince = Infinity;
    const reason = this.#fields.storeAway ? 'polling waits for the store' : 'another replica has the lease';
    this.logger.warn({ source: this.source.name, reason }, 'source has not been polled since the start');
  }

  #cover(listing: CycleResult, retentionMs: number): void {
    const { coverage } = this.#fields;
    const next = covered(coverage, listing, this.source.finishedJobTtlMs);
    const last = next.gaps.at(-1);
    if (next.gaps !== coverage.gaps && last) this.#gapFound(...last);
    this.#set({ coverage: withoutOld(next, listing.began - retentionMs) });
  }

  /** All changes of the fields end here. */
  #set(fields: Partial<StateFields>): void {
    Object.assign(this.#fields, fields);
    this.#report.noteChange();
    this.freshness.noteChange();
  }

  /** Logs one line when a gap opens and one when it ends, or one line for both. */
  #gapFound(from: number, to?: number): void {
    const isLogged = this.#loggedGap === from;
    if (isLogged && to === undefined) return;
    if (!isLogged) this.#counters.gaps += 1;
    this.#loggedGap = from;
    const gap = { from: new Date(from).toISOString(), ...(to !== undefined && { to: new Date(to).toISOString() }) };
    const line = { source: this.source.name, ...gap };
    if (isLogged) this.logger.info(line, 'gap of a source has ended');
    else this.logger.warn(line, 'jobs of a source may have started and ended unobserved');
  }
}

/** True if the backend refuses the login or requested a pause: the source is suspended. */
export function isSuspension({ code }: BackendError): boolean {
  return code === 'unauthorized' || code === 'throttled';
}
