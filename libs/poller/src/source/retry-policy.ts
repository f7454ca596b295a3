import { type BackendError } from '@gateway/core';

const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;
const UNAUTHORIZED_DELAY_MS = 300_000;
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after the `failures`-th failed poll in a row, in ms: the time a throttled backend requested (1 s to
 * 1 h), five minutes if it refuses the login (more attempts could lock the account), else exponential from 1 s to
 * 60 s with full jitter. `random` returns numbers from 0 up to 1.
 */
export function retryDelay(error: BackendError, failures: number, random: () => number): number {
  switch (error.code) {
    case 'unauthorized':
      return UNAUTHORIZED_DELAY_MS;
    case 'throttled':
      return error.details.retryAfterMs === undefined
        ? backOff(failures, random)
        : Math.min(Math.max(error.details.retryAfterMs, MIN_DELAY_MS), MAX_RETRY_AFTER_MS);
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

/** The interval, randomly shortened by up to a tenth so that sources are not polled all at the same time. */
export function jittered(intervalMs: number, random: () => number): number {
  return Math.round(intervalMs * (1 - 0.1 * random()));
}

function backOff(failures: number, random: () => number): number {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.max(MIN_DELAY_MS, Math.round(ceiling * random()));
}
