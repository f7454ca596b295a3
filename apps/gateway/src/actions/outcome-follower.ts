import { Clock, Logger, NOT_HONOURED_AFTER_MS, Replica, requestOutcome, Timers } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Inject, Injectable } from '@nestjs/common';

import { JobActions } from './job-actions.js';
import { type ActionOutcome, type StoredAction } from './ledger/action-record.js';
import { AuditTrail } from './ledger/audit-trail.js';
import { UnsettledActions } from './unsettled-actions.js';

const CHECK_INTERVAL_MS = 5_000;
const TIMER = 'open actions';
/**
 * A replica that has just started is not known to all others yet: its actions are not taken over before this age, in
 * ms.
 */
const TAKEN_OVER_AFTER_MS = 15_000;
const LOST = { outcome: 'unknown', status: 504, detail: 'the gateway ended before the backend answered' } as const;
/** For an own record that was written although its write seemed to fail. */
const NOT_SENT = {
  outcome: 'refused',
  status: 503,
  detail: 'the store was not available; nothing was sent',
} as const;

/**
 * Follows every accepted action until its job shows what came of it. Each replica follows its own actions, and those of
 * replicas that have ended: what they had not settled is unknown, and is never sent again.
 */
@Injectable()
export class OutcomeFollower {
  /** Ends the subscription to the job of an action, by the id of its record. */
  readonly #followed = new Map<string, () => void>();
  #isStopped = false;

  constructor(
    private readonly audit: AuditTrail,
    private readonly unsettled: UnsettledActions,
    @Inject(JobActions) private readonly actions: Pick<JobActions, 'isSending'>,
    private readonly view: View,
    @Inject(Poller) private readonly poller: Pick<Poller, 'liveReplicas' | 'settle'>,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly replica: Replica,
    private readonly logger: Logger,
  ) {
    audit.onChange((record) => this.#note(record));
  }

  /** Checks all open actions every five seconds from now on. */
  start(): void {
    if (this.#isStopped) return;
    this.timers.set(TIMER, CHECK_INTERVAL_MS, () => {
      this.#check()
        .catch((error: unknown) => this.logger.error({ err: error }, 'internal error in the check of open actions'))
        .finally(() => this.start());
    });
  }

  /** Follows no action any more. */
  stop(): void {
    this.#isStopped = true;
    this.timers.clear(TIMER);
    for (const end of this.#followed.values()) end();
    this.#followed.clear();
  }

  #note(record: StoredAction): void {
    const { id, outcome, replica } = record;
    if (outcome !== 'accepted') this.#unfollow(id);
    else if (replica === this.replica.name) this.#follow(record);
  }

  #follow(record: StoredAction): void {
    if (this.#isStopped || this.#followed.has(record.id)) return;
    const settle = (): void => void this.#settle(record);
    this.#followed.set(record.id, this.view.subscribe(record.job.id, settle));
    settle();
  }

  #unfollow(id: string): void {
    this.#followed.get(id)?.();
    this.#followed.delete(id);
  }

  async #settle(record: StoredAction): Promise<void> {
    const outcome = this.#outcomeOf(record);
    if (outcome === record.outcome) return;
    try {
      await this.unsettled.settle(record.id, { outcome });
    } catch (error) {
      this.logger.error({ action: record.id, err: error }, 'internal error in the result of an action');
    }
  }

  #outcomeOf({ action, by, job, time }: StoredAction): ActionOutcome {
    const now = this.view.get(job.id)?.job;
    if (now === undefined || now.gone) return 'unknown';
    return requestOutcome({ action, by: by.name, time, outcome: 'accepted' }, now.state, this.clock.now());
  }

  async #check(): Promise<void> {
    const live = new Set(this.poller.liveReplicas());
    for (const record of [...this.audit.open()]) {
      if (this.#isStopped) return;
      const ageMs = this.clock.now() - Date.parse(record.time);
      const isMine = record.replica === this.replica.name;
      if (!isMine && (live.has(record.replica) || ageMs < TAKEN_OVER_AFTER_MS)) continue;
      if (record.outcome === 'accepted') await this.#checkAccepted(record, ageMs);
      else if (!isMine) await this.unsettled.settle(record.id, LOST);
      else if (!this.actions.isSending(record.id) && !this.unsettled.has(record.id))
        await this.unsettled.settle(record.id, NOT_SENT);
    }
  }

  async #checkAccepted(record: StoredAction, ageMs: number): Promise<void> {
    this.#follow(record);
    const known = this.view.get(record.job.id);
    if (ageMs < NOT_HONOURED_AFTER_MS || known === undefined) return;
    try {
      await this.poller.settle(known);
    } catch (error) {
      this.logger.debug({ action: record.id, err: error }, 'job of an open action could not be fetched');
    }
    await this.#settle(record);
  }
}
