import { type Adapter, BackendError, type Logger, type PollAnswer, type ViewedJob } from '@gateway/core';

import { type Compared, missingFrom } from '../records/diff.js';
import { type Asked, getEach, rotated } from './get-each.js';
import { RecordWriter, type WriterParts } from '../records/record-writer.js';

const IN_FLIGHT = 2;
/** Jobs asked for by id in one cycle at most; which ones come first changes from cycle to cycle. */
const QUESTIONS = 200;
/** A job that is not listed any more and cannot be read either is given up after this long, in ms. */
const UNREADABLE_FOR_MS = 300_000;

/** What a cycle works with. */
export interface CycleParts extends Omit<WriterParts, 'compared' | 'floor'> {
  readonly adapter: Adapter;
  readonly logger: Logger;
  readonly notes: CycleNotes;
  /** The floor at an instant in ms, for a backend whose clock is ahead of ours by so many ms. */
  readonly floor: (now: number, clockOffsetMs: number | undefined) => WriterParts['floor'];
  readonly random: () => number;
}

/** What is kept from cycle to cycle of one source. */
export interface CycleNotes {
  readonly compared: Compared;
  /** Native ids the backend has denied once. */
  readonly denied: Set<string>;
  /** Native ids that were not listed, and could not be read, since an instant in ms. */
  readonly unreadable: Map<string, number>;
}

/** Nothing is known of the source yet. */
export function newNotes(): CycleNotes {
  return { compared: new WeakMap(), denied: new Set(), unreadable: new Map() };
}

/** What a cycle came to. */
export interface CycleResult {
  /** When it began, in ms: every observation in it is at least as new. */
  readonly began: number;
  /** When the listing had been read, in ms. */
  readonly read: number;
  readonly answer: PollAnswer;
  readonly changed: number;
  /** Drafts the store refused, because it holds something newer. */
  readonly refused: number;
  /** Jobs whose outcome was not seen. */
  readonly lost: number;
  /** Native ids of the jobs that were listed, or answered for by id. */
  readonly seen: ReadonlySet<string>;
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
  const read = parts.clock.now();
  const floor = parts.floor(began, answer.clockOffsetMs);
  const writer = new RecordWriter({ ...parts, compared: parts.notes.compared, floor }, began, fencing);
  await writer.observed(answer.jobs);
  const missing = absentees(answer, parts, began);
  await writer.vanished(missing.ended);
  const questions = rotated(missing.active, parts.random).slice(0, QUESTIONS);
  const asked = await getEach(questions, parts.adapter, IN_FLIGHT, signal);
  const gone = confirmed(asked, answer.form, parts.notes.denied);
  if (answer.complete) forgetListed(parts.notes.unreadable, missing.active);
  const unreadable = givenUp(asked, parts.notes.unreadable, began);
  for (const { job } of [...gone, ...unreadable])
    parts.logger.warn({ job: job.id, state: job.state }, 'job vanished, its outcome was not seen');
  await writer.vanished(gone);
  await writer.vanished(unreadable, 'The job is not listed any more and the backend does not let it be read');
  await writer.observed(asked.found);
  const { changed, refused } = writer;
  const lost = gone.length + unreadable.length;
  const seen = new Set([...answer.jobs, ...asked.found].map(({ native_id }) => native_id));
  return { began, read, answer, changed, refused, lost, seen, ...judged(answer, asked) };
}

const PARTIAL = new BackendError('malformed', 'part of the listing could not be read');

/** What is to be told of a cycle, and whether the age of the data counts from it all the same. */
function judged(answer: PollAnswer, asked: Asked): Pick<CycleResult, 'trouble' | 'whole'> {
  if (!answer.complete) return { trouble: answer.error ?? PARTIAL, whole: false };
  const trouble = asked.ended ?? asked.trouble;
  if (trouble) return { trouble, whole: trouble.code === 'refused' };
  if (answer.skipped === 0) return { whole: true };
  return { trouble: new BackendError('malformed', `${answer.skipped} of the listed items are no jobs`), whole: true };
}

function absentees(answer: PollAnswer, parts: CycleParts, began: number): ReturnType<typeof missingFrom> {
  const source = parts.context(began).source.name;
  const listed = new Set(answer.jobs.map((job) => job.native_id));
  if (answer.form === 'delta') return missingFrom(parts.view.active(source), listed);
  return missingFrom(answer.complete ? parts.view.present(source) : [], listed);
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

/** A job that is listed again has not been unreadable all the time. */
function forgetListed(since: Map<string, number>, missing: readonly ViewedJob[]): void {
  if (since.size === 0) return;
  const ids = new Set(missing.map(({ job }) => job.native_id));
  for (const id of since.keys()) if (!ids.has(id)) since.delete(id);
}

/** The jobs that have been unreadable for too long: nothing will be learnt of them any more. */
function givenUp({ found, unreadable }: Asked, since: Map<string, number>, now: number): readonly ViewedJob[] {
  for (const { native_id } of found) since.delete(native_id);
  return unreadable.filter(({ job }) => {
    const first = since.get(job.native_id) ?? now;
    since.set(job.native_id, first);
    return now - first >= UNREADABLE_FOR_MS && since.delete(job.native_id);
  });
}
