/**
 * Runs work with a signal that aborts after `timeoutMs`, and when `stopped` does. `AbortSignal.any` with an
 * `AbortSignal.timeout` is no substitute: nothing keeps that timeout from being garbage-collected before it aborts.
 */
export async function withTimeLimit<T>(
  timeoutMs: number,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(end, timeoutMs);
  stopped.addEventListener('abort', end);
  if (stopped.aborted) end();
  try {
    return await work(ended.signal);
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', end);
  }
}
