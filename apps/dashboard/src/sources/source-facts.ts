/** What the page says about a source: the remedy for its reason, its clock, where it is known from, its jobs. */

/** The codes with which the reason of a source can begin. */
export const REASON_CODES = ['unreachable', 'throttled', 'unauthorized', 'malformed', 'refused', 'failed'] as const;
/** The code with which the reason of a source begins. */
export type ReasonCode = (typeof REASON_CODES)[number];

/** How far the clock of a backend is off: `high` above 60 s, where times of jobs mislead. */
export type ClockLevel = 'ok' | 'noticeable' | 'high';

const NOTICEABLE_SECONDS = 5;
const HIGH_SECONDS = 60;

/** Where the gateway knows a source from. */
export interface Origin {
  readonly kind: string;
  readonly file?: string | undefined;
  readonly source?: string | undefined;
}

/** The states in which a job has not ended. An unknown job may have ended. */
const ACTIVE = ['queued', 'running', 'paused'] as const;
const FAILED = ['failure', 'partial_failure'] as const;

/** The code at the beginning of a reason; `undefined` if the page knows no remedy for it. */
export function reasonCode(reason: string): ReasonCode | undefined {
  return REASON_CODES.find((code) => reason.startsWith(`${code}:`) || reason === code);
}

/** How far a clock is off. */
export function clockLevel(offsetSeconds: number): ClockLevel {
  const offset = Math.abs(offsetSeconds);
  if (offset > HIGH_SECONDS) return 'high';
  return offset > NOTICEABLE_SECONDS ? 'noticeable' : 'ok';
}

/** Where a source is known from, in one word: the file, the Unified Manager, or the kind of origin. */
export function originText({ file, kind, source }: Origin): string {
  return file ?? source ?? kind;
}

/** The number of jobs of a source that have not ended, and of those that failed. */
export function activeAndFailed(jobs: Readonly<Partial<Record<string, number>>>): {
  readonly active: number;
  readonly failed: number;
} {
  const sum = (states: readonly string[]): number => states.reduce((total, state) => total + (jobs[state] ?? 0), 0);
  return { active: sum(ACTIVE), failed: sum(FAILED) };
}

/** How much of the interval until the next poll has passed, from 0 to 1; `undefined` if the times are not known. */
export function pollProgress(
  source: { readonly interval_seconds: number; readonly next_poll_time?: string | undefined },
  now: number,
): number | undefined {
  if (source.next_poll_time === undefined || source.interval_seconds <= 0) return undefined;
  const left = (Date.parse(source.next_poll_time) - now) / 1_000;
  return Math.min(1, Math.max(0, 1 - left / source.interval_seconds));
}
