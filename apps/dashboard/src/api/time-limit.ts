import { TimedOutError } from './problem';

/** Seconds that a request may take until its whole response is there. An action waits for its backend. */
const READ_SECONDS = 20;
const WRITE_SECONDS = 60;

/** The time limit of a request, in seconds. */
export function limitOf(method = 'GET'): number {
  return method === 'GET' ? READ_SECONDS : WRITE_SECONDS;
}

/**
 * Runs a task whose signal is aborted after a time, or with the caller's signal. Rejects with a `TimedOutError` if the time
 * was the reason. The caller's signal stays connected after the task, the limit does not: a stream goes on without it.
 */
export async function withinLimit<T>(
  seconds: number,
  signal: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), seconds * 1_000);
  try {
    return await task(signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (limit.signal.aborted && !signal?.aborted) throw new TimedOutError(seconds, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
