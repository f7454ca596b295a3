import { type ChangeDraft, type JobStore, type JobView, type ViewedJob } from '@gateway/core';

const BATCH = 500;

/** How long ended jobs are kept, and how many jobs at most. */
export interface RetentionLimits {
  readonly terminalMs: number;
  readonly maxJobs: number;
}

/**
 * The ended jobs to let go of, oldest first and at most `BATCH`: those that ended longer ago than the limit, and as many
 * more as there are jobs too many. An active job is never among them. Reads the view only as far as it must.
 */
export function expiredJobs(
  view: Pick<JobView, 'oldestFirst' | 'size'>,
  limits: RetentionLimits,
  now: number,
): ViewedJob[] {
  const cutoff = new Date(now - limits.terminalMs).toISOString();
  const expired: ViewedJob[] = [];
  let excess = view.size() - limits.maxJobs;
  for (const viewed of view.oldestFirst()) {
    const { job } = viewed;
    if ((job.created_time >= cutoff && excess <= 0) || expired.length === BATCH) break;
    if (!job.terminal) continue;
    if (excess <= 0 && (job.end_time ?? job.updated_time) >= cutoff) continue;
    expired.push(viewed);
    excess -= 1;
  }
  return expired;
}

/**
 * Removes what retention no longer keeps; gives the number removed. Throws `StoreUnavailableError`, and the signal's
 * reason when it aborts.
 */
export async function sweep(
  view: JobView,
  store: JobStore,
  limits: RetentionLimits,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (;;) {
    signal.throwIfAborted();
    const expired = expiredJobs(view, limits, now);
    if (expired.length === 0) return removed;
    let refused = 0;
    for (const [source, jobs] of bySource(expired)) {
      const drafts = jobs.map(({ job, revision }): ChangeDraft => ({ type: 'remove', id: job.id, basis: revision }));
      const result = await store.append(drafts, { source, observedAt: now });
      await view.reached(result.revision, signal);
      refused += result.refused.length;
    }
    removed += expired.length - refused;
    if (refused > 0) return removed;
  }
}

function bySource(jobs: readonly ViewedJob[]): ReadonlyMap<string, readonly ViewedJob[]> {
  const groups = new Map<string, ViewedJob[]>();
  for (const viewed of jobs) {
    const group = groups.get(viewed.job.source.name);
    if (group) group.push(viewed);
    else groups.set(viewed.job.source.name, [viewed]);
  }
  return groups;
}
