import { type JobField, type SortKey } from '@gateway/core';

import { QueryValueError } from './query-value-error.js';

const MOST_KEYS = 8;
const DESCENDING: Readonly<Record<string, boolean>> = { asc: false, desc: true };

/** Reads the keys of an order, `field asc|desc,…`, ascending unless said. `fieldAt` knows the fields. Throws `QueryFault`. */
export function readOrder(value: string, fieldAt: (path: string) => JobField | undefined): readonly SortKey[] {
  const keys = new Map<string, SortKey>();
  let at = 0;
  for (const item of value.split(',')) {
    if (keys.size === MOST_KEYS) throw new QueryValueError(at, `at most ${MOST_KEYS} fields`);
    const [path = '', direction = 'asc', ...rest] = item.trim().split(/\s+/);
    const field = fieldAt(path);
    if (field === undefined) throw new QueryValueError(at, 'a scalar field of the record, then asc or desc');
    const descending = Object.hasOwn(DESCENDING, direction) ? DESCENDING[direction] : undefined;
    if (descending === undefined || rest.length > 0) throw new QueryValueError(at, `${path} asc or ${path} desc`);
    if (keys.has(path)) throw new QueryValueError(at, 'each field once');
    keys.set(path, { field, descending });
    at += item.length + 1;
  }
  return [...keys.values()];
}
