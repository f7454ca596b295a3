import { QueryValueError, type ScalarField, type SortKey } from '@gateway/core';

const MAX_KEYS = 8;
const DESCENDING: Readonly<Record<string, boolean>> = { asc: false, desc: true };

/**
 * Reads sort keys (`field asc|desc,…`, ascending by default). `fieldAt` finds a field by its path. Throws
 * `QueryValueError`.
 */
export function readOrder<F extends ScalarField>(
  value: string,
  fieldAt: (path: string) => F | undefined,
): readonly SortKey<F>[] {
  const keys = new Map<string, SortKey<F>>();
  let at = 0;
  for (const item of value.split(',')) {
    if (keys.size === MAX_KEYS) throw new QueryValueError(at, `at most ${MAX_KEYS} fields`);
    const [path = '', direction = 'asc', ...rest] = item.trim().split(/\s+/);
    const field = fieldAt(path);
    if (field === undefined) throw new QueryValueError(at, 'a scalar field of the record, optionally with asc or desc');
    const descending = Object.hasOwn(DESCENDING, direction) ? DESCENDING[direction] : undefined;
    if (descending === undefined || rest.length > 0) throw new QueryValueError(at, `${path} asc or ${path} desc`);
    if (keys.has(path)) throw new QueryValueError(at, 'each field only once');
    keys.set(path, { field, descending });
    at += item.length + 1;
  }
  return [...keys.values()];
}
