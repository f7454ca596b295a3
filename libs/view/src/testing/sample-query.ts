import { type Condition, type Filter, type JobField, jobField, type JobQuery, DEFAULT_ORDER } from '@gateway/core';

/** The scalar field at a path that is one. */
export function fieldAt(path: string): JobField {
  const field = jobField(path);
  if (field === undefined) throw new TypeError(`no field ${path}`);
  return field;
}

/** A filter that any of the conditions meets. */
export function filterOn(path: string, ...any: readonly Condition[]): Filter {
  return { field: fieldAt(path), negated: false, any };
}

/** A filter on any of these texts. */
export function equalTo(path: string, ...values: readonly string[]): Filter {
  return filterOn(path, ...values.map((value): Condition => ({ is: 'equal', value })));
}

/** A query for a hundred of all jobs, but for what is said. */
export function queryFor(parts: Partial<Omit<JobQuery, 'key'>> = {}): JobQuery {
  const query = { filters: [], orderBy: DEFAULT_ORDER, maxRecords: 100, ...parts };
  return { ...query, key: JSON.stringify(query) };
}
