/** Which sources a caller may poll, from the caller's roles. */

import { type Me } from '../api/types';
import { type Filter } from '../jobs/filter-text';

const PREFIX = 'source.';

/**
 * The filters of `/api/sources` that together select the sources that a caller may poll; an empty filter selects all.
 * A role is for all sources, or for those of a filter over `source.*`.
 */
export function pollFilters(me: Me | undefined): readonly Filter[] {
  if (me === undefined || me.method === 'none') return [[]];
  const filters = me.sources.filter(({ role }) => role !== 'viewer').map(({ sources }) => sourceFilter(sources ?? ''));
  return filters.some((filter) => filter.length === 0) ? [[]] : filters;
}

function sourceFilter(sources: string): Filter {
  return [...new URLSearchParams(sources)].map(([name, value]) => [
    name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name,
    value,
  ]);
}
