import { BackendError } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';

/** The time limit of some work. */
export interface Deadline {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** Runs work of our own, whose time does not count. One call at a time. */
  readonly pause: <T>(ownWork: () => Promise<T>) => Promise<T>;
}

/**
 * Runs work with a signal that aborts with a `BackendError` after `timeoutMs`, or with the reason of `stopped` when
 * that aborts. `name` must be unique among the running deadlines.
 */
export async function withDeadline<T>(
  { monotonicClock, timers }: Pick<PollerDeps, 'monotonicClock' | 'timers'>,
  name: string,
  timeoutMs: number,
  stopped: AbortSignal,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(stopped.reason);
  if (stopped.aborted) onStop();
  stopped.addEventListener('abort', onStop);
  const message = `no answer within ${timeoutMs / 1000} s`;
  const start = (ms: number): void =>
    timers.set(name, ms, () => controller.abort(new BackendError('unreachable', message)));
  let remainingMs = timeoutMs;
  let startedAt = monotonicClock.now();
  const pause = async <P>(ownWork: () => Promise<P>): Promise<P> => {
    timers.clear(name);
    remainingMs -= monotonicClock.now() - startedAt;
    try {
      return await ownWork();
    } finally {
      startedAt = monotonicClock.now();
      start(Math.max(0, remainingMs));
    }
  };
  start(timeoutMs);
  try {
    return await work({ signal: controller.signal, pause });
  } finally {
    timers.clear(name);
    stopped.removeEventListener('abort', onStop);
  }
}
