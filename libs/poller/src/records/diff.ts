import { type ChangeDraft, formatJobId, type Job, type JobView, type ObservedJob, type ViewedJob } from '@gateway/core';

import { loseSight, merge, type MergeContext, vanish } from './merge.js';

/** Unknown jobs that had ended by this instant (ISO 8601, by the backend's clock) are not taken in. */
export interface RetentionFloor {
  readonly ended: string;
}

/** Remembers which observed jobs brought nothing new: adapters hand over the same object while a page is unchanged. */
export type Compared = WeakMap<ObservedJob, ViewedJob>;

/**
 * The changes that a batch of observed jobs makes to what the view knows. Ended jobs that retention would let go of at
 * once are not taken in.
 */
export function diffObserved(
  observed: readonly ObservedJob[],
  view: Pick<JobView, 'get'>,
  context: MergeContext,
  floor: RetentionFloor,
  compared: Compared,
): ChangeDraft[] {
  const drafts: ChangeDraft[] = [];
  for (const job of observed) {
    const known = view.get(formatJobId(context.source.name, job.native_id));
    if (known !== undefined && compared.get(job) === known) continue;
    const next = merge(known?.job, job, context);
    if (known !== undefined && next === known.job) {
      compared.set(job, known);
      continue;
    }
    if (known === undefined && next.terminal && isBelow(job, floor)) continue;
    drafts.push(putDraft(known, next));
  }
  return drafts;
}

/** The changes for jobs the backend no longer has; `reason` as in `vanish`. */
export function diffVanished(vanished: readonly ViewedJob[], context: MergeContext, reason?: string): ChangeDraft[] {
  return eachChanged(vanished, (job) => vanish(job, context, reason));
}

/** The changes for active jobs of a backend that has not been heard of since an instant (ISO 8601). */
export function diffOutOfSight(active: readonly ViewedJob[], since: string, context: MergeContext): ChangeDraft[] {
  return eachChanged(active, (job) => loseSight(job, since, context));
}

function eachChanged(jobs: readonly ViewedJob[], change: (job: Job) => Job): ChangeDraft[] {
  return jobs.flatMap((known) => {
    const next = change(known.job);
    return next === known.job ? [] : [putDraft(known, next)];
  });
}

function putDraft(known: ViewedJob | undefined, next: Job): ChangeDraft {
  return { type: 'put', id: next.id, expectedRevision: known?.revision, text: JSON.stringify(next) };
}

/** Of a source's jobs that a poll did not list: `ended` ones the backend has dropped, and `active` ones to ask for. */
export function missingFrom(
  present: Iterable<ViewedJob>,
  listed: ReadonlySet<string>,
): { readonly ended: readonly ViewedJob[]; readonly active: readonly ViewedJob[] } {
  const ended: ViewedJob[] = [];
  const active: ViewedJob[] = [];
  for (const known of present) {
    if (listed.has(known.job.native_id)) continue;
    (known.job.terminal ? ended : active).push(known);
  }
  return { ended, active };
}

/** A job without an end counts by its other times; one without any is taken in. */
function isBelow({ end_time, submit_time, start_time }: ObservedJob, floor: RetentionFloor): boolean {
  const time = end_time ?? submit_time ?? start_time;
  return time !== undefined && time <= floor.ended;
}
