import { type Adapter, BackendError, type ObservedJob, type ViewedJob } from '@gateway/core';

/** What came of asking for jobs one by one. */
export interface Asked {
  readonly found: readonly ObservedJob[];
  /** Jobs the backend says it does not have. */
  readonly denied: readonly ViewedJob[];
  /** Jobs the backend answers for, but not with the job. */
  readonly unreadable: readonly ViewedJob[];
  /** Why one of those could not be read. */
  readonly trouble?: BackendError;
  /** What the backend failed with, so that the rest was not asked for. */
  readonly ended?: BackendError;
}

/**
 * Asks a backend for jobs by their ids, so many at once. A job our role may not read is left as it is; a backend that stops
 * answering ends the asking.
 */
export async function getEach(
  jobs: readonly ViewedJob[],
  adapter: Pick<Adapter, 'get'>,
  atOnce: number,
  signal: AbortSignal,
): Promise<Asked> {
  const found: ObservedJob[] = [];
  const denied: ViewedJob[] = [];
  const unreadable: ViewedJob[] = [];
  const failures: { trouble?: BackendError; ended?: BackendError } = {};
  const queue = jobs.values();
  const worker = async (): Promise<void> => {
    for (const known of queue) {
      if (failures.ended) return;
      try {
        const observed = await adapter.get(known.job.native_id, signal);
        if (observed === undefined) denied.push(known);
        else found.push(observed);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        if (error.code === 'refused' || error.code === 'malformed') {
          failures.trouble = error;
          unreadable.push(known);
        } else {
          failures.ended ??= error;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { found, denied, unreadable, ...failures };
}

/** The same items, beginning at a random one and wrapping around, so that no limit always cuts off the same. */
export function rotated<T>(items: readonly T[], random: () => number): readonly T[] {
  const start = Math.floor(random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
