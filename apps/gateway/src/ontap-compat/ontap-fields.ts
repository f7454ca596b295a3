/** The fields of a record in ONTAP's format, for filters, sort orders and `fields`. */

import { type Job, type JobField } from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { codeOf, descriptionOf, errorOf, messageOf } from './ontap-record.js';
import { ONTAP_STATES, toOntapState } from './ontap-state.js';

const text = (path: string, read: (job: Job) => string | undefined): JobField => ({ path, type: 'text', read });

const FIELDS: ReadonlyMap<string, JobField> = new Map(
  [
    text('uuid', ({ id }) => id),
    text('description', descriptionOf),
    { path: 'state', type: 'enum' as const, values: ONTAP_STATES, read: toOntapState },
    text('message', messageOf),
    { path: 'code', type: 'number' as const, read: codeOf },
    time('start_time'),
    time('end_time'),
    text('svm.name', ({ svm }) => svm?.name),
    text('svm.uuid', ({ svm }) => svm?.uuid),
    text('error.message', (job) => errorOf(job)?.message),
    text('error.code', (job) => errorOf(job)?.code),
    text('node.name', ({ node }) => node?.name),
  ].map((field) => [field.path, field]),
);
/** Replaces the field `uuid` in filters on native ids. */
const NATIVE_ID = text('uuid', ({ native_id }) => native_id);
const SELECTABLE = new Set(['_links', 'svm', 'error', 'error.arguments', 'node', ...FIELDS.keys()]);

/** Paths of the fields that can be filtered and sorted. */
export const ONTAP_PATHS: readonly string[] = [...FIELDS.keys()];

/** The field at a path, or `undefined` if there is none. */
export function ontapField(path: string): JobField | undefined {
  return FIELDS.get(path);
}

/**
 * The field that a filter refers to. A `uuid` without `~` is a native id. Throws a `Problem` for a filter with both kinds of
 * ids, because a filter can only refer to one field.
 */
export function ontapFilterField(path: string, value: string): JobField | undefined {
  if (path !== 'uuid' || value.split('|').every((alternative) => alternative.includes('~'))) return FIELDS.get(path);
  if (!value.includes('~')) return NATIVE_ID;
  const expected = 'expected only ids with a source and ~, or only ids without';
  throw new Problem('invalid-parameter', `uuid does not accept both kinds of ids; ${expected}`, { target: 'uuid' });
}

/** True if `fields` may contain the path. */
export function isOntapField(path: string): boolean {
  return SELECTABLE.has(path) || path.startsWith('error.arguments.') || path.startsWith('_links.');
}

/** A time field in whole seconds, as it is served. */
function time(path: 'start_time' | 'end_time'): JobField {
  return {
    path,
    type: 'time',
    read: ({ [path]: at }) => (at === undefined ? undefined : Math.floor(Date.parse(at) / 1_000) * 1_000),
  };
}
