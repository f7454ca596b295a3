/** The base paths of Unified Manager's API: `/api`, which is the latest version, and `/api/v2`. */

/** A path without its base path. A path outside the API has no segments. */
export interface ResourcePath {
  readonly base: '/api' | '/api/v2';
  readonly segments: readonly string[];
}

/** Splits a path. */
export function resourcePath([api, ...rest]: readonly string[]): ResourcePath {
  if (api !== 'api') return { base: '/api', segments: [] };
  return rest[0] === 'v2' ? { base: '/api/v2', segments: rest.slice(1) } : { base: '/api', segments: rest };
}
