/** Reads and checks the members of a parsed record, because a text in the store may be any JSON. */

import { type FieldType, isObject, type Scalar } from '@gateway/core';

import { COLUMN_FIELDS, type FieldValues, memberOf } from './field-columns.js';

/** How the value of a field is read. */
interface FieldReader {
  /** Index in `COLUMN_FIELDS`. */
  readonly index: number;
  /** Returns the value; `undefined` if it has another type than the field. */
  readonly convert: (value: unknown) => Scalar | undefined;
}

/** The readers of the fields in one member of a record: of its parts by name, or of the member itself. */
type MemberReader = FieldReader | ReadonlyMap<string, FieldReader>;

const REQUIRED_PATHS = [
  ...['state', 'terminal', 'native_state', 'created_time', 'first_seen_time', 'updated_time', 'attempt', 'gone'],
];
const REQUIRED = REQUIRED_PATHS.map((path) => COLUMN_FIELDS.findIndex((field) => field.path === path));

const CONVERTERS: Readonly<Record<Exclude<FieldType, 'enum'>, FieldReader['convert']>> = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  number: (value) => (Number.isFinite(value) ? (value as number) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  time: (value) => (typeof value === 'string' ? numberOrUndefined(Date.parse(value)) : undefined),
};
const READERS: ReadonlyMap<string, MemberReader> = readersByMember();

/** The lists of objects in a record. */
const LISTS: ReadonlySet<string> = new Set(['tasks', 'results', 'actions', 'arguments']);
/** A member that a later version added is kept, unless it is so deep that `JSON.stringify` could fail. */
const MAX_DEPTH = 8;

/**
 * Reads the values of the fields with a column, except `id`, `native_id` and `source`, which it leaves to the caller.
 * `undefined` if a member has a wrong type or a required one is missing.
 */
export function readFields(record: Readonly<Record<string, unknown>>): FieldValues | undefined {
  const values = new Array<Scalar | undefined>(COLUMN_FIELDS.length);
  for (const name of Object.keys(record)) if (!readMember(name, record[name], values)) return undefined;
  return REQUIRED.every((index) => values[index] !== undefined) ? values : undefined;
}

function readMember(name: string, member: unknown, values: (Scalar | undefined)[]): boolean {
  const reader = READERS.get(name);
  if (reader === undefined) return isOther(name, member, MAX_DEPTH);
  if ('convert' in reader) return readValue(reader, member, values);
  if (!isObject(member)) return false;
  for (const part of Object.keys(member)) {
    const partReader = reader.get(part);
    const isValid = partReader ? readValue(partReader, member[part], values) : isOther(part, member[part], 1);
    if (!isValid) return false;
  }
  return true;
}

function readValue({ convert, index }: FieldReader, value: unknown, values: (Scalar | undefined)[]): boolean {
  values[index] = convert(value);
  return values[index] !== undefined;
}

/** Checks a member without a field. */
function isOther(name: string, value: unknown, maxDepth: number): boolean {
  return LISTS.has(name) ? Array.isArray(value) && value.every(isFlat) : isShallow(value, maxDepth);
}

/** True for an object of scalars. */
function isFlat(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((each) => typeof each !== 'object');
}

function isShallow(value: unknown, maxDepth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return maxDepth > 0 && Object.values(value).every((each) => isShallow(each, maxDepth - 1));
}

function readersByMember(): ReadonlyMap<string, MemberReader> {
  const readers = new Map<string, FieldReader | Map<string, FieldReader>>();
  for (const [index, { path, type, values }] of COLUMN_FIELDS.entries()) {
    const known = new Set<unknown>(values);
    const convert =
      type === 'enum' ? (value: unknown) => (known.has(value) ? (value as string) : undefined) : CONVERTERS[type];
    const reader: FieldReader = { index, convert };
    const member = memberOf(path);
    const part = path.slice(member.length + 1);
    const parts = readers.get(member);
    if (part === '') readers.set(member, reader);
    else if (parts instanceof Map) parts.set(part, reader);
    else readers.set(member, new Map([[part, reader]]));
  }
  return readers;
}

function numberOrUndefined(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
