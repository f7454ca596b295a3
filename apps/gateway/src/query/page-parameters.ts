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
  const value = parameters.get('return_records') ?? 'true';
  if (value === 'true' || value === 'false') return value === 'true';
  throw unexpectedValue('return_records', value, 'true or false');
}
