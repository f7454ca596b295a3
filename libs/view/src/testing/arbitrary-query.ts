/** Random jobs and random queries. Values are from small sets, so that queries find jobs. */

import {
  type Condition,
  DEFAULT_ORDER,
  type Filter,
  foldText,
  type Job,
  JOB_STATES,
  type SortKey,
} from '@gateway/core';
import { type Sample } from '@gateway/testing/jobs';
import fc from 'fast-check';

import { fieldAt } from './sample-query.js';

/** The sources of the random jobs. */
export const SOURCES = ['east', 'um1', 'west'];
const T0 = Date.UTC(2026, 0, 1);
const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const timeOf = (ms: number) => new Date(T0 + ms).toISOString();
const anyText = oneOf('', 'a', 'ab', 'aba', 'B', 'volume MOVE', 'a|b*', 'é', 'E\u0301', 'Maß', 'ΟΔΟΣ', 'ﬁ', '日本');
const anyTime = fc.nat(6).map(timeOf);
const anyError = anyText.map((message) => ({ code: '4', message, arguments: [] }));
const anyRequest = fc.record({
  action: oneOf('pause', 'cancel'),
  by: anyText,
  time: anyTime,
  outcome: oneOf('accepted', 'done'),
});

const more = fc.record(
  {
    description: anyText,
    message: anyText,
    error: anyError,
    object: fc.record({ name: anyText }),
    code: fc.integer({ min: -1, max: 2 }),
    duration_seconds: oneOf(0, 0.5, 60, 61, 3_600.5),
    end_time: anyTime,
    requested: anyRequest,
    terminal: fc.boolean(),
    attempt: oneOf(1, 2),
  },
  { requiredKeys: [] },
);

/** Jobs in any state, with any of the optional fields. */
export const anySample: fc.Arbitrary<Sample> = fc.record({
  source: oneOf(...SOURCES),
  nativeId: fc.nat(40).map(String),
  state: oneOf(...JOB_STATES),
  createdMs: fc.nat(6),
  gone: fc.boolean(),
  svm: fc.option(oneOf('svm1', 'svm2'), { nil: undefined }),
  node: fc.option(oneOf('node1', 'node2'), { nil: undefined }),
  labels: fc.dictionary(oneOf('site', 'tier'), anyText, { maxKeys: 2 }),
  more: more as fc.Arbitrary<Partial<Job>>,
});

const TEXTS = {
  'source.name': oneOf(...SOURCES),
  'svm.name': oneOf('svm1', 'svm2', 'svm3'),
  'node.name': oneOf('node1', 'node2'),
  description: anyText,
  message: anyText,
  'error.message': anyText,
  'object.name': anyText,
  'requested.by': anyText,
  'source.labels.site': anyText,
  'source.labels.tier': anyText,
  id: oneOf('east~1', 'east~2', 'west~1'),
} as const;
const ENUMS = {
  state: oneOf(...JOB_STATES),
  'source.kind': oneOf('ontap', 'unified-manager'),
  'requested.action': oneOf('pause', 'cancel'),
} as const;
const NUMBERS = { code: fc.integer({ min: -1, max: 2 }), duration_seconds: oneOf(0, 0.5, 1, 60), attempt: oneOf(1, 2) };
const TIMES = ['created_time', 'end_time', 'updated_time', 'requested.time'] as const;
const FLAGS = ['terminal', 'gone'] as const;

const absent: fc.Arbitrary<Condition> = fc.constant({ is: 'absent' });
const patterns = fc.array(oneOf('', 'a', 'b', 'e', 'u', 's', 'st', 'MOVE'), { minLength: 2, maxLength: 4 });
const like: fc.Arbitrary<Condition> = patterns.map((parts) => ({ is: 'like', parts }));

function equal(values: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<Condition> {
  return values.map((value) => ({ is: 'equal', value }));
}

function ordered(values: fc.Arbitrary<string | number>): fc.Arbitrary<Condition> {
  return fc.oneof(
    fc.record({
      is: oneOf<'less' | 'at_most' | 'greater' | 'at_least'>('less', 'at_most', 'greater', 'at_least'),
      value: values,
    }),
    fc.record({ is: fc.constant('between' as const), from: values, to: values }),
  );
}

function filterBy(path: string, plain: fc.Arbitrary<Condition>): fc.Arbitrary<Filter> {
  const negation = plain.map((condition): Condition => ({ is: 'not', condition }));
  const any = fc.array(fc.oneof({ weight: 5, arbitrary: plain }, negation), { minLength: 1, maxLength: 3 });
  return fc.record({ field: fc.constant(fieldAt(path)), negated: fc.boolean(), any });
}

const instants = fc.nat(6).map((ms) => T0 + ms);

/** Filters on fields of any type, with any operator. */
export const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  ...Object.entries(TEXTS).map(([path, of]) => filterBy(path, fc.oneof(equal(of), ordered(of), like, absent))),
  ...Object.entries(ENUMS).map(([path, of]) => filterBy(path, fc.oneof(equal(of), like, absent))),
  ...Object.entries(NUMBERS).map(([path, of]) => filterBy(path, fc.oneof(equal(of), ordered(of), absent))),
  ...TIMES.map((path) => filterBy(path, fc.oneof(equal(instants), ordered(instants), absent))),
  ...FLAGS.map((path) => filterBy(path, fc.oneof(equal(fc.boolean()), absent))),
);

/** Paths of fields of every type. */
export const anyPath = oneOf(
  ...[...Object.keys(TEXTS), ...Object.keys(ENUMS), ...Object.keys(NUMBERS), ...TIMES, ...FLAGS],
);

/** Sort orders; most often the default one. */
export const anyOrder: fc.Arbitrary<readonly SortKey[]> = fc.oneof(
  fc.constant(DEFAULT_ORDER),
  fc.uniqueArray(fc.record({ field: anyPath.map(fieldAt), descending: fc.boolean() }), {
    selector: ({ field }) => field.path,
    minLength: 1,
    maxLength: 3,
  }),
);

const anySearch = fc.array(
  oneOf('a', 'b', 'volume', 'É', '', 'SS', 'ß', 'οδος', 'FI', '本').map((text) => foldText(text)),
  { minLength: 1, maxLength: 2 },
);

/** Selections: up to three filters, sometimes a search. */
export const anySelection = fc
  .record({ filters: fc.array(anyFilter, { maxLength: 3 }), parts: fc.option(anySearch, { freq: 5, nil: undefined }) })
  .map(({ filters, parts }) => ({ filters, ...(parts && { search: ['', ...parts, ''] }) }));
