import { createHash } from 'node:crypto';

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
import { type Comparison } from './page-records.js';

/** The comparisons of the previous listing, by the ids of the records. */
export type PreviousComparisons = ReadonlyMap<string, Comparison>;

/** The result of a comparison: a job agrees with its record, is written, or is left out. */
export type JobDiff =
  | { readonly id: string; readonly agreesWith: Revision; readonly digest: string }
  | { readonly id: string; readonly draft: ChangeDraft & { readonly type: 'put' } }
  | { readonly id: string; readonly isLeftOut: true };

/**
 * Compares a batch of observed jobs with their records. A job that is the same as in the previous comparison agrees if
 * its record is too; this is several times faster. New jobs that ended before the retention cutoff, by the backend's
 * clock, are left out.
 */
export function diffObserved(
  observed: readonly ObservedJob[],
  view: Pick<JobView, 'get' | 'revisionOf'>,
  context: MergeContext,
  cutoff: Timestamp,
  previous: PreviousComparisons = new Map(),
): JobDiff[] {
  return observed.map((job) => {
    const id = formatJobId(context.source.name, job.native_id);
    const before = previous.get(id);
    const digest = before && digestOf(job);
    if (before && before.digest === digest && before.revision === view.revisionOf(id))
      return { id, agreesWith: before.revision, digest: before.digest };
    const known = view.get(id);
    const record = known?.job;
    const next = merge(record, job, context);
    if (known !== undefined && next === record)
      return { id, agreesWith: known.revision, digest: digest ?? digestOf(job) };
    if (known === undefined && next.terminal && isBefore(job, cutoff)) return { id, isLeftOut: true };
    return { id, draft: putDraft(known, next) };
  });
}

/** 66 bits of a hash: two versions of a job never have the same by chance. */
function digestOf(job: ObservedJob): string {
  return createHash('sha1').update(JSON.stringify(job)).digest('base64').slice(0, 11);
}

/** The drafts of some comparisons. */
export function draftsOf(diffs: readonly JobDiff[]): ChangeDraft[] {
  return diffs.flatMap((diff) => ('draft' in diff ? diff.draft : []));
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

function putDraft(known: ViewedJob | undefined, next: Job): ChangeDraft & { readonly type: 'put' } {
  return { type: 'put', id: next.id, expectedRevision: known?.revision, text: JSON.stringify(next) };
}

/** A job without an end time is judged by its other times; a job without any time is not before the cutoff. */
function isBefore({ end_time, submit_time, start_time }: ObservedJob, cutoff: Timestamp): boolean {
  const time = end_time ?? submit_time ?? start_time;
  return time !== undefined && time <= cutoff;
}
