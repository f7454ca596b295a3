import { type Logger, type SourceStatus, type Timestamp } from '@gateway/core';

import { Recurrence, type Series } from './recurrence.js';

/** Changes of status in one series that are logged one by one: three outages. */
const MAX_STATUS_LINES = 6;
const MAX_IDS_IN_LOG = 10;
/** Lines with the ids of invalid items in one series; a backend may list other ones with every poll. */
const MAX_SKIPPED_LINES = 6;
/** Self-checks are five minutes apart: after three of them without a loss, a series has ended. */
const NO_LOSS_MS = 900_000;

/**
 * Logs what can happen to a source with every poll: one line when it begins, and one with the counts when it has not
 * happened for five minutes. `cycleEnded` logs the latter: call it after each cycle.
 */
export class SourceLog {
  readonly #gone = new Recurrence();
  readonly #unobserved = new Recurrence();
  readonly #errors = new Recurrence();
  readonly #repaired = new Recurrence();
  readonly #refused = new Recurrence();
  readonly #lost = new Recurrence(NO_LOSS_MS);
  readonly #statusChanges = new Recurrence();
  readonly #skippedLines = new Recurrence();
  /** The ids of invalid items in the last listing. */
  #skippedIds: ReadonlySet<string> = new Set();
  #status: SourceStatus = 'starting';
  #loggedStatus: SourceStatus = 'starting';
  #reason: string | undefined;
  #loggedError = '';

  constructor(
    private readonly source: string,
    private readonly logger: Logger,
  ) {}

  /** The records with these ids were marked gone, and their outcome is not known. */
  jobsGone(ids: readonly string[], now: number): void {
    if (ids.length === 0 || this.#gone.add(now, ids.length).events > 1) return;
    const fields = { source: this.source, jobs: ids.length, ids: ids.slice(0, MAX_IDS_IN_LOG) };
    this.logger.warn(fields, 'jobs of a source are gone, their outcome was not seen');
  }

  /** This number of active jobs, last observed at `since`, were marked unknown. */
  jobsUnobserved(jobs: number, since: Timestamp, now: number): void {
    if (jobs === 0 || this.#unobserved.add(now, jobs).events > 1) return;
    this.logger.warn({ source: this.source, since, jobs }, 'active jobs were not observed for a day');
  }

  /** A poll has written this number of records that the store had lost or damaged. */
  recordsRepaired(repaired: number, now: number): void {
    if (repaired === 0 || this.#repaired.add(now, repaired).events > 1) return;
    this.logger.warn(
      { source: this.source, repaired },
      'records that the store had lost or damaged were written again',
    );
  }

  /** The store has refused this number of records of a poll. */
  recordsRefused(refused: number, now: number): void {
    if (refused === 0 || this.#refused.add(now, refused).events > 1) return;
    this.logger.warn({ source: this.source, refused }, 'store refuses records of a source');
  }

  /** A self-check found records that the store had lost or had in another version, and has written some of them. */
  recordsLost(lost: number, restored: number, now: number): void {
    if (lost === 0 || this.#lost.add(now, lost).events > 1) return;
    const fields = { source: this.source, lost, restored };
    this.logger.warn(fields, 'store had lost records of a source, or had them in another version; wrote them back');
  }

  /** A listing had this number of invalid items. Logs those ids that the listing before did not have. */
  itemsSkipped(skipped: number, ids: readonly string[], now: number): void {
    const added = ids.filter((id) => !this.#skippedIds.has(id));
    this.#skippedIds = new Set(ids);
    if (added.length === 0 || this.#skippedLines.add(now, added.length).events > MAX_SKIPPED_LINES) return;
    this.logger.warn({ source: this.source, skipped, ids: added }, 'listed items are not valid jobs and are left out');
  }

  /** A cycle failed because of a bug. Errors with different texts are different events. */
  internalError(error: unknown, now: number): void {
    const { events } = this.#errors.add(now);
    const text = String(error);
    if (events > 1 && text === this.#loggedError) return;
    this.#loggedError = text;
    this.logger.error({ source: this.source, err: error }, 'internal error in poll cycle');
  }

  /** The status after a cycle. A refused login is always logged, because a person must act. */
  statusIs(status: SourceStatus, reason: string | undefined, now: number): void {
    this.#reason = reason;
    if (status === this.#status) return;
    this.#status = status;
    const { events } = this.#statusChanges.add(now);
    if (events <= MAX_STATUS_LINES || status === 'unauthorized') this.#logStatus();
    else if (events === MAX_STATUS_LINES + 1)
      this.logger.warn({ source: this.source, changes: events }, 'source status keeps changing');
  }

  /** Logs each series that has ended by a time in ms. */
  cycleEnded(now: number): void {
    const changes = this.#statusChanges.takeEnded(now);
    if (changes && changes.events > MAX_STATUS_LINES) this.#logStatus(changes.events);
    this.#logEnd(this.#gone.takeEnded(now), 'no further jobs of a source are gone');
    this.#logEnd(this.#unobserved.takeEnded(now), 'active jobs are observed again');
    this.#logEnd(this.#errors.takeEnded(now), 'internal errors in poll cycles have ceased');
    this.#logEnd(this.#repaired.takeEnded(now), 'no further lost or damaged records were written again');
    this.#logEnd(this.#refused.takeEnded(now), 'no further records of a source were refused');
    this.#logEnd(this.#lost.takeEnded(now), 'store has lost no further records of a source');
  }

  #logStatus(changes?: number): void {
    const to = this.#status;
    const level = to === 'unauthorized' ? 'error' : to === 'ok' ? 'info' : 'warn';
    const line = { source: this.source, from: this.#loggedStatus, to, reason: this.#reason };
    this.logger[level](changes === undefined ? line : { ...line, changes }, 'source status changed');
    this.#loggedStatus = to;
  }

  /** A single event was logged completely when it happened. */
  #logEnd(series: Series | undefined, message: string): void {
    if (series === undefined || series.events === 1) return;
    const { affected, events, from, to } = series;
    const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    this.logger.info({ source: this.source, ...span, jobs: affected, polls: events }, message);
  }
}
