import {
  BACKEND_ERROR_CODES,
  BackendError,
  type Logger,
  type Source,
  type SourceCheckpoint,
  type SourceReport,
  type SourceStatus,
} from '@gateway/core';

import { covered, openGap, withoutOld } from './coverage.js';
import { type CycleResult } from '../source/poll-cycle.js';
import { type PollFacts, reportOf } from './source-report.js';
import { newTally, type SourceCounters } from './source-counters.js';

/** Cycles in a row in which the store refused drafts before somebody is told. */
const REFUSALS_BEFORE_WARNING = 3;

/** What one source's polls have come to so far, told in the log once per change. */
export class SourceState {
  readonly #facts: PollFacts = { consecutiveFailures: 0, coverage: { until: undefined, gaps: [] } };
  readonly #tally = newTally();
  /** Beginning of the gap that was told last. */
  #toldGap: number | undefined;
  #status: SourceStatus = 'starting';
  #refusals = 0;
  #triedByHand = false;

  constructor(
    private readonly source: Source,
    private readonly logger: Logger,
  ) {}

  /** How the source fares at an instant in ms. */
  report(now: number): SourceReport {
    return reportOf(this.source, this.#facts, now);
  }

  /** What has happened to the source since the start. */
  get tally(): Readonly<SourceCounters> {
    return this.#tally;
  }

  /** When the last whole poll began, in ms. */
  get lastSuccess(): number | undefined {
    return this.#facts.lastSuccess;
  }

  /** The backend's clock minus ours, in ms, as far as known. */
  get clockOffsetMs(): number {
    return this.#facts.clockOffsetMs ?? 0;
  }

  get consecutiveFailures(): number {
    return this.#facts.consecutiveFailures;
  }

  /** Why the backend is left alone for now: it refuses our login, or has asked for time. */
  get barred(): BackendError | undefined {
    const { trouble } = this.#facts;
    return trouble?.code === 'unauthorized' || trouble?.code === 'throttled' ? trouble : undefined;
  }

  /**
   * Whether somebody may have the source polled now. A backend that has asked for time is left alone; one that refuses
   * our login is tried once between two regular polls, as more could lock the account.
   */
  mayPollByHand(): boolean {
    if (!this.barred) return true;
    if (this.barred.code === 'throttled' || this.#triedByHand) return false;
    this.#triedByHand = true;
    return true;
  }

  /** A regular poll is due at this instant in ms. */
  armed(at: number): void {
    this.#facts.nextPoll = at;
  }

  /** A poll begins, in the name of this replica. */
  began(at: number, replica: string): void {
    this.#tally.polls += 1;
    this.#facts.lastPoll = at;
    this.#facts.polledBy = replica;
    this.#facts.standsBy = false;
  }

  failed(error: BackendError): void {
    this.#tally.failedPolls += 1;
    this.#facts.consecutiveFailures += 1;
    this.#facts.trouble = error;
  }

  /** A cycle is over. Gaps are declared for `keptMs`: what lay in older ones, retention has let go of. */
  succeeded(result: CycleResult, keptMs: number): void {
    const { answer, began, changed, lost, refused, trouble, whole } = result;
    const facts = this.#facts;
    this.#tally.lost += lost;
    if (answer.complete && answer.skipped === 0 && refused === 0) this.#cover(result, keptMs);
    facts.consecutiveFailures = 0;
    facts.trouble = trouble;
    facts.clockOffsetMs = answer.clockOffsetMs ?? facts.clockOffsetMs;
    if (whole) facts.lastSuccess = began;
    this.#triedByHand = false;
    const fields = { source: this.source.name, jobs: answer.jobs.length, skipped: answer.skipped, changed, refused };
    this.logger.debug(fields, 'source polled');
    this.#refusals = refused === 0 ? 0 : this.#refusals + 1;
    if (this.#refusals === REFUSALS_BEFORE_WARNING)
      this.logger.warn(fields, 'store goes on refusing records of a source');
  }

  #cover(listing: CycleResult, keptMs: number): void {
    const facts = this.#facts;
    const { gaps } = facts.coverage;
    const next = covered(facts.coverage, listing, this.source.finishedJobTtlMs);
    const last = next.gaps.at(-1);
    if (next.gaps !== gaps && last) this.#tellGap(...last);
    facts.coverage = withoutOld(next, listing.began - keptMs);
  }

  /** One line when a gap opens and one when it is over, or one for both. */
  #tellGap(from: number, to?: number): void {
    const known = this.#toldGap === from;
    if (known && to === undefined) return;
    if (!known) this.#tally.gaps += 1;
    this.#toldGap = from;
    const span = { from: new Date(from).toISOString(), ...(to !== undefined && { to: new Date(to).toISOString() }) };
    const fields = { source: this.source.name, ...span };
    if (known) this.logger.info(fields, 'gap of a source is over');
    else this.logger.warn(fields, 'jobs of a source may have come and gone unseen');
  }

  /** The outcome of so many jobs was not seen. */
  lost(jobs: number): void {
    this.#tally.lost += jobs;
  }

  /** So many records were found to differ from what the backend has. */
  drifted(jobs: number): void {
    this.#tally.drifted += jobs;
  }

  toldVersion(version: string | undefined): void {
    this.#facts.version = version;
  }

  /** The store could or could not be reached in the last cycle. */
  storeAway(away: boolean): void {
    this.#facts.storeAway = away;
  }

  /** Another replica polls the source, or an earlier run of this one did: what it left in the store counts. */
  recalled(memory: SourceCheckpoint | undefined): void {
    const facts = this.#facts;
    facts.lastSuccess = memory?.lastSuccessTime ?? facts.lastSuccess;
    facts.lastPoll = memory?.lastPollTime;
    facts.consecutiveFailures = memory?.consecutiveFailures ?? 0;
    facts.trouble = troubleIn(memory);
    facts.version = memory?.version ?? facts.version;
    facts.clockOffsetMs = memory?.clockOffsetMs;
    facts.polledBy = memory?.polledBy;
    facts.coverage = {
      until: memory?.coveredUntil ?? facts.coverage.until ?? memory?.lastSuccessTime,
      gaps: memory?.gaps ?? facts.coverage.gaps,
    };
    facts.standsBy = true;
  }

  /**
   * Whether a poll is known here that began after the last one in a memory: the store has gone back to an older state. Told
   * only of polls by one and the same replica, as the clocks of two may differ.
   */
  knowsMoreThan({ lastPollTime = 0, polledBy }: SourceCheckpoint): boolean {
    const { lastPoll = 0, polledBy: by } = this.#facts;
    return polledBy === by && lastPollTime < lastPoll;
  }

  /** What the store is to remember. */
  memory(cursor: string | undefined): SourceCheckpoint {
    const facts = this.#facts;
    const memory: { readonly [Name in keyof Required<SourceCheckpoint>]: SourceCheckpoint[Name] | undefined } = {
      cursor,
      backend: this.source.backendFingerprint,
      lastSuccessTime: facts.lastSuccess,
      lastPollTime: facts.lastPoll,
      consecutiveFailures: facts.consecutiveFailures,
      lastErrorCode: facts.trouble?.code,
      lastErrorMessage: facts.trouble?.message,
      version: facts.version,
      clockOffsetMs: facts.clockOffsetMs,
      polledBy: facts.polledBy,
      coveredUntil: facts.coverage.until,
      gaps: facts.coverage.gaps.length > 0 ? facts.coverage.gaps : undefined,
    };
    return Object.fromEntries(Object.entries(memory).filter(([, value]) => value !== undefined));
  }

  /** Writes a line when the status is another than the last time, and when a gap has opened. */
  noteStatus(now: number): void {
    const gap = openGap(this.#facts.coverage, this.source.finishedJobTtlMs, now);
    if (gap !== undefined && !this.#facts.standsBy) this.#tellGap(gap);
    const { status, reason } = this.report(now);
    if (status === this.#status) return;
    const level = status === 'unauthorized' ? 'error' : status === 'ok' ? 'info' : 'warn';
    const fields = { source: this.source.name, from: this.#status, to: status, reason };
    this.logger[level](fields, 'source status changed');
    this.#status = status;
  }
}

function troubleIn(memory: SourceCheckpoint | undefined): BackendError | undefined {
  const code = BACKEND_ERROR_CODES.find((known) => known === memory?.lastErrorCode);
  return code && new BackendError(code, memory?.lastErrorMessage ?? '');
}
