/** Paths of pages: ONTAP's links to further pages contain the parameters of the request. */

import { PAGE_SIZE } from './ontap.page.js';

/** The path with another number of records per page. Unchanged if it has the usual number, or no number. */
export function withPageSize(path: string, size: number): string {
  const isUsual = size === PAGE_SIZE && !/[?&]max_records=/.test(path);
  return isUsual ? path : withParameter(path, 'max_records', String(size));
}

/** The path with other fields. */
export function withFields(path: string, fields: string): string {
  return withParameter(path, 'fields', fields);
}

/** The value of `fields` in a path, as it is written there; empty if it has none. */
export function fieldsIn(path: string): string {
  return /[?&]fields=([^&#]*)/.exec(path)?.[1] ?? '';
}

function withParameter(path: string, name: string, value: string): string {
  const given = new RegExp(`([?&]${name}=)[^&#]*`);
  if (given.test(path)) return path.replace(given, (_, start: string) => start + value);
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`;
}
