import {
  type Filter,
  type JobField,
  type Now,
  QueryValueError,
  readFilter,
  type RecordSelection,
  type ScalarField,
} from '@gateway/core';

import { inOptionalParameter, inParameter } from './in-parameter.js';
import { type QueryParameters } from './query-parameters.js';
import { readSearch } from './read-search.js';

const MAX_CONDITIONS = 200;

/** Finds the field of a filter by the name and value of its parameter; `undefined` if the parameter is not a filter. */
export type FilterField<F extends ScalarField> = (name: string, value: string) => F | undefined;

/** A selection as read from a query text. */
export interface ReadSelection<F extends ScalarField = JobField> extends RecordSelection<F> {
  /** As in `JobSelection`. */
  readonly search?: readonly string[];
  /** True if the selection has relative times. */
  readonly relative: boolean;
}

/**
 * Reads the filters and the search (`query`) from parameters. Relative times refer to `base`, in ms since the epoch.
 * Throws a `Problem` with the first parameter that is invalid or exceeds a limit.
 */
export function readSelection<F extends ScalarField>(
  parameters: QueryParameters,
  fieldOf: FilterField<F>,
  base: number,
): ReadSelection<F> {
  let relative = false;
  const now = (): number => {
    relative = true;
    return base;
  };
  const filters = readFilters(parameters, fieldOf, now);
  const search = inOptionalParameter(parameters, 'query', readSearch);
  return { filters, relative, ...(search !== undefined && { search }) };
}

function readFilters<F extends ScalarField>(
  parameters: QueryParameters,
  fieldOf: FilterField<F>,
  now: Now,
): readonly Filter<F>[] {
  const filters: Filter<F>[] = [];
  let conditions = 0;
  for (const [name, text] of parameters) {
    const field = fieldOf(name, text);
    if (field === undefined) continue;
    const filter = inParameter(name, text, (value) => {
      const read = readFilter(field, value, now);
      conditions += read.any.length;
      if (conditions > MAX_CONDITIONS) throw new QueryValueError(0, `at most ${MAX_CONDITIONS} alternatives in total`);
      return read;
    });
    filters.push(filter);
  }
  return filters;
}
