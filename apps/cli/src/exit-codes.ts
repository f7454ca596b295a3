/** Exit codes. Outcomes stay below 64 and faults are 64 or more, so a script never takes a network error for a failed job. */
import { type Job } from './api/types.js';

/** The exit code of each outcome and fault. */
export const EXIT = {
  done: 0,
  failure: 1,
  partialFailure: 2,
  cancelled: 3,
  unknown: 4,
  actionNotDone: 5,
  usage: 64,
  notFound: 66,
  unreachable: 69,
  internal: 70,
  tryLater: 75,
  notAllowed: 77,
  timeout: 124,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The outcomes of a wait, worst first. */
const WORST_FIRST: readonly ExitCode[] = [EXIT.failure, EXIT.unknown, EXIT.partialFailure, EXIT.cancelled, EXIT.done];

/** The exit code for the outcome of a job that has ended or is gone. */
export function exitCodeOfJob({ requested, state }: Pick<Job, 'state' | 'requested'>): ExitCode {
  switch (state) {
    case 'success':
      return EXIT.done;
    case 'warning':
    case 'partial_failure':
      return EXIT.partialFailure;
    case 'failure':
      // ONTAP has no cancelled state: a cancelled job ends as a failure there.
      return requested?.action === 'cancel' && requested.outcome === 'done' ? EXIT.cancelled : EXIT.failure;
    case 'cancelled':
      return EXIT.cancelled;
    case 'queued':
    case 'running':
    case 'paused':
    case 'unknown':
      return EXIT.unknown;
  }
}

/** The worst of several outcomes; 0 if there is none. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.done;
}

/** The exit code of an error response. */
export function exitCodeOfProblem(status: number, type: string): ExitCode {
  const [, slug] = type.split('#');
  if (status === 401 || status === 403) return EXIT.notAllowed;
  if (status === 404 || status === 410) return EXIT.notFound;
  if (status === 429 || status === 503 || slug === 'key-in-use') return EXIT.tryLater;
  if (slug === 'job-ended' || slug === 'action-conflict' || slug === 'unsupported-action') return EXIT.actionNotDone;
  return status >= 500 ? EXIT.internal : EXIT.usage;
}

/** The exit code of an error response to an action. A backend that fails or refuses is an outcome, not a fault of the gateway. */
export function exitCodeOfActionProblem(status: number, type: string): ExitCode {
  return status === 502 || status === 504 ? EXIT.actionNotDone : exitCodeOfProblem(status, type);
}

/** The exit code of several actions: the highest fault, else "not done" if one was not, else 0. */
export function exitCodeOfActions(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((worst, code) => (code > worst ? code : worst), EXIT.done);
}
