import {
  type ChangeDraft,
  formatJobId,
  type Job,
  type JobView,
  type ObservedJob,
  type Revision,
  type Timestamp,
  type ViewedJob,
} from '@gateway/core';

import { markGone, markUnknown, merge, type MergeContext } from './merge.js';

/**
 * Observed jobs that did not differ from a record, with its revision, so that the same pair is not compared again:
 * adapters return the same object for as long as a page is unchanged.
 */
export type Compared = WeakMap<ObservedJob, Revision>;

/**
 * The drafts that bring the records up to date with a batch of observed jobs. New jobs that ended before the retention
 * cutoff, by the backend's clock, are left out.
 */
export function diffObserved(
  observed: readonly ObservedJob[],
  view: Pick<JobView, 'get' | 'revisionOf'>,
  context: MergeContext,
  cutoff: Timestamp,
  compared: Compared,
): ChangeDraft[] {
  const drafts: ChangeDraft[] = [];
  for (const job of observed) {
    const id = formatJobId(context.source.name, job.native_id);
    const comparedWith = compared.get(job);
    if (comparedWith !== undefined && comparedWith === view.revisionOf(id)) continue;
    const known = view.get(id);
    const record = known?.job;
    const next = merge(record, job, context);
    if (known !== undefined && next === record) {
      compared.set(job, known.revision);
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
    const record = known.job;
    const next = change(record);
    return next === record ? [] : [putDraft(known, next)];
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
    const { native_id, terminal } = known.job;
    if (!listed.has(native_id)) (terminal ? ended : active).push(known);
  }
  return { ended, active };
}

/** A job without an end time is judged by its other times; a job without any time is not before the cutoff. */
function isBefore({ end_time, submit_time, start_time }: ObservedJob, cutoff: Timestamp): boolean {
  const time = end_time ?? submit_time ?? start_time;
  return time !== undefined && time <= cutoff;
}
