/** The parameters of a list that set what a page contains. */

import { type QueryParameters, unexpectedValue } from './query-parameters.js';

/** Reads `max_records`. Throws a `Problem`. */
export function readPageSize(parameters: QueryParameters, defaultSize: number): number {
  const value = parameters.get('max_records');
  if (value === undefined) return defaultSize;
  const size = /^\d{1,300}$/.test(value) ? Number(value) : 0;
  if (size === 0) throw unexpectedValue('max_records', value, 'a whole number of at least 1');
  return size;
}

/** Reads `return_records`. Throws a `Problem`. */
export function readReturnRecords(parameters: QueryParameters): boolean {
  return readBoolean(parameters, 'return_records', true);
}

/** Reads a parameter that is `true` or `false`. Throws a `Problem` for any other value. */
export function readBoolean(parameters: QueryParameters, name: string, defaultValue: boolean): boolean {
  const value = parameters.get(name) ?? String(defaultValue);
  if (value === 'true' || value === 'false') return value === 'true';
  throw unexpectedValue(name, value, 'true or false');
}
