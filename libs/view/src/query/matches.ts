import { foldText, includesSource, isLike, type Job, type JobSelection, meetsFilter } from '@gateway/core';

/**
 * True if a job matches a selection: its scope, every filter, and the search. All results of the indexes must agree with
 * this.
 */
export function matches(job: Job, { filters, scope, search }: JobSelection): boolean {
  if (!includesSource(scope, job.source.name)) return false;
  for (const filter of filters) if (!meetsFilter(filter.field.read(job), filter)) return false;
  return search === undefined || matchesSearch(job, search);
}

/** The paths of the fields that are searched. */
export const SEARCHED_PATHS = ['description', 'message', 'error.message', 'object.name'] as const;

function matchesSearch(job: Job, search: readonly string[]): boolean {
  const texts = [job.description, job.message, job.error?.message, job.object?.name];
  return texts.some((text) => text !== undefined && isLike(foldText(String(text)), search));
}
