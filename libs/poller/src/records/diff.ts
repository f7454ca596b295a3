import {
  type ChangeDraft,
  formatJobId,
  type Job,
  type JobView,
  type ObservedJob,
  type Timestamp,
  type ViewedJob,
} from '@gateway/core';

import { markGone, markUnknown, merge, type MergeContext } from './merge.js';

/**
 * Observed jobs that did not differ from a record, so that the same pair is not compared again: adapters return the
 * same object for as long as a page is unchanged.
 */
export type Compared = WeakMap<ObservedJob, ViewedJob>;

/**
 * The drafts that bring the records up to date with a batch of observed jobs. New jobs that ended before the retention
 * cutoff, by the backend's clock, are left out.
 */
export function diffObserved(
  observed: readonly ObservedJob[],
  view: Pick<JobView, 'get'>,
  context: MergeContext,
  cutoff: Timestamp,
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
    if (known === undefined && next.terminal && isBefore(job, cutoff)) continue;
    drafts.push(putDraft(known, next));
  }
  return drafts;
}

/** The drafts that mark jobs gone; `reason` as in `markGone`. */
export function diffGone(gone: readonly ViewedJob[], context: MergeContext, reason?: string): ChangeDraft[] {
  return diffEach(gone, (job) => markGone(job, context, reason));
}

/** The drafts for active jobs that were last observed at `since`. */
export function diffUnobserved(active: readonly ViewedJob[], since: Timestamp, context: MergeContext): ChangeDraft[] {
  return diffEach(active, (job) => markUnknown(job, since, context));
}

function diffEach(jobs: readonly ViewedJob[], change: (job: Job) => Job): ChangeDraft[] {
  return jobs.flatMap((known) => {
    const next = change(known.job);
    return next === known.job ? [] : [putDraft(known, next)];
  });
}

function putDraft(known: ViewedJob | undefined, next: Job): ChangeDraft {
  return { type: 'put', id: next.id, expectedRevision: known?.revision, text: JSON.stringify(next) };
}

/** The jobs of a source that a poll did not list: those that have ended, and the active ones, which need a lookup. */
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

/** A job without an end time is judged by its other times; a job without any time is not before the cutoff. */
function isBefore({ end_time, submit_time, start_time }: ObservedJob, cutoff: Timestamp): boolean {
  const time = end_time ?? submit_time ?? start_time;
  return time !== undefined && time <= cutoff;
}
