/** Compares the records and the shown outcomes of the gateways with the jobs of the simulator. */
import { type Gap, type Job, type SourceKind, type Timestamp } from '@gateway/core';

import { type JobTruth } from '../../apps/simulator/src/simulator.js';
import { expectedState, isEnd } from './expected-state.js';
import { type ShownEnd } from './reader.js';

/** The facts about one source at the end of a run. */
export interface SourceEvidence {
  readonly name: string;
  readonly kind: SourceKind;
  readonly truth: readonly JobTruth[];
  /** The starts of the complete polls, in ms. */
  readonly completePolls: ReadonlySet<number>;
  /** The starts of complete polls whose checkpoint may be lost. */
  readonly unsavedPolls: ReadonlySet<number>;
  readonly gaps: readonly Gap[];
  /** The time that the backend's clock showed at a time, both in ms. */
  readonly shownAt: (at: number) => number;
  /** True if that clock was set before and after a time, without a complete poll in between. */
  readonly hasUnseenClock: (at: number) => boolean;
  /** When the only record of a job was destroyed last, in ms; `-Infinity` if that never happened. */
  readonly destroyedAt: (id: string) => number;
  readonly record: (id: string) => Job | undefined;
  readonly ends: (id: string) => readonly ShownEnd[];
}

/** The number of outcomes, by what the gateways made of them. */
export interface OutcomeCounts {
  jobs: number;
  outcomes: number;
  recorded: number;
  /** The record is `unknown` and `gone`, with a reason. */
  declared: number;
  /** Never observed, in a reported gap. */
  inGaps: number;
  /** Never observed; the job was deleted before the first poll. */
  beforeFirstPoll: number;
  /** Rerun before any poll could observe the end. */
  overwritten: number;
  gaps: number;
}

/** Counts that are all 0. */
export function zeroCounts(): OutcomeCounts {
  return {
    jobs: 0,
    outcomes: 0,
    recorded: 0,
    declared: 0,
    inGaps: 0,
    beforeFirstPoll: 0,
    overwritten: 0,
    gaps: 0,
  };
}

/** One end of a job, and the time until which the backend showed it, in ms. */
interface Outcome {
  readonly state: string;
  readonly at: number;
  readonly until: number;
}

/** Adds to the counts and returns one sentence for each violated guarantee. */
export function findViolations(source: SourceEvidence, counts: OutcomeCounts): string[] {
  counts.gaps += source.gaps.length;
  return [
    ...source.gaps.flatMap((gap) => checkGap(source, gap)),
    ...source.truth.flatMap((truth) => {
      counts.jobs += 1;
      const id = `${source.name}~${truth.nativeId}`;
      return [...checkRecord(source, id, truth), ...checkOutcomes(source, id, truth, counts)].map(
        (violation) => `${id} ${violation}; truth ${JSON.stringify(truth)}`,
      );
    }),
  ];
}

/** A gap must not contain a complete poll whose checkpoint was saved. */
function checkGap({ name, completePolls, unsavedPolls }: SourceEvidence, { from, to }: Gap): string[] {
  const [begin, end] = [Date.parse(from), to === undefined ? Infinity : Date.parse(to)];
  const within = [...completePolls].filter((began) => began > begin && began < end && !unsavedPolls.has(began));
  return within.length === 0
    ? []
    : [`${name} reports a gap ${from} – ${to ?? 'now'} that contains ${within.length} complete polls`];
}

function checkRecord(source: SourceEvidence, id: string, truth: JobTruth): string[] {
  if (truth.deletedAt !== undefined) return [];
  const record = source.record(id);
  if (record === undefined) return ['is on its backend but not in the view'];
  const last = truth.transitions.at(-1)?.state ?? '';
  const state = expectedState(source.kind, last);
  const violations: string[] = [];
  if (record.state !== state || record.gone || record.terminal !== isEnd(source.kind, last))
    violations.push(`is ${state} but shown as ${record.state}${record.gone ? ', gone' : ''}`);
  const expected = expectedTimes(source, truth);
  for (const field of ['submit_time', 'start_time', 'end_time'] as const) {
    if (!isSameTime(record[field], expected[field]))
      violations.push(`has ${field} ${record[field]}, not ${isoTime(expected[field])}`);
  }
  const duration = expectedDuration(expected);
  if (!isSameDuration(record.duration_seconds, duration))
    violations.push(`lasted ${duration} s, not ${record.duration_seconds}`);
  return violations;
}

function checkOutcomes(source: SourceEvidence, id: string, truth: JobTruth, counts: OutcomeCounts): string[] {
  const ends = source.ends(id);
  return outcomesOf(source.kind, truth).flatMap((outcome) => {
    counts.outcomes += 1;
    const state = expectedState(source.kind, outcome.state);
    const end = source.shownAt(outcome.at);
    if (ends.some((shown) => shown.state === state && isSameTime(shown.end_time, end)))
      return count(counts, 'recorded');
    if (outcome.until < Infinity && mayMissByTime(source, truth)) return count(counts, 'overwritten');
    if (isInCompletePoll(source, Math.max(outcome.at, source.destroyedAt(id)), outcome.until))
      return [`ended as ${state} at ${isoTime(outcome.at)} before a complete poll, but that is not recorded`];
    if (truth.deletedAt !== undefined && outcome.until === truth.deletedAt)
      return checkMissedOutcome(source, id, truth, counts);
    return count(counts, 'overwritten');
  });
}

/** Checks an outcome that no poll could observe, of a job that the backend has deleted. */
function checkMissedOutcome(source: SourceEvidence, id: string, truth: JobTruth, counts: OutcomeCounts): string[] {
  const record = source.record(id);
  if (record?.state === 'unknown' && record.terminal && record.gone && record.message) return count(counts, 'declared');
  // An earlier end is recorded; no poll could observe the rerun.
  if (record && source.ends(id).length > 0 && source.kind === 'unified-manager') return count(counts, 'overwritten');
  if (record)
    return [`was deleted unobserved but is shown as ${record.state}${record.gone ? ', gone' : ''} without a reason`];
  const { deletedAt = Infinity } = truth;
  const unknownSince = Math.max(truth.createdAt, source.destroyedAt(id));
  if (isInCompletePoll(source, unknownSince, deletedAt)) return ['existed during a complete poll but has no record'];
  if (deletedAt <= Math.min(...source.completePolls)) return count(counts, 'beforeFirstPoll');
  return isInGap(source, truth, unknownSince)
    ? count(counts, 'inGaps')
    : ['was never observed and is in no reported gap'];
}

function isInGap({ kind, gaps }: SourceEvidence, truth: JobTruth, unknownSince: number): boolean {
  const ended = outcomesOf(kind, truth).at(-1)?.at ?? Infinity;
  return gaps.some(
    ({ from, to }) => Date.parse(from) <= unknownSince && ended <= (to === undefined ? Infinity : Date.parse(to)),
  );
}

/** True if a complete poll began while the job, or its end, was on the backend. */
function isInCompletePoll({ completePolls }: SourceEvidence, from: number, until: number): boolean {
  return [...completePolls].some((began) => from < began && began < until);
}

/** True if a newest-first poll may miss the job because of its creation time; then only the self-check finds it. */
function mayMissByTime({ kind, hasUnseenClock }: SourceEvidence, { transitions }: JobTruth): boolean {
  if (kind === 'ontap') return false;
  const submitted = transitions.filter((_, index) => index === 0 || isEnd(kind, transitions[index - 1]?.state ?? ''));
  return submitted.some(({ at }) => hasUnseenClock(at));
}

function outcomesOf(kind: SourceKind, { transitions, deletedAt }: JobTruth): Outcome[] {
  return transitions.flatMap(({ state, at }, index) =>
    isEnd(kind, state) ? [{ state, at, until: transitions[index + 1]?.at ?? deletedAt ?? Infinity }] : [],
  );
}

/** The times that the backend reports, by its own clock, in ms. */
function expectedTimes(
  { kind, shownAt }: SourceEvidence,
  { createdAt, transitions }: JobTruth,
): { submit_time?: number; start_time?: number; end_time?: number } {
  const previousEnd = transitions.slice(0, -1).findLastIndex(({ state }) => isEnd(kind, state));
  const [first, ...rest] = transitions.slice(previousEnd + 1);
  const last = rest.at(-1) ?? first;
  const end = last && isEnd(kind, last.state) ? { end_time: shownAt(last.at) } : {};
  if (kind === 'service-engine') return { submit_time: shownAt(createdAt), ...end };
  if (kind === 'unified-manager') return { ...(first && { submit_time: shownAt(first.at) }), ...end };
  const started = transitions.find(({ state }) => state !== 'queued');
  return { ...(started && { start_time: shownAt(started.at) }), ...end };
}

function expectedDuration({ start_time, end_time }: { start_time?: number; end_time?: number }): number | undefined {
  if (start_time === undefined || end_time === undefined) return undefined;
  return Math.max(0, (end_time - start_time) / 1000);
}

function isSameTime(shown: Timestamp | undefined, expected: number | undefined): boolean {
  if (shown === undefined || expected === undefined) return shown === expected;
  return Math.abs(Date.parse(shown) - expected) <= 1000;
}

function isSameDuration(shown: number | undefined, expected: number | undefined): boolean {
  if (shown === undefined || expected === undefined) return shown === expected;
  return Math.abs(shown - expected) <= 1;
}

function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function count(counts: OutcomeCounts, what: keyof OutcomeCounts): string[] {
  counts[what] += 1;
  return [];
}
