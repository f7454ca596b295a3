import { BackendError, type Timers } from '@gateway/core';

/**
 * Runs work with a signal that aborts with a `BackendError` after `timeoutMs`, or with the reason of `stopped` when
 * that aborts. `name` must be unique among the running deadlines.
 */
export async function withDeadline<T>(
  timers: Timers,
  name: string,
  timeoutMs: number,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(stopped.reason);
  if (stopped.aborted) onStop();
  stopped.addEventListener('abort', onStop);
  const message = `no answer within ${timeoutMs / 1000} s`;
  timers.set(name, timeoutMs, () => controller.abort(new BackendError('unreachable', message)));
  try {
    return await work(controller.signal);
  } finally {
    timers.clear(name);
    stopped.removeEventListener('abort', onStop);
  }
}
