import { type Condition, DEFAULT_ORDER, type Filter, type JobField, jobField, type JobQuery } from '@gateway/core';

/** The scalar field at a path; throws if there is none. */
export function fieldAt(path: string): JobField {
  const field = jobField(path);
  if (field === undefined) throw new TypeError(`no field ${path}`);
  return field;
}

/** A filter that is met if any of the conditions is. */
export function filterOn(path: string, ...any: readonly Condition[]): Filter {
  return { field: fieldAt(path), negated: false, any };
}

/** A filter for any of these texts. */
export function equalTo(path: string, ...values: readonly string[]): Filter {
  return filterOn(path, ...values.map((value): Condition => ({ is: 'equal', value })));
}

/** A query for the first hundred of all jobs, with some parts replaced. */
export function queryFor(parts: Partial<Omit<JobQuery, 'key'>> = {}): JobQuery {
  const query = { filters: [], orderBy: DEFAULT_ORDER, maxRecords: 100, ...parts };
  return { ...query, key: JSON.stringify(query) };
}
