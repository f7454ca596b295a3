import { type Adapter, BackendError, type ObservedJob, type ViewedJob } from '@gateway/core';

/** A job that stays missing and unreadable for this long is given up, in ms. */
export const UNREADABLE_FOR_MS = 300_000;

/** The results of looking up several jobs by their ids. */
export interface LookupResults {
  readonly found: readonly ObservedJob[];
  /** Jobs that the backend does not have. */
  readonly gone: readonly ViewedJob[];
  /** Jobs whose lookup the backend refused, or answered with an invalid job. */
  readonly unreadable: readonly ViewedJob[];
  /** The error of the last unreadable job. */
  readonly error?: BackendError;
  /** The error that ended the lookups; the remaining jobs were not looked up. */
  readonly endedBy?: BackendError;
}

/**
 * Looks up jobs by their ids, `parallel` at a time. Continues after a job that is unreadable; any other `BackendError`
 * ends the lookups.
 */
export async function getEach(
  jobs: readonly ViewedJob[],
  adapter: Pick<Adapter, 'get'>,
  parallel: number,
  signal: AbortSignal,
): Promise<LookupResults> {
  const found: ObservedJob[] = [];
  const gone: ViewedJob[] = [];
  const unreadable: ViewedJob[] = [];
  const errors: { error?: BackendError; endedBy?: BackendError } = {};
  const queue = jobs.values();
  const worker = async (): Promise<void> => {
    for (const known of queue) {
      if (errors.endedBy) return;
      try {
        const observed = await adapter.get(known.job.native_id, signal);
        if (observed === undefined) gone.push(known);
        else found.push(observed);
      } catch (error) {
        if (!(error instanceof BackendError)) throw error;
        if (isUnreadable(error)) {
          errors.error = error;
          unreadable.push(known);
        } else {
          errors.endedBy ??= error;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return { found, gone, unreadable, ...errors };
}

/** True if the backend refused the lookup of one job, or answered with an invalid job; others can be looked up. */
export function isUnreadable({ code }: BackendError): boolean {
  return code === 'refused' || code === 'malformed';
}

/** The items from a random one on, wrapped around: a limit does not always cut off the same items. */
export function rotated<T>(items: readonly T[], random: () => number): readonly T[] {
  const start = Math.floor(random() * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
