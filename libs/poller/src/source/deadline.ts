import { BackendError, type Timers } from '@gateway/core';

/**
 * Runs work with a signal that aborts with a `BackendError` after `timeoutMs`, or when `stop` does, with its reason.
 * `name` must be unique among running deadlines.
 */
export async function withDeadline<T>(
  timers: Timers,
  name: string,
  timeoutMs: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(stop.reason);
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop);
  const late = `no answer within ${timeoutMs / 1000} s`;
  timers.set(name, timeoutMs, () => controller.abort(new BackendError('unreachable', late)));
  try {
    return await work(controller.signal);
  } finally {
    timers.clear(name);
    stop.removeEventListener('abort', onStop);
  }
}
