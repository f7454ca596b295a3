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
  requestOutcome,
  type Timestamp,
  withRefusal,
} from '@gateway/core';

/** What applies to every job of one source. */
export interface MergeContext {
  readonly source: JobSource;
  /** The actions that the backend has a call for. */
  readonly supported: readonly ActionName[];
  /** Whether the backend starts finished jobs again under their native id. */
  readonly reruns: boolean;
  /** The current time by the gateway's clock, in ms. */
  readonly now: number;
}

/**
 * The record that results from the known record and an observed job; the known record itself if nothing changed. A
 * terminal state is final unless the backend reruns jobs. An unknown state accepts any later observation.
 */
export function merge(known: Job | undefined, observed: ObservedJob, context: MergeContext): Job {
  const step = known === undefined || known.state === 'unknown' ? 'update' : stepOf(known, observed, context);
  if (step === 'keep') return known?.gone ? changed(known, { gone: false }, context.now) : (known as Job);
  const attempt = (known?.attempt ?? 1) + (step === 'rerun' ? 1 : 0);
  const requested =
    step === 'rerun' ? undefined : known?.requested && withOutcome(known.requested, observed.state, context.now);
  return assemble(known, observed, { attempt, requested }, context);
}

/**
 * The record of a job that the backend no longer has. An ended job keeps its state; any other becomes `unknown`, with a
 * message that starts with `reason`, a sentence without its full stop.
 */
export function markGone(known: Job, context: MergeContext, reason = 'The job is gone from the backend'): Job {
  if (known.gone) return known;
  if (known.terminal) return changed(known, { gone: true }, context.now);
  const fields: Partial<Job> = {
    state: 'unknown',
    terminal: true,
    gone: true,
    actions: offeredActions({ state: 'unknown', terminal: true }, context.source.kind, context.supported),
    ...(known.requested?.outcome === 'accepted' && { requested: { ...known.requested, outcome: 'unknown' } }),
  };
  const message = `${reason}; its outcome was not seen, and its last known state was ${known.state}.`;
  return changed(withMessage(known, message), fields, context.now);
}

/** The record of an active job that was last observed at `since`: unknown, until it is observed again. */
export function markUnknown(known: Job, since: Timestamp, context: MergeContext): Job {
  if (known.terminal || known.state === 'unknown') return known;
  const message = `The backend has not reported the job since ${since}; its last known state was ${known.state}.`;
  const state = { state: 'unknown', terminal: false } as const;
  const actions = offeredActions(state, context.source.kind, context.supported, known.actions);
  return changed(withMessage(known, message), { state: 'unknown', actions }, context.now);
}

/** An action that was sent, and the refusal if the backend never allows it for this job. */
export interface SentAction {
  readonly requested: RequestedAction;
  /** The actions that the backend does not have for this job, and its code and reason. */
  readonly refusal?: { readonly actions: readonly ActionName[]; readonly code: string; readonly reason: string };
}

/** The record with its last requested action, whose outcome is updated from the job's state. */
export function withRequested(known: Job, { refusal, requested }: SentAction, now: number): Job {
  const actions = refusal && { actions: withRefusal(known.actions, refusal.actions, refusal) };
  return changed(known, { ...actions, requested: withOutcome(requested, known.state, now) }, now);
}

/** Whether the observation updates the record, starts a new attempt, or leaves the record as it is. */
function stepOf(known: Job, observed: ObservedJob, context: MergeContext): 'update' | 'keep' | 'rerun' {
  if (!known.terminal) return 'update';
  if (!context.reruns) return observed.state === known.state ? 'update' : 'keep';
  if (isLater(observed.submit_time, known.submit_time)) return 'rerun';
  // Without a later submit time, an unknown native state does not show that the job runs again.
  if (observed.state === 'unknown') return 'keep';
  const runsAgain = !isTerminalState(observed.state) || isLater(observed.end_time, known.end_time);
  return runsAgain || isAnotherRun(observed, known) ? 'rerun' : 'update';
}

/** Detects a rerun after the backend's clock was set back: its times are earlier than those of the run before. */
function isAnotherRun(observed: ObservedJob, known: Job): boolean {
  const areKnown = observed.submit_time !== undefined && known.submit_time !== undefined;
  return areKnown && observed.submit_time !== known.submit_time && observed.end_time !== known.end_time;
}

/** Compares two times of the backend's clock; false if one is absent. */
function isLater(time: Timestamp | undefined, than: Timestamp | undefined): boolean {
  return time !== undefined && than !== undefined && time > than;
}

function withOutcome(requested: RequestedAction, state: JobState, now: number): RequestedAction {
  const outcome = requestOutcome(requested, state, now);
  return outcome === requested.outcome ? requested : { ...requested, outcome };
}

/** States that a record keeps. */
const MAX_STATES = 20;

/** The states of a job that is in this state now. */
function statesOf(known: Job | undefined, state: JobState, now: Timestamp): Pick<Job, 'states'> {
  if (known === undefined) return {};
  const { states } = known;
  if (known.state === state) return states ? { states } : {};
  const before = states ?? [{ state: known.state, time: known.first_seen_time }];
  return { states: [...before, { state, time: now }].slice(-MAX_STATES) };
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
    ...statesOf(known, state, now),
    actions: offeredActions(
      { state, terminal },
      context.source.kind,
      context.supported,
      carried.attempt === known?.attempt ? known.actions : [],
    ),
    _links: { self: { href: `/api/jobs/${id}` }, source: { href: `/api/sources/${context.source.name}` } },
    // Last, as in `changed`: equal records then have equal JSON texts.
    ...(carried.requested ? { requested: carried.requested } : {}),
  };
  if (known === undefined) return job;
  return isSame(job, known) ? known : { ...job, updated_time: now };
}

/** Records with the same JSON text are equal; others are equal only if the order of their fields differs. */
function isSame(job: Job, known: Job): boolean {
  return JSON.stringify(job) === JSON.stringify(known) || isDeepStrictEqual(job, known);
}

/** The record with a message of the gateway, which is complete also if that of the backend was not. */
function withMessage({ truncated = [], ...known }: Job, message: string): Job {
  const others = truncated.filter((field) => field !== 'message');
  return { ...known, message, ...(others.length > 0 && { truncated: others }) };
}

function changed(known: Job, fields: Partial<Job>, now: number): Job {
  const updated_time = new Date(now).toISOString();
  const { _links, actions, requested, states: _, ...rest } = { ...known, ...fields, updated_time };
  const states = statesOf(known, rest.state, updated_time);
  return { ...rest, ...states, actions, _links, ...(requested && { requested }) };
}

function durationSeconds(job: ObservedJob): number | undefined {
  if (job.start_time === undefined || job.end_time === undefined) return undefined;
  return Math.max(0, (Date.parse(job.end_time) - Date.parse(job.start_time)) / 1000);
}
