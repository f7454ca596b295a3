/** Reads the filters over sources in access rules, such as `source.labels.site=lab&source.name=east*`. */

import { type SourceSelector } from '../access.js';
import { type Filter } from '../filter.js';
import { type JobSource } from '../job.js';
import { labelAt, type RecordField } from '../job-fields.js';
import { meetsFilter } from '../meets.js';
import { SOURCE_KINDS } from '../source-kinds.js';
import { QueryValueError } from './query-value-error.js';
import { readFilter } from './read-filter.js';

const FIELDS: readonly RecordField<JobSource>[] = [
  { path: 'source.name', type: 'text', read: ({ name }) => name },
  { path: 'source.kind', type: 'enum', values: SOURCE_KINDS, read: ({ kind }) => kind },
];
const EXPECTED = 'source.name, source.kind or source.labels.<name>, then = and a filter; & joins several';
const MAX_FILTERS = 20;

/**
 * Reads filters in the dialect of lists, as the query of a URL has them: joined by `&`, and percent-encoded where
 * needed. A source must match all of them. Throws a `QueryValueError` with the position in the text.
 */
export function readSourceSelector(text: string): SourceSelector {
  const filters: Filter<RecordField<JobSource>>[] = [];
  let at = 0;
  for (const part of text.split('&')) {
    if (filters.length === MAX_FILTERS) throw new QueryValueError(at, `at most ${MAX_FILTERS} filters`);
    filters.push(readPart(part, at));
    at += part.length + 1;
  }
  return {
    text,
    includes: (source) => filters.every((filter) => meetsFilter(filter.field.read(source), filter)),
  };
}

function readPart(part: string, at: number): Filter<RecordField<JobSource>> {
  const equals = part.indexOf('=');
  const name = equals < 0 ? part : part.slice(0, equals);
  const field = fieldAt(name);
  if (equals < 0 || field === undefined) throw new QueryValueError(at, EXPECTED);
  const start = at + equals + 1;
  const value = decode(part.slice(equals + 1), start);
  try {
    return readFilter(field, value, noTimes);
  } catch (error) {
    if (!(error instanceof QueryValueError)) throw error;
    throw new QueryValueError(start + error.position, error.expected);
  }
}

function fieldAt(path: string): RecordField<JobSource> | undefined {
  const label = labelAt(path, 'source.labels');
  if (label === undefined) return FIELDS.find((field) => field.path === path);
  return { path, type: 'text', read: ({ labels }) => (Object.hasOwn(labels, label) ? labels[label] : undefined) };
}

function decode(text: string, at: number): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new QueryValueError(at, 'percent-encoded UTF-8, with %25 for a % itself');
    throw error;
  }
}

function noTimes(): never {
  throw new TypeError('sources have no times');
}
