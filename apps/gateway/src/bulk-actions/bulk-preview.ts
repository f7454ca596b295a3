import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { callerKeyOf, Clock, type HasLeft, type Job, OpenCounts, type Timestamp } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { type ActionOrigin, newRecordId } from '../actions/action-origin.js';
import { refusal } from '../actions/action-problem.js';
import { Problem } from '../problems/problem.js';
import { type StoredBulk } from './bulk-record.js';
import { type BulkRequest } from './bulk-request.js';
import { BulkStore } from './bulk-store.js';

/** Jobs that one bulk action may match. */
export const MAX_BULK_JOBS = 100_000;
const CONFIRMED_WITHIN_MS = 600_000;
/** Previews of one caller that wait to be confirmed. */
const MAX_PREVIEWS = 10;
const SAMPLE_SIZE = 10;

/** What a bulk action would do. */
export interface BulkPreview {
  /** The number of jobs to which the action would be sent. */
  readonly count: number;
  readonly by_source: readonly { readonly name: string; readonly count: number }[];
  /** The other jobs that match, counted by the reason why the action would not be sent. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** Ids of some of the jobs. */
  readonly sample: readonly string[];
  /** Confirms exactly these jobs, once. */
  readonly confirm: string;
  readonly expires_time: Timestamp;
}

/** What is known of a job that matches. */
interface Matching {
  readonly id: string;
  readonly source: string;
  readonly reason?: string;
}

/** Previews bulk actions, and starts those that are confirmed. */
@Injectable()
export class BulkPreviews {
  /** Previews that are being made here, by their author. */
  readonly #underWay = new OpenCounts();

  constructor(
    private readonly view: View,
    private readonly poller: Poller,
    private readonly bulks: BulkStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Selects the jobs and stores them for ten minutes. Throws a `Problem` if there are too many, and
   * `StoreUnavailableError`.
   */
  async preview(request: BulkRequest, origin: ActionOrigin, hasLeft: HasLeft): Promise<BulkPreview> {
    this.#checkOpenPreviews(origin);
    const end = this.#underWay.open(callerKeyOf(origin.by));
    try {
      return await this.#preview(request, origin, hasLeft);
    } finally {
      end();
    }
  }

  /**
   * Starts a bulk action that was previewed by the same request, if its author may still act on all of its sources.
   * Throws a `Problem`, and `StoreUnavailableError`.
   */
  async confirm(request: BulkRequest, token: string, { by, missingRight }: ActionOrigin): Promise<StoredBulk> {
    const at = token.lastIndexOf('.');
    const bulk = this.bulks.get(token.slice(0, Math.max(at, 0)));
    const isMine = bulk && callerKeyOf(bulk.by) === callerKeyOf(by);
    const isRight = bulk && timingSafeEqual(sha256(token.slice(at + 1)), Buffer.from(bulk.confirm_sha256, 'hex'));
    if (!bulk || !isMine || !isRight) throw notValid('is not the token of a preview of yours');
    if (bulk.query !== request.query || bulk.action !== request.action) {
      throw notValid('belongs to a preview with another filter or action');
    }
    if (bulk.state !== 'previewed') throw notValid(`was used before: see /api/bulk-actions/${bulk.id}`);
    if (bulk.expires_time < new Date(this.clock.now()).toISOString()) throw notValid('has expired');
    for (const source of bulk.sources) {
      const missing = missingRight(source);
      if (missing) throw missing;
    }
    const started_time = new Date(this.clock.now()).toISOString();
    const isFirst = await this.bulks.change(bulk.id, 'previewed', { state: 'running', started_time, by });
    if (!isFirst) throw notValid(`was used before: see /api/bulk-actions/${bulk.id}`);
    return this.bulks.get(bulk.id) ?? { ...bulk, state: 'running', started_time };
  }

  async #preview(request: BulkRequest, origin: ActionOrigin, hasLeft: HasLeft): Promise<BulkPreview> {
    const matching = await this.#matching(request, origin, hasLeft);
    const jobs = matching.filter(({ reason }) => reason === undefined);
    const secret = randomBytes(18).toString('base64url');
    const now = this.clock.now();
    const bySource = countsOf(jobs.map(({ source }) => source));
    const bulk: StoredBulk = {
      id: newRecordId(now),
      action: request.action,
      query: request.query,
      by: origin.by,
      request_id: origin.requestId,
      state: 'previewed',
      total: jobs.length,
      sources: bySource.map(({ value }) => value),
      confirm_sha256: sha256(secret).toString('hex'),
      created_time: new Date(now).toISOString(),
      expires_time: new Date(now + CONFIRMED_WITHIN_MS).toISOString(),
    };
    await this.bulks.add(
      bulk,
      jobs.map(({ id }) => id),
    );
    return {
      count: jobs.length,
      by_source: bySource.map(({ count, value }) => ({ name: value, count })),
      refused: countsOf(matching.flatMap(({ reason }) => reason ?? [])).map(({ count, value }) => ({
        reason: value,
        count,
      })),
      sample: jobs.slice(0, SAMPLE_SIZE).map(({ id }) => id),
      confirm: `${bulk.id}.${secret}`,
      expires_time: bulk.expires_time,
    };
  }

  async #matching(
    { action, selection }: BulkRequest,
    origin: ActionOrigin,
    hasLeft: HasLeft,
  ): Promise<readonly Matching[]> {
    const present = (job: Job): string => JSON.stringify(this.#examine(job, action, origin));
    const found: string[] = [];
    let after = selection.after;
    do {
      const query = {
        ...selection,
        ...(origin.visible && { scope: origin.visible }),
        present,
        ...(after && { after, key: `${selection.key} ${JSON.stringify(after)}` }),
      };
      const page = await this.view.query(query, hasLeft);
      if (page.total > MAX_BULK_JOBS) throw tooManyMatches(page.total);
      found.push(...page.records);
      after = page.next;
    } while (after);
    return found.map((text) => JSON.parse(text) as Matching);
  }

  #examine(job: Job, action: BulkRequest['action'], { missingRight }: ActionOrigin): Matching {
    const source = job.source.name;
    const problem = missingRight(source) ?? refusal(job, action, this.poller.supportedActions(source));
    return { id: job.id, source, ...(problem && { reason: problem.detail }) };
  }

  #checkOpenPreviews({ by }: ActionOrigin): void {
    const author = callerKeyOf(by);
    const now = new Date(this.clock.now()).toISOString();
    const open = this.bulks
      .all()
      .filter((bulk) => bulk.state === 'previewed' && bulk.expires_time > now && callerKeyOf(bulk.by) === author);
    const waiting = open.length + this.#underWay.of(author);
    if (waiting < MAX_PREVIEWS) return;
    const detail = `${waiting} previews wait to be confirmed; expected fewer than ${MAX_PREVIEWS}`;
    throw new Problem('too-many-actions', detail, { retryAfterSeconds: 60 });
  }
}

function countsOf(values: readonly string[]): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function notValid(why: string): Problem {
  return new Problem('bulk-action', `confirm ${why}; preview the action again; nothing was sent`, {
    target: 'confirm',
  });
}

function tooManyMatches(total: number): Problem {
  const detail = `${total} jobs match; expected at most ${MAX_BULK_JOBS}; nothing was sent`;
  return new Problem('too-many-matches', detail);
}
