import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { callerKeyOf, Clock, Config, type HasLeft, type Job, OpenCounts, type Timestamp } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { View } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { type ActionOrigin, newRecordId } from '../actions/action-origin.js';
import { refusal } from '../actions/action-problem.js';
import { Problem } from '../problems/problem.js';
import { type StoredBulk } from './bulk-record.js';
import { type BulkRequest } from './bulk-request.js';
import { BulkStore } from './bulk-store.js';
import { type ExaminedJob, MatchingJobs } from './matching-jobs.js';

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
  /** Seconds to send all of it at `actions.rate`, unless other actions take turns of the same sources. */
  readonly estimated_seconds: number;
  /** Ids of some of the jobs. */
  readonly sample: readonly string[];
  /** Confirms exactly these jobs, once. */
  readonly confirm: string;
  readonly expires_time: Timestamp;
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
    private readonly config: Config,
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
    const { bySource, ids, refused } = await this.#matching(request, origin, hasLeft);
    const secret = randomBytes(18).toString('base64url');
    const now = this.clock.now();
    const counts = bySource.mostFrequent();
    const bulk: StoredBulk = {
      id: newRecordId(now),
      action: request.action,
      query: request.query,
      by: origin.by,
      request_id: origin.requestId,
      state: 'previewed',
      total: ids.length,
      sources: counts.map(({ value }) => value),
      confirm_sha256: sha256(secret).toString('hex'),
      created_time: new Date(now).toISOString(),
      expires_time: new Date(now + CONFIRMED_WITHIN_MS).toISOString(),
    };
    await this.bulks.add(bulk, ids);
    return {
      count: ids.length,
      by_source: counts.map(({ count, value }) => ({ name: value, count })),
      refused: refused.mostFrequent().map(({ count, value }) => ({ reason: value, count })),
      // Sources get their actions side by side: the one with the most jobs is the last to end.
      estimated_seconds: Math.ceil((counts[0]?.count ?? 0) / this.config.actions.ratePerSecond),
      sample: ids.slice(0, SAMPLE_SIZE),
      confirm: `${bulk.id}.${secret}`,
      expires_time: bulk.expires_time,
    };
  }

  /** Counts each page when it is read: all pages together would take too long. */
  async #matching({ action, selection }: BulkRequest, origin: ActionOrigin, hasLeft: HasLeft): Promise<MatchingJobs> {
    const present = (job: Job): string => JSON.stringify(this.#examine(job, action, origin));
    const matching = new MatchingJobs();
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
      for (const text of page.records) matching.add(JSON.parse(text) as ExaminedJob);
      after = page.next;
    } while (after);
    return matching;
  }

  #examine(job: Job, action: BulkRequest['action'], { missingRight }: ActionOrigin): ExaminedJob {
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
