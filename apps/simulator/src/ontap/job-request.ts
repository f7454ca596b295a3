/** The arguments of a request for ONTAP jobs, validated as ONTAP does. */
import { type Call } from '../call.js';
import { chooseFields, fieldsOf, isAtLeast, type JobField } from './job-fields.js';
import { OntapError } from './ontap-error.js';
import { parseQueryValue, type ValueTest } from './query-value.js';

/** A test of the values at one path. */
export interface JobFilter {
  readonly field: JobField;
  readonly test: ValueTest;
}

/** A sort key. */
export interface JobOrder {
  readonly field: JobField;
  readonly descending: boolean;
}

/** The parsed arguments. */
export interface JobRequest {
  readonly fields?: ReadonlySet<string>;
  readonly filters: readonly JobFilter[];
  readonly orderBy: readonly JobOrder[];
  readonly maxRecords?: number;
  readonly offset: number;
  readonly returnRecords?: boolean;
  readonly continueOnFailure: boolean;
  readonly pretty: boolean;
  readonly action?: string;
  /** The last uuid of the previous page. */
  readonly startUuid?: string;
  /** The index at which a sorted list continues. */
  readonly startIndex: number;
}

const GET_ARGUMENTS = ['fields', 'return_records', 'return_timeout', 'pretty'];
const COLLECTION_ARGUMENTS = ['max_records', 'offset', 'order_by', '$orderBy', 'start.uuid', 'start.index'];
const PATCH_ARGUMENTS = ['action', 'continue_on_failure'];

/**
 * Parses and validates all arguments. Throws an OntapError: 262179 for an unexpected argument, 262188 for a repeated
 * one, 262177 for one without a value, 262197 for an invalid value.
 */
export function parseJobRequest(call: Call, version: string, target: 'collection' | 'instance'): JobRequest {
  const available = fieldsOf(version);
  const canIgnore = isAtLeast(version, '9.11');
  const controls = new Set([
    ...GET_ARGUMENTS,
    ...(canIgnore ? ['ignore_unknown_fields'] : []),
    ...(target === 'collection' ? COLLECTION_ARGUMENTS : []),
    ...(call.method === 'PATCH' ? PATCH_ARGUMENTS : []),
  ]);
  const given = collectArguments(call);
  const filters: JobFilter[] = [];
  for (const [name, value] of given) {
    if (controls.has(name)) continue;
    const field = target === 'collection' ? available.find(({ path }) => path === name) : undefined;
    if (field === undefined) throw new OntapError('262179', `Unexpected argument "${name}".`, name);
    filters.push({ field, test: parseQueryValue(field, value) });
  }
  const fields = given.get('fields');
  const ignoreUnknown = flag(given, 'ignore_unknown_fields') ?? false;
  return {
    filters,
    ...(fields !== undefined && { fields: chooseFields(fields, available, ignoreUnknown) }),
    orderBy: parseOrder(given, available),
    ...controlsOf(given),
  };
}

function controlsOf(given: ReadonlyMap<string, string>): Omit<JobRequest, 'fields' | 'filters' | 'orderBy'> {
  const maxRecords = integer(given, 'max_records', 1);
  const returnRecords = flag(given, 'return_records');
  const action = given.get('action');
  const startUuid = given.get('start.uuid');
  integer(given, 'return_timeout', 0, 120);
  return {
    ...(maxRecords !== undefined && { maxRecords }),
    ...(returnRecords !== undefined && { returnRecords }),
    ...(action !== undefined && { action }),
    ...(startUuid !== undefined && { startUuid }),
    offset: integer(given, 'offset', 0) ?? 0,
    startIndex: integer(given, 'start.index', 0) ?? 0,
    continueOnFailure: flag(given, 'continue_on_failure') ?? false,
    pretty: flag(given, 'pretty') ?? false,
  };
}

function collectArguments(call: Call): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const [name, value] of call.query) {
    if (given.has(name)) throw new OntapError('262188', `Field "${name}" was specified twice.`, name);
    // NetApp's Ansible collection always sends an empty `fields`, so real clusters accept it.
    if (value === '' && name === 'fields') continue;
    if (value === '') throw new OntapError('262177', `Missing value for "${name}".`, name);
    given.set(name, value);
  }
  return given;
}

function parseOrder(given: ReadonlyMap<string, string>, available: readonly JobField[]): readonly JobOrder[] {
  const text = given.get('order_by') ?? given.get('$orderBy');
  if (text === undefined) return [];
  return text.split(',').map((item) => {
    const [, name = '', direction] = /^\s*(\S+?)(?:\s+(asc|desc))?\s*$/.exec(item) ?? [];
    const field = available.find(({ path }) => path === name);
    if (field === undefined) throw invalid('order_by', item);
    return { field, descending: direction === 'desc' };
  });
}

function integer(given: ReadonlyMap<string, string>, name: string, min: number, max = Infinity): number | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) throw invalid(name, text);
  return value;
}

function flag(given: ReadonlyMap<string, string>, name: string): boolean | undefined {
  const text = given.get(name)?.toLowerCase();
  if (text !== undefined && text !== 'true' && text !== 'false') throw invalid(name, text);
  return text === undefined ? undefined : text === 'true';
}

function invalid(name: string, value: string): OntapError {
  return new OntapError('262197', `The value "${value}" is invalid for field "${name}"`, name);
}
