import { type Job, type ObservedJob, type ViewedJob } from '@gateway/core';

import { merge, type MergeContext } from '../records/merge.js';

/** 2026-01-05T10:00:00Z in ms: the current time in these tests. */
export const NOW = Date.UTC(2026, 0, 5, 10);

/** A context of an ONTAP source named `east`, at `NOW` by default. */
export function ontapContext(now = NOW): MergeContext {
  const source = { name: 'east', kind: 'ontap', labels: { site: 'lab' } } as const;
  return { source, supported: ['pause', 'resume', 'cancel'], reruns: false, now };
}

/** A context of a Unified Manager source named `um1`. */
export function unifiedManagerContext(now = NOW): MergeContext {
  const source = { name: 'um1', kind: 'unified-manager', labels: {} } as const;
  return { source, supported: [], reruns: true, now };
}

/** A running job as an adapter returns it, with the given fields replaced. */
export function observed(fields: Partial<ObservedJob> = {}): ObservedJob {
  return { native_id: 'job-1', state: 'running', native_state: 'running', ...fields };
}

/** The record that results from a first observation. */
export function firstSeen(fields: Partial<ObservedJob> = {}, context = ontapContext()): Job {
  return merge(undefined, observed(fields), context);
}

/** A record as the view holds it. */
export function viewed(job: Job, revision = '1-0'): ViewedJob {
  return { id: job.id, job, text: JSON.stringify(job), revision };
}
