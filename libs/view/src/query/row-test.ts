/** Tests the rows of a segment by their columns. The result is that of `matches` for the parsed record. */

import {
  type Filter,
  includesSource,
  isLike,
  type Job,
  type JobField,
  jobField,
  type JobSelection,
  meetsFilter,
  type Scalar,
} from '@gateway/core';

import { CODES, SEGMENT_ROWS, TimeColumn, ValueColumn } from '../index/columns.js';
import { hasColumn } from '../index/field-columns.js';
import { isSourceField, type Segment } from '../index/segment.js';
import { type ViewRecord } from '../index/view-record.js';
import { SEARCHED_PATHS } from './matches.js';
import { visibleSources } from './visible-sources.js';

/** True if the row in a slot matches. */
export type RowTest = (slot: number) => boolean;

const SEARCHED_FIELDS: readonly JobField[] = SEARCHED_PATHS.flatMap((path) => jobField(path) ?? []);

/** True if a record matches a selection. */
export function recordMatches({ segment, slot }: ViewRecord, { filters, scope, search }: JobSelection): boolean {
  if (scope !== undefined && !includesSource(scope, segment.source(slot).name)) return false;
  for (const filter of filters) if (!meetsFilter(segment.value(filter.field, slot), filter)) return false;
  if (search === undefined) return true;
  return SEARCHED_FIELDS.some((field) => {
    const text = segment.fields.folded(field)?.at(slot);
    return text !== undefined && isLike(text, search);
  });
}

/** Returns the test of a selection for the rows of one segment. Each different value of a column is tested once. */
export function rowTestOf({ filters, scope, search }: JobSelection, segment: Segment): RowTest {
  const tests = filters.map((filter) => filterTest(filter, segment));
  if (search !== undefined) {
    const parts = SEARCHED_FIELDS.map((field) => searchTest(field, segment, search));
    tests.push((slot) => parts.some((test) => test(slot)));
  }
  const [first] = tests;
  if (scope === undefined) return first === undefined ? () => true : everyOf(tests);
  const { codes } = segment.sources;
  const visible = visibleSources(scope, segment);
  if (first === undefined) return (slot) => visible[codes[slot] as number] === 1;
  const test = everyOf(tests);
  return (slot) => visible[codes[slot] as number] === 1 && test(slot);
}

/** Returns a function that reads the values of a field from one segment; values are as `field.read` returns them. */
export function valueReader(field: JobField, segment: Segment): (slot: number) => Scalar | undefined {
  if (field.derived) return derivedReader(field.derived, segment);
  if (!hasColumn(field)) return (slot) => segment.value(field, slot);
  const column = segment.fields.of(field);
  return column ? (slot) => column.get(slot) : () => undefined;
}

/** Computes a value once for all rows with the same texts. */
function derivedReader(
  { from, valueFor }: NonNullable<JobField['derived']>,
  segment: Segment,
): (slot: number) => Scalar | undefined {
  const columns = from.map((field) => segment.fields.of(field));
  const compute = (slot: number): Scalar | undefined => valueFor(columns.map((column) => column?.get(slot)));
  if (columns.some((column) => column instanceof TimeColumn)) return compute;
  const known = new Map<number, Scalar | undefined>();
  return (slot) => {
    let code = 0;
    for (const column of columns) code = code * CODES + (column instanceof ValueColumn ? (column.codes[slot] ?? 0) : 0);
    if (!known.has(code)) known.set(code, compute(slot));
    return known.get(code);
  };
}

/** The test that all of at least one test pass. */
function everyOf(tests: readonly RowTest[]): RowTest {
  const [first, second] = tests;
  if (first !== undefined && second === undefined) return first;
  return (slot) => {
    for (const test of tests) if (!test(slot)) return false;
    return true;
  };
}

function filterTest(filter: Filter, segment: Segment): RowTest {
  return valueTest(filter.field, segment, (value) => meetsFilter(value, filter));
}

function searchTest(field: JobField, segment: Segment, search: readonly string[]): RowTest {
  const texts = segment.fields.folded(field);
  if (texts === undefined) return constantTest(false);
  return codeTest(texts.column, (value, code) => value !== undefined && isLike(texts.ofCode(code), search));
}

function valueTest(field: JobField, segment: Segment, passes: (value: Scalar | undefined) => boolean): RowTest {
  if (isSourceField(field)) {
    return codeTest(segment.sources, (source) => passes(field.read({ source } as Job)));
  }
  if (!hasColumn(field)) return (slot) => passes(segment.value(field, slot));
  const column = segment.fields.of(field);
  if (column instanceof ValueColumn) return codeTest(column, passes);
  return column ? (slot) => passes(column.get(slot)) : constantTest(passes(undefined));
}

function codeTest<V>(
  { codes, values }: ValueColumn<V>,
  passes: (value: V | undefined, code: number) => boolean,
): RowTest {
  /** By code: 0 if not tested yet, 1 if it does not pass, 2 if it passes. */
  const results = new Uint8Array(SEGMENT_ROWS + 1);
  return (slot) => {
    const code = codes[slot] as number;
    const known = results[code] as number;
    if (known !== 0) return known === 2;
    const result = passes(values[code], code);
    results[code] = result ? 2 : 1;
    return result;
  };
}

function constantTest(result: boolean): RowTest {
  return () => result;
}
