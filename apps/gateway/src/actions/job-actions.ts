import {
  type ActionName,
  BackendError,
  Clock,
  inSpan,
  type Job,
  LoopShare,
  Replica,
  StoreUnavailableError,
  type ViewedJob,
} from '@gateway/core';
import { Poller } from '@gateway/poller';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';

import { backendProblem } from '../problems/backend-problem.js';
import { Problem } from '../problems/problem.js';
import { type ActionOrigin, pendingRecord } from './action-origin.js';
import { actionProblem, refusal, unconfigured } from './action-problem.js';
import { ActionRate } from './action-rate.js';
import { ForbiddenActions } from './forbidden-actions.js';
import { type ActionResultFields, type StoredAction } from './ledger/action-record.js';
import { AuditTrail } from './ledger/audit-trail.js';
import { UnsettledActions } from './unsettled-actions.js';

/**
 * Result of an action: the job as it is now, and the status of the response: 200 if the job shows the action, else 202.
 */
export interface ActionResult {
  readonly job: Job;
  readonly status: HttpStatus.OK | HttpStatus.ACCEPTED;
}

/** What came of an action: a result or an error, and what the audit records of it. */
interface Settled {
  readonly result: ActionResult | Error;
  readonly fields: ActionResultFields;
}

/**
 * Pauses, resumes and cancels jobs through their backends. Every action has an audit record before it is sent, and is
 * sent once.
 */
@Injectable()
export class JobActions {
  /** The records of the actions that are being sent. */
  readonly #sending = new Map<string, Promise<void>>();

  constructor(
    @Inject(Poller) private readonly poller: Pick<Poller, 'act' | 'supportedActions' | 'verify'>,
    private readonly audit: AuditTrail,
    private readonly rate: ActionRate,
    private readonly forbidden: ForbiddenActions,
    private readonly unsettled: UnsettledActions,
    private readonly clock: Clock,
    private readonly replica: Replica,
    private readonly share: LoopShare,
  ) {}

  /**
   * Checks an action, sends it and records what came of it. Throws a `Problem` if it is not allowed or fails, and
   * `StoreUnavailableError` if it cannot be recorded; nothing is sent then.
   */
  act(known: ViewedJob, action: ActionName, origin: ActionOrigin): Promise<ActionResult> {
    const attributes = { 'job_gateway.action': action, 'job_gateway.source': known.job.source.name };
    return inSpan({ name: 'action', attributes }, () => this.#act(known, action, origin));
  }

  async #act(known: ViewedJob, action: ActionName, origin: ActionOrigin): Promise<ActionResult> {
    // Bulk actions begin many at once.
    await this.share.wait(this.share.work());
    const record = pendingRecord(known.job, action, origin, { now: this.clock.now(), replica: this.replica });
    const source = known.job.source.name;
    const refused = this.#refusal(known.job, action, origin) ?? (origin.item ? undefined : this.rate.refusal(source));
    if (refused) {
      const limited = refused.slug === 'forbidden' ? this.forbidden.take(origin.by) : undefined;
      if (limited) throw limited;
      return this.#end(record, settledBy(refused, 'refused'));
    }
    return this.rate.count(source, () => this.#actInTurn(known, record, origin));
  }

  /** Records that an action of a bulk action was not sent, because retention has removed the job. Throws as `act`. */
  async refuseRemoved(id: string, action: ActionName, origin: ActionOrigin): Promise<void> {
    const record = pendingRecord({ id }, action, origin, { now: this.clock.now(), replica: this.replica });
    const removed = new Problem('job-not-found', 'the job was removed in the meantime', { target: 'id' });
    await this.#end(record, settledBy(removed, 'refused'));
  }

  /** True if the action of a record is being sent by this replica. */
  isSending(id: string): boolean {
    return this.#sending.has(id);
  }

  /** Resolves when the actions that are being sent now have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#sending.values());
  }

  /** The job is verified before the turn, so that the action is sent at its turn, and again if it had to wait. */
  async #actInTurn(known: ViewedJob, record: StoredAction, { item, loginEnd }: ActionOrigin): Promise<ActionResult> {
    const first = await this.#verify(known, record.action);
    item?.signal.throwIfAborted();
    if ('fields' in first) return this.#end(record, first);
    await this.rate.turn(known.job.source.name);
    const verified = await this.#verify(first, record.action);
    item?.signal.throwIfAborted();
    if ('fields' in verified) return this.#end(record, verified);
    if (loginEnd?.aborted) return this.#end(record, settledBy(loginEnded(), 'refused'));
    let end = (): void => undefined;
    this.#sending.set(record.id, new Promise((resolve) => (end = resolve)));
    try {
      if (!(await this.audit.add(record))) throw alreadySent();
      const { fields, result } = await this.#send(verified, record);
      await this.unsettled.settle(record.id, fields);
      if (result instanceof Error) throw result;
      return result;
    } finally {
      this.#sending.delete(record.id);
      end();
    }
  }

  #refusal(job: Job, action: ActionName, { missingRight }: ActionOrigin): Problem | undefined {
    const { name } = job.source;
    return missingRight(name) ?? refusal(job, action, this.poller.supportedActions(name));
  }

  /** Records an action that was not sent. That of a client without a login leaves no record, however often it asks. */
  async #end(record: StoredAction, { fields, result }: Settled): Promise<ActionResult> {
    if (result instanceof Problem && result.slug === 'unauthorized') throw result;
    const ended_time = new Date(this.clock.now()).toISOString();
    await this.audit.add({ ...record, ...fields, ended_time });
    if (result instanceof Error) throw result;
    return result;
  }

  /** The job as its backend shows it now, or why the action is not sent. Throws `StoreUnavailableError`. */
  async #verify(known: ViewedJob, action: ActionName): Promise<ViewedJob | Settled> {
    try {
      const verified = await this.poller.verify(known);
      if (verified === undefined) {
        return settledBy(new Problem('job-gone', 'the backend no longer has the job', { job: known.job }), 'refused');
      }
      const refused = refusal(verified.job, action, this.poller.supportedActions(verified.job.source.name));
      return refused ? settledBy(refused, 'refused') : verified;
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      if (error instanceof BackendError) return settledBy(backendProblem(error), 'failed', error);
      return settledByBug(error, 'refused');
    }
  }

  /** Never rejects, whatever happens: the record must not stay pending. */
  async #send(verified: ViewedJob, record: StoredAction): Promise<Settled> {
    try {
      return await this.#sendVerified(verified, record);
    } catch (error) {
      return settledByBug(error, 'unknown');
    }
  }

  async #sendVerified(verified: ViewedJob, { action, by, id }: StoredAction): Promise<Settled> {
    const sent = await this.poller.act(verified, { id, action, by: by.name });
    if (sent === undefined) return settledBy(unconfigured(), 'refused');
    const { error, job } = sent;
    if (error) {
      const outcome = error.code === 'outcome_unknown' ? 'unknown' : 'failed';
      return settledBy(actionProblem(error, job, action), outcome, error);
    }
    // A later action can have replaced the one in the record.
    const outcome = job.requested?.id === id ? job.requested.outcome : 'accepted';
    const status = outcome === 'accepted' ? HttpStatus.ACCEPTED : HttpStatus.OK;
    return { result: { job, status }, fields: { outcome, status } };
  }
}

function settledByBug(error: unknown, outcome: ActionResultFields['outcome']): Settled {
  const fields = { outcome, status: 500, detail: 'internal error; the log has the details' };
  return { result: error instanceof Error ? error : new Error(String(error)), fields };
}

function settledBy(problem: Problem, outcome: ActionResultFields['outcome'], error?: BackendError): Settled {
  return { result: problem, fields: fieldsOf(problem, outcome, error) };
}

function fieldsOf(problem: Problem, outcome: ActionResultFields['outcome'], error?: BackendError): ActionResultFields {
  const { detail, status } = problem;
  const code = error?.details.backendCode;
  return {
    outcome,
    status,
    detail,
    ...(error && { backend: { ...(code !== undefined && { code }), message: error.message } }),
  };
}

function loginEnded(): Problem {
  return new Problem('forbidden', 'the login has ended before the turn of the action; nothing was sent');
}

function alreadySent(): Problem {
  return new Problem('action-conflict', 'this action of the bulk action was sent before', { target: 'action' });
}
