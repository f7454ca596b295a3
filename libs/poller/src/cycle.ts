import { setImmediate as nextTurn } from 'node:timers/promises';

import {
  type Adapter,
  BackendError,
  type ChangeDraft,
  type Clock,
  type JobStore,
  type JobView,
  type Logger,
  type ObservedJob,
  type PollAnswer,
  type Revision,
  type ViewedJob,
} from '@gateway/core';

import { type Compared, diffObserved, diffVanished, missingFrom, type RetentionFloor } from './diff.js';
import { type MergeContext } from './merge.js';

/** Jobs handled between two turns of the event loop. */
const BATCH = 250;
const IN_FLIGHT = 2;
/** Jobs asked for by id in one cycle at most; which ones come first changes from cycle to cycle. */
const QUESTIONS = 200;

/** What a cycle works with. */
export interface CycleParts {
  readonly adapter: Adapter;
  readonly store: Pick<JobStore, 'append'>;
  readonly view: JobView;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly compared: Compared;
  /** Native ids the backend has denied once; kept from cycle to cycle. */
  readonly denied: Set<string>;
  readonly context: (now: number) => MergeContext;
  /** Waits until the view shows a revision; throws `StoreUnavailableError`. */
  readonly shown: (revision: Revision) => Promise<void>;
  /** The floor at an instant in ms, for a backend whose clock is ahead of ours by so many ms. */
  readonly floor: (now: number, clockOffsetMs: number | undefined) => RetentionFloor;
  readonly random: () => number;
}

/** What a cycle came to. */
export interface CycleResult {
  /** When it began, in ms: every observation in it is at least as new. */
  readonly began: number;
  readonly answer: PollAnswer;
  readonly changed: number;
  /** Drafts the store refused, because it holds something newer. */
  readonly refused: number;
  /** What made it partial, or what else the source should be told for. */
  readonly trouble?: BackendError;
  /** True when the listing was whole, so that the age of the data counts from `began`. */
  readonly whole: boolean;
}

/**
 * One cycle of a source: poll, write what changed, ask for active jobs the poll did not list, declare the vanished.
 * What was read is written although the signal aborts meanwhile. Returns when the view shows all of it. Throws
 * `BackendError` when the poll failed, and what the store throws.
 */
export async function runCycle(
  parts: CycleParts,
  cursor: string | undefined,
  fencing: number,
  signal: AbortSignal,
): Promise<CycleResult> {
  const began = parts.clock.now();
  const answer = await parts.adapter.poll(cursor, signal);
  const writer = new Writer(parts, began, fencing, parts.floor(began, answer.clockOffsetMs));
  await writer.observed(answer.jobs);
  const missing = absentees(answer, parts, began);
  await writer.vanished(missing.ended);
  const asked = await askEach(rotated(missing.active, parts.random).slice(0, QUESTIONS), parts, signal);
  const gone = confirmed(asked, answer.form, parts.denied);
  for (const { job } of gone)
    parts.logger.warn({ job: job.id, state: job.state }, 'job vanished, its outcome was not seen');
  await writer.vanished(gone);
  await writer.observed(asked.found);
  const trouble = answer.complete ? asked.trouble : (answer.trouble ?? PARTIAL);
  const whole = answer.complete && (trouble === undefined || trouble.code === 'refused');
  return { began, answer, changed: writer.changed, refused: writer.refused, ...(trouble && { trouble }), whole };
}

const PARTIAL = new BackendError('malformed', 'part of the listing could not be read');

function absentees(answer: PollAnswer, parts: CycleParts, began: number): ReturnType<typeof missingFrom> {
  const source = parts.context(began).source.name;
  const listed = new Set(answer.jobs.map((job) => job.native_id));
  if (answer.form === 'delta') return missingFrom(parts.view.active(source), listed);
  return missingFrom(answer.complete ? parts.view.present(source) : [], listed);
}

/** Writes batches in the name of one cycle, letting the event loop turn between them. */
class Writer {
  changed = 0;
  refused = 0;

  constructor(
    private readonly parts: CycleParts,
    private readonly observedAt: number,
    private readonly fencing: number,
    private readonly floor: RetentionFloor,
  ) {}

  async observed(jobs: readonly ObservedJob[]): Promise<void> {
    const { compared, view } = this.parts;
    await this.#each(jobs, (batch, context) => diffObserved(batch, view, context, this.floor, compared));
  }

  async vanished(jobs: readonly ViewedJob[]): Promise<void> {
    await this.#each(jobs, diffVanished);
  }

  async #each<T>(
    items: readonly T[],
    diff: (batch: readonly T[], context: MergeContext) => readonly ChangeDraft[],
  ): Promise<void> {
    for (let at = 0; at < items.length; at += BATCH) {
      const context = this.parts.context(this.parts.clock.now());
      const drafts = diff(items.slice(at, at + BATCH), context);
      await (drafts.length === 0 ? nextTurn() : this.#write(drafts, context.source.name));
    }
  }

  async #write(drafts: readonly ChangeDraft[], source: string): Promise<void> {
    const { observedAt, fencing } = this;
    const result = await this.parts.store.append(drafts, { source, observedAt, fencing });
    this.refused += result.refused.length;
    this.changed += drafts.length - result.refused.length;
    await this.parts.shown(result.revision);
  }
}

interface Asked {
  readonly found: ObservedJob[];
  readonly denied: ViewedJob[];
  trouble?: BackendError;
}

/**
 * Asks for jobs one by one. A job our role may not read is left as it is; a backend that stops answering ends the asking,
 * and who was not asked is asked in a later cycle.
 */
async function askEach(jobs: readonly ViewedJob[], { adapter }: CycleParts, signal: AbortSignal): Promise<Asked> {
  const asked: Asked = { found: [], denied: [] };
  const queue = jobs.values();
  const worker = async (): Promise<void> => {
    for (const known of queue) {
      try {
        const observed = await adapter.get(known.job.native_id, signal);
        if (observed === undefined) asked.denied.push(known);
        else asked.found.push(observed);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        asked.trouble = error;
        if (error.code !== 'refused' && error.code !== 'malformed') return;
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return asked;
}

/**
 * The denied jobs that are gone. Two witnesses are needed: a whole listing without the job and the denial, or, where a
 * listing holds only new jobs, denials in two cycles.
 */
function confirmed({ denied, found }: Asked, form: PollAnswer['form'], before: Set<string>): readonly ViewedJob[] {
  for (const { native_id } of found) before.delete(native_id);
  if (form === 'snapshot') return denied;
  return denied.filter(({ job }) => {
    const again = before.delete(job.native_id);
    if (!again) before.add(job.native_id);
    return again;
  });
}

/** Begins somewhere else each time, so that no limit always cuts off the same jobs. */
function rotated<T>(items: readonly T[], random: () => number): readonly T[] {
  const start = Math.floor(random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
