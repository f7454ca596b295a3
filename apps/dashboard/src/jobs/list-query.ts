/** What the list shows, kept in the address: the API's own parameters, and those of the page with the prefix `ui.`. */

import { type Filter } from './filter-text';

/** The filters and the sort order of a list. */
export interface ListQuery {
  readonly filter: Filter;
  /** As in the API, such as `end_time desc`; undefined for the default, newest first. */
  readonly orderBy?: string;
}

/** The order that the API uses by itself. */
export const DEFAULT_ORDER = 'created_time desc';

/** Parameters that the page sets itself. */
const OWN = new Set(['fields', 'max_records', 'return_records', 'start', 'after', 'action', 'dry_run', 'confirm']);
const PAGE_PREFIX = 'ui.';

/** Characters that are readable in an address and need no encoding in a query. */
const READABLE: Readonly<Record<string, string>> = {
  '%7C': '|',
  '%3A': ':',
  '%2C': ',',
  '%2F': '/',
  '%3D': '=',
  '%3E': '>',
  '%3C': '<',
  '%20': '+',
};

/** Reads the query of an address. */
export function parseQuery(search: string): ListQuery {
  const parameters = [...new URLSearchParams(search)];
  const orderBy = parameters.find(([name]) => name === 'order_by')?.[1];
  const filter = parameters.filter(([name]) => name !== 'order_by' && !OWN.has(name) && !name.startsWith(PAGE_PREFIX));
  return { filter, ...(orderBy !== undefined && orderBy !== DEFAULT_ORDER && { orderBy }) };
}

/** The query of an address, without `?`. */
export function formatQuery({ filter, orderBy }: ListQuery): string {
  return toQueryText([...filter, ...(orderBy === undefined ? [] : [['order_by', orderBy] as const])]);
}

/** Writes parameters so that a person can read them. */
export function toQueryText(parameters: Filter): string {
  return parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** True if a filter has a time relative to now, which the watch resolves only once. */
export function hasRelativeTime({ filter }: ListQuery): boolean {
  return filter.some(([field, value]) => field.endsWith('_time') && /(^|[<>=.|!])(now|-?\d+[smhdw])\b/.test(value));
}

/** A command that gets the same list. */
export function curlCommand(origin: string, query: ListQuery): string {
  const text = formatQuery(query);
  return `curl -sg '${origin}/api/jobs${text === '' ? '' : `?${text.replaceAll("'", '%27')}`}'`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(7C|3A|2C|2F|3D|3E|3C|20)/g, (code) => READABLE[code] ?? code);
}
