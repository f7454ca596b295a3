import { type Filter, type Job, type JobSelection, type Scalar } from '@gateway/core';

import { isLike, meets } from './meets.js';

/** The definition of a match, which every indexed answer equals: the job meets every filter and holds the search's text. */
export function matches(job: Job, { filters, search }: JobSelection): boolean {
  for (const filter of filters) if (!meetsFilter(filter.field.read(job), filter)) return false;
  return search === undefined || holds(job, search);
}

/** True when a value meets a filter. */
export function meetsFilter(value: Scalar | undefined, { any, negated }: Filter): boolean {
  return any.some((condition) => meets(value, condition)) !== negated;
}

function holds(job: Job, search: readonly string[]): boolean {
  const texts = [job.description, job.message, job.error?.message, job.object?.name];
  return texts.some((text) => text !== undefined && isLike(text.toLowerCase(), search));
}
