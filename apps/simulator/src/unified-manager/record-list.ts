/** Lists of Unified Manager: the check of their parameters, filters, order and pages. */
import { type Answer, type Call, json } from '../call.js';
import { compareText, textOf, wildcard } from '../text.js';
import { problem } from './problem.js';

const DEFAULT_MAX_RECORDS = 20; // "Job objects API": the last 20
const PAGE_PARAMETERS = ['offset', 'max_records', 'order_by'];

/** A resource as plain JSON. */
export type ListRecord = Readonly<Record<string, unknown>>;

/** Lists of one type of resource. */
export interface ListRules<T> {
  /** The members by which a list can be filtered and sorted. */
  readonly filters: readonly string[];
  /** The largest page, whatever size is requested. */
  readonly pageCap: number;
  /** True for a list that has no pages and no total. */
  readonly unpaged?: boolean;
  readonly recordOf: (item: T) => ListRecord;
}

/** The answer to a list request. Without `order_by` the items stay in the given order. */
export function listAnswer<T>(call: Call, items: readonly T[], rules: ListRules<T>): Answer {
  const given = new Map(call.query);
  const wrong = [...given]
    .map(([name, value]) => wrongParameter(name, value, rules))
    .find((text) => text !== undefined);
  if (wrong !== undefined) return problem(400, '2', wrong);
  const found = sorted(matching(items, given, rules), given.get('order_by'), rules);
  if (rules.unpaged === true) return unpagedAnswer(call, found, rules);
  const offset = Number(given.get('offset') ?? 0);
  const limit = Math.min(Number(given.get('max_records') ?? DEFAULT_MAX_RECORDS), rules.pageCap);
  const records = found.slice(offset, offset + limit).map(rules.recordOf);
  const nextHref = offset + limit < found.length ? nextLink(call, offset + limit, limit) : undefined;
  return json(200, {
    records,
    num_records: records.length,
    total_records: found.length,
    _links: { self: { href: call.target }, ...(nextHref !== undefined && { next: { href: nextHref } }) },
  });
}

function unpagedAnswer<T>(call: Call, found: readonly T[], { recordOf }: ListRules<T>): Answer {
  const records = found.map(recordOf);
  return json(200, { records, num_records: records.length, _links: { self: { href: call.target } } });
}

function matching<T>(items: readonly T[], given: ReadonlyMap<string, string>, rules: ListRules<T>): readonly T[] {
  const filters = [...given].filter(([name]) => rules.filters.includes(name));
  if (filters.length === 0) return items;
  return items.filter((item) => {
    const record = rules.recordOf(item);
    return filters.every(([name, wanted]) => matches(textOf(record[name]), wanted));
  });
}

function sorted<T>(items: readonly T[], orderBy: string | undefined, rules: ListRules<T>): readonly T[] {
  const order = orderBy === undefined ? undefined : orderOf(orderBy, rules);
  if (order === undefined) return items;
  return items
    .map((item) => ({ item, key: rules.recordOf(item)[order.name] }))
    .sort((a, b) => order.sign * compareText(a.key, b.key))
    .map(({ item }) => item);
}

function wrongParameter<T>(name: string, value: string, rules: ListRules<T>): string | undefined {
  if (rules.filters.includes(name)) {
    if (value.includes('?')) return `The value of ${name} must not contain "?".`;
    return value.includes('*') && value.includes('|') ? `${name} mixes "*" and "|".` : undefined;
  }
  if (!PAGE_PARAMETERS.includes(name) || rules.unpaged === true) return `Unknown parameter ${name}.`;
  if (name === 'order_by') return orderOf(value, rules) === undefined ? 'order_by is "<field> [asc|desc]".' : undefined;
  const isNumber = /^\d+$/.test(value) && (name === 'offset' || Number(value) > 0);
  return isNumber ? undefined : `${name} must be a positive number.`;
}

function matches(value: string, wanted: string): boolean {
  return wanted.includes('*') ? wildcard(wanted.split('*')).test(value) : wanted.split('|').includes(value);
}

function orderOf<T>(
  text: string,
  { filters }: ListRules<T>,
): { readonly name: string; readonly sign: number } | undefined {
  const [, name = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(text) ?? [];
  return filters.includes(name) ? { name, sign: direction === 'desc' ? -1 : 1 } : undefined;
}

function nextLink(call: Call, offset: number, limit: number): string {
  const kept = call.query.filter(([name]) => name !== 'offset' && name !== 'max_records');
  const all = [...kept, ['offset', String(offset)], ['max_records', String(limit)]] as const;
  const [path = ''] = call.target.split('?');
  return `${path}?${all.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
