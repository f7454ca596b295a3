import { isDeepStrictEqual } from 'node:util';

import {
  type ActionName,
  formatJobId,
  isTerminalState,
  type Job,
  type JobSource,
  type JobState,
  type ObservedJob,
  offeredActions,
  type RequestedAction,
} from '@gateway/core';

/** What is true of every job of one source. */
export interface MergeContext {
  readonly source: JobSource;
  readonly supported: readonly ActionName[];
  /** Finished jobs of this kind may run again under their native id. */
  readonly reruns: boolean;
  /** The gateway's clock, in ms. */
  readonly now: number;
}

/**
 * The record that follows from what is known and what was observed now; the known record itself when nothing changed.
 * A terminal state stays, unless the kind re-runs finished jobs. A job of unknown fate takes any later observation: its
 * end was declared unseen, and now it is seen.
 */
export function merge(known: Job | undefined, observed: ObservedJob, context: MergeContext): Job {
  const fate = known === undefined || known.state === 'unknown' ? 'open' : fateOf(known, observed, context);
  if (fate === 'settled') return known?.gone ? changed(known, { gone: false }, context.now) : (known as Job);
  const attempt = (known?.attempt ?? 1) + (fate === 'rerun' ? 1 : 0);
  const requested = fate === 'rerun' ? undefined : known?.requested && settle(known.requested, observed.state);
  return assemble(known, observed, { attempt, requested }, context);
}

/**
 * The record of a job that the backend no longer has. An ended job keeps its state; of any other the outcome was not
 * seen, and the record says so, after `reason`, a sentence without its end.
 */
export function vanish(known: Job, context: MergeContext, reason = 'The job is gone from the backend'): Job {
  if (known.gone) return known;
  if (known.terminal) return changed(known, { gone: true }, context.now);
  const lost: Partial<Job> = {
    state: 'unknown',
    terminal: true,
    gone: true,
    message: `${reason}; its outcome was not seen, and its last known state was ${known.state}.`,
    actions: offeredActions({ state: 'unknown', terminal: true }, context.source.kind, context.supported),
  };
  return changed(known, lost, context.now);
}

/**
 * The record of an active job whose backend has not been heard of since an instant (ISO 8601): what has become of it is
 * not known, but may yet be learnt.
 */
export function loseSight(known: Job, since: string, context: MergeContext): Job {
  if (known.terminal || known.state === 'unknown') return known;
  const message = `The backend has not told of the job since ${since}; its last known state was ${known.state}.`;
  const actions = offeredActions({ state: 'unknown', terminal: false }, context.source.kind, context.supported);
  return changed(known, { state: 'unknown', message, actions }, context.now);
}

/** The record with the action that was asked of it, and what is known of it so far. */
export function withRequested(known: Job, requested: RequestedAction, now: number): Job {
  return changed(known, { requested: settle(requested, known.state) }, now);
}

function fateOf(known: Job, observed: ObservedJob, context: MergeContext): 'open' | 'settled' | 'rerun' {
  if (!known.terminal) return 'open';
  const sameEnd = observed.state === known.state;
  if (!context.reruns) return sameEnd ? 'open' : 'settled';
  if (isLater(observed.submit_time, known.submit_time)) return 'rerun';
  // Without a new submission a word nobody knows is no proof that the job runs again.
  if (observed.state === 'unknown') return 'settled';
  const runsAgain = !isTerminalState(observed.state) || isLater(observed.end_time, known.end_time);
  return runsAgain || isAnotherRun(observed, known) ? 'rerun' : 'open';
}

/** A clock that was set back dates a later run before the earlier one. */
function isAnotherRun(observed: ObservedJob, known: Job): boolean {
  const bothTold = observed.submit_time !== undefined && known.submit_time !== undefined;
  return bothTold && observed.submit_time !== known.submit_time && observed.end_time !== known.end_time;
}

/** True when both instants are the backend's own and the first is the later: its clock need not be ours. */
function isLater(instant: string | undefined, than: string | undefined): boolean {
  return instant !== undefined && than !== undefined && instant > than;
}

/**
 * A request is done once the job shows it, or, where the backend had accepted it, once the job has ended: ONTAP has no
 * cancelled state, so any end answers a cancel.
 */
function settle(requested: RequestedAction, state: JobState): RequestedAction {
  if (requested.outcome === 'refused' || requested.outcome === 'done') return requested;
  const shown = {
    pause: state === 'paused',
    resume: state === 'running' || state === 'queued',
    cancel: false,
  }[requested.action];
  const ended = requested.outcome === 'accepted' && isTerminalState(state);
  return shown || ended ? { ...requested, outcome: 'done' } : requested;
}

function assemble(
  known: Job | undefined,
  observed: ObservedJob,
  carried: { readonly attempt: number; readonly requested: RequestedAction | undefined },
  context: MergeContext,
): Job {
  const id = formatJobId(context.source.name, observed.native_id);
  const now = new Date(context.now).toISOString();
  const firstSeen = known?.first_seen_time ?? now;
  const terminal = isTerminalState(observed.state);
  const duration = durationSeconds(observed);
  const { native_id, state, native_state, ...rest } = observed;
  const job: Job = {
    id,
    native_id,
    source: context.source,
    state,
    terminal,
    native_state,
    ...rest,
    created_time:
      known && carried.attempt === known.attempt
        ? known.created_time
        : (observed.submit_time ?? observed.start_time ?? (known ? now : firstSeen)),
    first_seen_time: firstSeen,
    updated_time: known?.updated_time ?? now,
    ...(duration === undefined ? {} : { duration_seconds: duration }),
    attempt: carried.attempt,
    gone: false,
    actions: offeredActions({ state, terminal }, context.source.kind, context.supported),
    _links: { self: { href: `/api/jobs/${id}` }, source: { href: `/api/sources/${context.source.name}` } },
    // Last, where `changed` puts it too: the record then reads the same whoever wrote it.
    ...(carried.requested ? { requested: carried.requested } : {}),
  };
  if (known === undefined) return job;
  return isDeepStrictEqual(job, known) ? known : { ...job, updated_time: now };
}

function changed(known: Job, fields: Partial<Job>, now: number): Job {
  return { ...known, ...fields, updated_time: new Date(now).toISOString() };
}

function durationSeconds(job: ObservedJob): number | undefined {
  if (job.start_time === undefined || job.end_time === undefined) return undefined;
  return Math.max(0, (Date.parse(job.end_time) - Date.parse(job.start_time)) / 1000);
}
