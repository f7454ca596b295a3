import { type JobGroup, type JobSummary, MAX_GROUPS, type Scalar, type SummaryQuery } from '@gateway/core';

import { type JobIndex } from '../index/job-index.js';
import { eachMatch } from './each-match.js';
import { compareValues } from './sort-order.js';
import { type TimeSlice } from './time-slice.js';

/**
 * Counts the selected jobs by groups, from the counters alone if they are sufficient. The counts belong to the index
 * at the time of the call, whatever is written to it before the promise resolves. Returns `undefined` if there are more
 * than `MAX_GROUPS` groups.
 */
export async function summarize(
  index: JobIndex,
  query: SummaryQuery,
  slice: TimeSlice,
): Promise<JobSummary | undefined> {
  const { groupBy } = query;
  const groups = new Groups();
  const stateCounts = groupBy.every(({ indexed }) => indexed) ? index.stateCounts(query) : undefined;
  if (stateCounts) {
    for (const { values, count } of stateCounts) {
      groups.add(
        groupBy.map(({ indexed }) => indexed && values[indexed]),
        count,
      );
    }
  } else {
    await eachMatch(index.candidates(query.filters), query, slice, ({ job }) => {
      groups.add(
        groupBy.map(({ read }) => read(job)),
        1,
      );
      return groups.size <= MAX_GROUPS;
    });
  }
  return groups.size > MAX_GROUPS ? undefined : groups.inOrder();
}

class Groups {
  readonly #counts = new Map<string, { readonly values: JobGroup['values']; count: number }>();
  #total = 0;

  get size(): number {
    return this.#counts.size;
  }

  add(values: readonly (Scalar | undefined)[], count: number): void {
    const key = JSON.stringify(values);
    const group = this.#counts.get(key);
    if (group) group.count += count;
    else this.#counts.set(key, { values, count });
    this.#total += count;
  }

  inOrder(): JobSummary {
    return { groups: [...this.#counts.values()].sort(compareGroups), total: this.#total };
  }
}

function compareGroups(a: JobGroup, b: JobGroup): number {
  for (const [at, value] of a.values.entries()) {
    const difference = compareValues(value, b.values[at], false);
    if (difference !== 0) return difference;
  }
  return 0;
}
