import { BackendError } from '@gateway/core';

import { type Timers } from './timers.js';

/**
 * Runs work with a signal that aborts after `timeoutMs` or when `stop` does; the reason is a `BackendError`. `name` must
 * be unique among running deadlines.
 */
export async function withDeadline<T>(
  timers: Timers,
  name: string,
  timeoutMs: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (why: string): void => controller.abort(new BackendError('unreachable', why));
  const onStop = (): void => abort('the gateway is stopping');
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop);
  timers.set(name, timeoutMs, () => abort(`no answer within ${timeoutMs / 1000} s`));
  try {
    return await work(controller.signal);
  } finally {
    timers.clear(name);
    stop.removeEventListener('abort', onStop);
  }
}
