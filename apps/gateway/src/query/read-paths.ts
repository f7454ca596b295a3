import { type JobField, QueryValueError } from '@gateway/core';

/** Reads a comma-separated list of at most `max` different scalar fields. Throws `QueryValueError`. */
export function readPaths(
  value: string,
  max: number,
  fieldAt: (path: string) => JobField | undefined,
): readonly JobField[] {
  const fields = new Map<string, JobField>();
  let at = 0;
  for (const item of value.split(',')) {
    const path = item.trim();
    const field = fieldAt(path);
    if (field === undefined) throw new QueryValueError(at, 'a scalar field of the record');
    if (fields.has(path)) throw new QueryValueError(at, 'each field only once');
    if (fields.size === max) throw new QueryValueError(at, `at most ${max} fields`);
    fields.set(path, field);
    at += item.length + 1;
  }
  return [...fields.values()];
}
