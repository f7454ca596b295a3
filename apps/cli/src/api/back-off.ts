import { setTimeout as delay } from 'node:timers/promises';

const DELAYS_S = [1, 2, 4, 8, 15];
/** Delays differ by this share, so that clients of a restarted gateway do not come back all at once. */
const JITTER = 0.2;

/** The delay before an attempt; the first one after a success is number 0. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const seconds = DELAYS_S[Math.min(attempt, DELAYS_S.length - 1)] as number;
  return Math.round(seconds * 1_000 * (1 + JITTER * (2 * random() - 1)));
}

/** Waits before an attempt; ends early, without an error, when `stop` is aborted. */
export async function backOff(attempt: number, stop: AbortSignal): Promise<void> {
  await pause(backOffMs(attempt), stop);
}

/** Waits; ends early, without an error, when `stop` is aborted. */
export async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stop }).catch(() => undefined);
}
