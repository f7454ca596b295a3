import { BackendError } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';

/** Factor on the time limit of work that makes progress: a first poll reads a whole history, page by page. */
const MOST_TIMES = 10;

/** The time limit of some work. */
export interface Deadline {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** Runs work of our own, whose time does not count. One call at a time. */
  readonly pause: <T>(ownWork: () => Promise<T>) => Promise<T>;
  /** Starts the time limit again, until all of the work has taken ten times as long. */
  readonly progress: () => void;
}

/**
 * Runs work with a signal that aborts with a `BackendError` after `timeoutMs`, or with the reason of `stopped` when
 * that aborts. The error names `poll.timeout`, of which `timeoutMs` is a multiple. `name` must be unique among the
 * running deadlines.
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
  let left = timeoutMs;
  let leftInTotal = timeoutMs * MOST_TIMES;
  let startedAt = 0;
  const start = (): void => {
    startedAt = monotonicClock.now();
    const ms = Math.max(0, Math.min(left, leftInTotal));
    timers.set(name, ms, () => controller.abort(left <= leftInTotal ? noAnswer(timeoutMs) : tooLong(timeoutMs)));
  };
  const stop = (): void => {
    timers.clear(name);
    const spent = monotonicClock.now() - startedAt;
    left -= spent;
    leftInTotal -= spent;
  };
  const pause = async <P>(ownWork: () => Promise<P>): Promise<P> => {
    stop();
    try {
      return await ownWork();
    } finally {
      start();
    }
  };
  const progress = (): void => {
    stop();
    left = timeoutMs;
    start();
  };
  start();
  try {
    return await work({ signal: controller.signal, pause, progress });
  } finally {
    timers.clear(name);
    stopped.removeEventListener('abort', onStop);
  }
}

function noAnswer(timeoutMs: number): BackendError {
  return new BackendError('unreachable', `no answer within ${timeoutMs / 1_000} s, see poll.timeout`);
}

function tooLong(timeoutMs: number): BackendError {
  const total = (timeoutMs * MOST_TIMES) / 1_000;
  return new BackendError('unreachable', `the poll did not end within ${total} s, ${MOST_TIMES} times poll.timeout`);
}
