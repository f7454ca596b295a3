import { type BackendError } from '@gateway/core';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
const UNAUTHORIZED_DELAY_MS = 300_000;
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to leave a backend alone after its `failures`-th failed poll in a row, in ms: what it asked for itself, five
 * minutes when it refuses our login (more tries could lock the account), else exponential from one second to one
 * minute with full jitter. `random` gives numbers from 0 up to 1.
 */
export function retryDelay(error: BackendError, failures: number, random: () => number): number {
  switch (error.code) {
    case 'unauthorized':
      return UNAUTHORIZED_DELAY_MS;
    case 'throttled':
      return error.details.retryAfterMs === undefined
        ? backOff(failures, random)
        : Math.min(Math.max(error.details.retryAfterMs, FIRST_DELAY_MS), LONGEST_RETRY_AFTER_MS);
    case 'unreachable':
    case 'malformed':
    case 'refused':
    case 'failed':
    case 'outcome_unknown':
      return backOff(failures, random);
    default:
      return error.code satisfies never;
  }
}

/** The interval less up to a tenth of it, so that sources do not fall into step; never longer than it is. */
export function jittered(intervalMs: number, random: () => number): number {
  return Math.round(intervalMs * (1 - 0.1 * random()));
}

function backOff(failures: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.max(FIRST_DELAY_MS, Math.round(ceiling * random()));
}
