import { type ChangeDraft, formatJobId, type Job, type JobView, type ObservedJob, type ViewedJob } from '@gateway/core';

import { loseSight, merge, type MergeContext, vanish } from './merge.js';

/** Unknown jobs that ended, or were created, before these instants (ISO 8601) and have ended are not worth taking in. */
export interface RetentionFloor {
  readonly ended: string;
  /** Only while as many jobs are held as may be. */
  readonly created?: string;
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
    if (known === undefined && isBelow(next, floor)) continue;
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
  return { type: 'put', id: next.id, basis: known?.revision, text: JSON.stringify(next) };
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

function isBelow(job: Job, floor: RetentionFloor): boolean {
  if (!job.terminal) return false;
  return (
    (job.end_time ?? job.created_time) < floor.ended ||
    (floor.created !== undefined && job.created_time < floor.created)
  );
}
