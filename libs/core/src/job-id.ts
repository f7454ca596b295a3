/** Job ids: `<source name>~<native id>`. They need no encoding in a URL path. */

import { isUuid } from './source-kinds.js';

/** The pattern of source names. They contain no `~`, so the first `~` of a job id separates its parts. */
export const SOURCE_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The pattern of native ids: letters, digits, `.`, `_`, `:` and `-`, at most 256 characters, and no dot segment. It
 * allows ONTAP UUIDs, Service Engine hex ids and Unified Manager keys, and nothing that could change a URL.
 */
export const NATIVE_ID_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,256}$/;

/** The parts of a job id. */
export interface JobIdParts {
  readonly source: string;
  readonly nativeId: string;
}

/** True if the text can be a native id of any backend. Adapters can be stricter. */
export function isNativeId(text: string): boolean {
  return NATIVE_ID_PATTERN.test(text);
}

/** Joins a source name and a native id, which must both be valid. */
export function formatJobId(source: string, nativeId: string): string {
  return `${source}~${nativeId}`;
}

/** The name of the source in a job id; empty if the text has none. */
export function sourceOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('~')));
}

/**
 * The form in which ids are compared: the letters of a UUID are lower case, because UUIDs in any case are equal (RFC
 * 9562, 4). Other ids, and the name of the source, are unchanged.
 */
export function canonicalId(id: string): string {
  const at = id.indexOf('~') + 1;
  return isUuid(id.slice(at)) ? id.slice(0, at) + id.slice(at).toLowerCase() : id;
}

/** Parses a job id; `undefined` if it is not valid. */
export function parseJobId(id: string): JobIdParts | undefined {
  const at = id.indexOf('~');
  if (at < 0) return undefined;
  const source = id.slice(0, at);
  const nativeId = id.slice(at + 1);
  return SOURCE_NAME_PATTERN.test(source) && isNativeId(nativeId) ? { source, nativeId } : undefined;
}
