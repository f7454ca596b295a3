import { Problem } from '../problems/problem.js';

/** What is wrong with the body of a request that needs none: it may be left out, or be an empty JSON object. */
export function bodyProblem(body: unknown): Problem | undefined {
  const empty = body === undefined || (isPlainObject(body) && Object.keys(body).length === 0);
  return empty ? undefined : new Problem('malformed-body', 'expected no body, or {}');
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
