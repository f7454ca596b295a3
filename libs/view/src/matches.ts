import { FILTER_FIELDS, type FilterField, type Job, type JobQuery } from '@gateway/core';

const VALUE_OF: Readonly<Record<FilterField, (job: Job) => string | undefined>> = {
  state: (job) => job.state,
  'source.name': (job) => job.source.name,
  'source.kind': (job) => job.source.kind,
  'svm.name': (job) => job.svm?.name,
  'node.name': (job) => job.node?.name,
};

/**
 * The definition of a match, which every indexed answer equals: for each field given, the job's value is one of those
 * listed. An absent value matches nothing.
 */
export function matches(job: Job, filters: JobQuery['filters']): boolean {
  for (const field of FILTER_FIELDS) {
    const wanted = filters[field];
    if (wanted === undefined) continue;
    const value = VALUE_OF[field](job);
    if (value === undefined || !wanted.includes(value)) return false;
  }
  return true;
}
