import { backOff } from './back-off.js';
import { isTransient, ProblemError } from './errors.js';
import { type ServerEvent } from './event-parser.js';
import { type Gateway } from './gateway.js';
import { type Filters, type Job } from './types.js';

/** A change of a job that matches, or that does not match any more. */
export type WatchChange =
  | { readonly event: 'added' | 'modified'; readonly revision: string; readonly job: Job }
  | { readonly event: 'removed'; readonly revision: string; readonly job: Pick<Job, 'id'> };

/** News of the connection. */
export type ConnectionNews = { readonly event: 'lost'; readonly reason: string } | { readonly event: 'resumed' };

/**
 * The changes since a revision, over as many connections as it takes: after a disconnect it resumes from the last event, so
 * nothing is missed and nothing is repeated. It returns when the changes since then are not available any more, and when
 * the sources that the caller may see have changed: the jobs have to be listed again. Throws if the first connection fails.
 */
export async function* followWatch(
  gateway: Gateway,
  filters: Filters,
  revision: string,
  stop: AbortSignal,
): AsyncGenerator<WatchChange | ConnectionNews> {
  let after = revision;
  let isConnected = false;
  for (let attempt = 0; !stop.aborted; attempt += 1) {
    let reason = 'the stream ended';
    try {
      for await (const event of gateway.watch(filters, after, stop)) {
        if (attempt > 0) yield { event: 'resumed' };
        attempt = 0;
        isConnected = true;
        if (event.type === 'cut_off') {
          const next = resumptionOf(event);
          if (next === undefined) return;
          after = next;
          break;
        }
        after = event.id ?? after;
        const change = changeOf(event, after);
        if (change !== undefined) yield change;
      }
    } catch (error) {
      if (stop.aborted || (isConnected && isExpired(error))) return;
      if (!isConnected || !isTransient(error)) throw error;
      reason = (error as Error).message;
    }
    if (attempt === 0) yield { event: 'lost', reason };
    await backOff(attempt, stop);
  }
}

function changeOf({ data, type }: ServerEvent, revision: string): WatchChange | undefined {
  if (type !== 'added' && type !== 'modified' && type !== 'removed') return undefined;
  return { event: type, revision, job: JSON.parse(data) as Job };
}

/** From where a stream that was cut off can be resumed; `undefined` if the jobs have to be listed again. */
function resumptionOf({ data }: ServerEvent): string | undefined {
  return (JSON.parse(data) as { readonly after?: string }).after;
}

function isExpired(error: unknown): boolean {
  return error instanceof ProblemError && error.slug === 'revision-gone';
}
