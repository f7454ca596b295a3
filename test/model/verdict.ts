/** Compares what the gateways hold and have shown with what the oracle knows. */
import { type Gap, type Job, type SourceKind, type Timestamp } from '@gateway/core';

import { type JobTruth } from '../../apps/simulator/src/simulator.js';
import { expectedState, isEnd } from './expected-state.js';
import { type ShownEnd } from './reader.js';

/** All that is known of one source when a run is over. */
export interface SourceEvidence {
  readonly name: string;
  readonly kind: SourceKind;
  readonly truth: readonly JobTruth[];
  /** When polls began that saw all there was, in ms. */
  readonly wholePolls: ReadonlySet<number>;
  /** Those of them that nobody lived to save, or that were lost with the store. */
  readonly unsavedPolls: ReadonlySet<number>;
  readonly gaps: readonly Gap[];
  /** What the backend's clock showed at an instant. */
  readonly shownAt: (at: number) => number;
  /** True when that clock was set before and after an instant with no whole poll in between. */
  readonly wasMisdated: (at: number) => boolean;
  readonly record: (id: string) => Job | undefined;
  readonly ends: (id: string) => readonly ShownEnd[];
}

/** How many outcomes there were, and what became of each. */
export interface Tally {
  jobs: number;
  outcomes: number;
  recorded: number;
  /** The record is `unknown` and `gone`, with the reason. */
  declared: number;
  /** Never seen, within a declared gap. */
  inGaps: number;
  /** Never seen, over before the first poll ever. */
  beforeFirstPoll: number;
  /** Gone or run again before any poll could see its end. */
  overwritten: number;
  gaps: number;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
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

/** One end the oracle knows, and until when the backend showed it. */
interface Outcome {
  readonly state: string;
  readonly at: number;
  readonly until: number;
}

/** Counts into the tally and gives a sentence for each thing that is not as it must be. */
export function judge(source: SourceEvidence, tally: Tally): string[] {
  tally.gaps += source.gaps.length;
  return [
    ...source.gaps.flatMap((gap) => judgeGap(source, gap)),
    ...source.truth.flatMap((truth) => {
      tally.jobs += 1;
      const id = `${source.name}~${truth.nativeId}`;
      return [...judgeCopy(source, id, truth), ...judgeOutcomes(source, id, truth, tally)].map(
        (complaint) => `${id} ${complaint}; truth ${JSON.stringify(truth)}`,
      );
    }),
  ];
}

/** A gap that a whole poll lies in would be a gap for the asking. */
function judgeGap({ name, wholePolls, unsavedPolls }: SourceEvidence, { from, to }: Gap): string[] {
  const [begin, end] = [Date.parse(from), to === undefined ? Infinity : Date.parse(to)];
  const within = [...wholePolls].filter((began) => began > begin && began < end && !unsavedPolls.has(began));
  return within.length === 0
    ? []
    : [`${name} declares a gap ${from} – ${to ?? 'now'} over ${within.length} whole polls`];
}

function judgeCopy(source: SourceEvidence, id: string, truth: JobTruth): string[] {
  if (truth.deletedAt !== undefined) return [];
  const record = source.record(id);
  if (record === undefined) return ['is at its backend and not in the view'];
  const last = truth.transitions.at(-1)?.state ?? '';
  const state = expectedState(source.kind, last);
  const complaints: string[] = [];
  if (record.state !== state || record.gone || record.terminal !== isEnd(source.kind, last))
    complaints.push(`is ${state} and shown as ${record.state}${record.gone ? ', gone' : ''}`);
  const expected = expectedTimes(source, truth);
  for (const field of ['submit_time', 'start_time', 'end_time'] as const) {
    if (!isNear(record[field], expected[field]))
      complaints.push(`has ${field} ${record[field]}, not ${instant(expected[field])}`);
  }
  const duration = expectedDuration(expected);
  if (!isWithin(record.duration_seconds, duration))
    complaints.push(`lasted ${duration} s, not ${record.duration_seconds}`);
  return complaints;
}

function judgeOutcomes(source: SourceEvidence, id: string, truth: JobTruth, tally: Tally): string[] {
  const ends = source.ends(id);
  return outcomesOf(source.kind, truth).flatMap((outcome) => {
    tally.outcomes += 1;
    const state = expectedState(source.kind, outcome.state);
    const end = source.shownAt(outcome.at);
    if (ends.some((shown) => shown.state === state && isNear(shown.end_time, end))) return count(tally, 'recorded');
    if (outcome.until < Infinity && isMisdated(source, truth)) return count(tally, 'overwritten');
    if (wasShownToAPoll(source, outcome.at, outcome.until))
      return [`ended as ${state} at ${instant(outcome.at)} in sight of a whole poll, and that is not recorded`];
    if (truth.deletedAt !== undefined && outcome.until === truth.deletedAt) return judgeLost(source, id, truth, tally);
    return count(tally, 'overwritten');
  });
}

/** An outcome that no poll could see, of a job the backend has dropped. */
function judgeLost(source: SourceEvidence, id: string, truth: JobTruth, tally: Tally): string[] {
  const record = source.record(id);
  if (record?.state === 'unknown' && record.terminal && record.gone && record.message) return count(tally, 'declared');
  // It had been seen to end before; that it ran again nobody could see.
  if (record && source.ends(id).length > 0 && source.kind === 'unified-manager') return count(tally, 'overwritten');
  if (record) return [`was lost, and is shown as ${record.state}${record.gone ? ', gone' : ''} without a reason`];
  const { createdAt, deletedAt = Infinity } = truth;
  if (wasShownToAPoll(source, createdAt, deletedAt)) return ['was in sight of a whole poll, and there is no record'];
  if (deletedAt <= Math.min(...source.wholePolls)) return count(tally, 'beforeFirstPoll');
  return isInGap(source, truth) ? count(tally, 'inGaps') : ['came and went unseen, in no declared gap'];
}

function isInGap({ kind, gaps }: SourceEvidence, truth: JobTruth): boolean {
  const ended = outcomesOf(kind, truth).at(-1)?.at ?? Infinity;
  return gaps.some(
    ({ from, to }) => Date.parse(from) <= truth.createdAt && ended <= (to === undefined ? Infinity : Date.parse(to)),
  );
}

/** What was there before a whole poll began and still was when it began was seen. */
function wasShownToAPoll({ wholePolls }: SourceEvidence, from: number, until: number): boolean {
  return [...wholePolls].some((began) => from < began && began < until);
}

/** Whoever lists newest first finds a job by its creation time; such a one may have to wait for the self-check. */
function isMisdated({ kind, wasMisdated }: SourceEvidence, { transitions }: JobTruth): boolean {
  if (kind === 'ontap') return false;
  const submitted = transitions.filter((_, index) => index === 0 || isEnd(kind, transitions[index - 1]?.state ?? ''));
  return submitted.some(({ at }) => wasMisdated(at));
}

function outcomesOf(kind: SourceKind, { transitions, deletedAt }: JobTruth): Outcome[] {
  return transitions.flatMap(({ state, at }, index) =>
    isEnd(kind, state) ? [{ state, at, until: transitions[index + 1]?.at ?? deletedAt ?? Infinity }] : [],
  );
}

/** What the backend itself reports, by its own clock. */
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

function isNear(shown: Timestamp | undefined, expected: number | undefined): boolean {
  if (shown === undefined || expected === undefined) return shown === expected;
  return Math.abs(Date.parse(shown) - expected) <= 1000;
}

function isWithin(shown: number | undefined, expected: number | undefined): boolean {
  if (shown === undefined || expected === undefined) return shown === expected;
  return Math.abs(shown - expected) <= 1;
}

function instant(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

function count(tally: Tally, what: keyof Tally): string[] {
  tally[what] += 1;
  return [];
}
