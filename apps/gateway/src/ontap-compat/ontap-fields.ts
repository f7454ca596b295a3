/** The fields of the face: what can be filtered on, sorted by, and chosen with `fields`. */

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
/** Stands for `uuid` where a filter asks for a bare native id. */
const NATIVE_ID = text('uuid', ({ native_id }) => native_id);
const CHOICES = new Set(['_links', 'svm', 'error', 'error.arguments', 'node', ...FIELDS.keys()]);

/** The paths of the fields that can be filtered on and sorted by. */
export const ONTAP_PATHS: readonly string[] = [...FIELDS.keys()];

/** The field at a path, or `undefined` when there is none. */
export function ontapField(path: string): JobField | undefined {
  return FIELDS.get(path);
}

/**
 * The field a filter on `path` is about: native ids hold no `~`, so a `uuid` without one means them. Throws a `Problem` for
 * one that means both kinds: each of its alternatives would miss the jobs the other kind names.
 */
export function filteredField(path: string, value: string): JobField | undefined {
  if (path !== 'uuid' || value.split('|').every((alternative) => alternative.includes('~'))) return FIELDS.get(path);
  if (!value.includes('~')) return NATIVE_ID;
  const expected = 'expected alternatives that all have a source and a ~ before them, or all have not';
  throw new Problem('invalid-parameter', `uuid does not take ids of both kinds; ${expected}`, { target: 'uuid' });
}

/** True for what `fields` can name. */
export function isOntapField(path: string): boolean {
  return CHOICES.has(path) || path.startsWith('error.arguments.') || path.startsWith('_links.');
}

/** Compared as it is shown: in whole seconds. */
function time(path: 'start_time' | 'end_time'): JobField {
  return {
    path,
    type: 'time',
    read: ({ [path]: at }) => (at === undefined ? undefined : Math.floor(Date.parse(at) / 1_000) * 1_000),
  };
}
