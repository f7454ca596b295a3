import { Problem } from '../problems/problem.js';

/** Checks the body of a request that needs none: only no body or `{}` is accepted. Throws a `Problem` for anything else. */
export function checkEmptyBody(body: unknown): void {
  const empty = body === undefined || (isPlainObject(body) && Object.keys(body).length === 0);
  if (!empty) throw new Problem('malformed-body', 'expected no body, or {}');
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
