import { type Filter, type JobField, type JobSelection } from '@gateway/core';

import { type QueryParameters } from './query-parameters.js';
import { inParameter } from './in-parameter.js';
import { QueryFault } from './query-fault.js';
import { readFilter } from './read-filter.js';
import { readSearch } from './read-search.js';
import { type Now } from './read-scalar.js';

const MOST_CONDITIONS = 200;

/** Which jobs are asked for, and whether that depends on the moment it was read. */
export interface ReadSelection extends JobSelection {
  readonly relative: boolean;
}

/**
 * Reads which jobs are meant out of parameters: filters, whose names are paths of fields as `fieldAt` knows them, and the
 * search in `query`. Relative times count from `moment`, in ms. Throws the `Problem` with the first that is wrong or beyond
 * the limits.
 */
export function readSelection(
  parameters: QueryParameters,
  fieldAt: (path: string) => JobField | undefined,
  moment: number,
): ReadSelection {
  let relative = false;
  const now = (): number => {
    relative = true;
    return moment;
  };
  const filters = readFilters(parameters, fieldAt, now);
  const search = parameters.get('query');
  return { filters, relative, ...(search !== undefined && { search: inParameter('query', search, readSearch) }) };
}

function readFilters(
  parameters: QueryParameters,
  fieldAt: (path: string) => JobField | undefined,
  now: Now,
): readonly Filter[] {
  const filters: Filter[] = [];
  let conditions = 0;
  for (const [name, text] of parameters) {
    const field = fieldAt(name);
    if (field === undefined) continue;
    const filter = inParameter(name, text, (value) => {
      const read = readFilter(field, value, now);
      conditions += read.any.length;
      if (conditions > MOST_CONDITIONS)
        throw new QueryFault(0, `at most ${MOST_CONDITIONS} alternatives in all filters`);
      return read;
    });
    filters.push(filter);
  }
  return filters;
}
