import { type JobView, nextTurn, type ViewedJob } from '@gateway/core';

/** Number of jobs visited before the event loop gets a turn. */
const VISIT_BATCH = 2_000;

/** The jobs of a source that a listing does not contain: ended ones, and active ones, which need a lookup. */
export interface MissingJobs {
  readonly ended: readonly ViewedJob[];
  readonly active: readonly ViewedJob[];
}

/**
 * The present jobs of a source without those in `listed`, which contains ids of records. Reads no records. If one of
 * the jobs changes meanwhile, the change is newer than the listing: the store rejects drafts from the listing.
 */
export async function missingFrom(
  view: Pick<JobView, 'active' | 'present'>,
  source: string,
  listed: ReadonlySet<string>,
): Promise<MissingJobs> {
  const missing = await filterInTurns(view.present(source), ({ id }) => !listed.has(id));
  const activeIds = new Set<string>();
  if (missing.length > 0) for (const { id } of view.active(source)) activeIds.add(id);
  return {
    ended: missing.filter(({ id }) => !activeIds.has(id)),
    active: missing.filter(({ id }) => activeIds.has(id)),
  };
}

/** The items that fulfil a condition. Yields to the event loop between batches. */
export async function filterInTurns<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Promise<T[]> {
  const wanted: T[] = [];
  let visited = 0;
  for (const item of items) {
    if (isWanted(item)) wanted.push(item);
    visited += 1;
    if (visited % VISIT_BATCH === 0) await nextTurn();
  }
  return wanted;
}
