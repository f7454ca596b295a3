/** Job ids: `<source name>~<native id>`, safe in a URL path as they stand. */

/** What a source may be called; holds no `~`, so the first `~` of a job id always divides it. */
export const SOURCE_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * What the native part of a job id may be made of: letters, digits, `.`, `_`, `:` and `-`, at most 256 of them, and no
 * dot segment. Wide enough for ONTAP UUIDs, Service Engine hex ids and Unified Manager keys; too narrow to change a URL.
 */
export const NATIVE_ID_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,256}$/;

/** A job id taken apart. */
export interface JobIdParts {
  readonly source: string;
  readonly nativeId: string;
}

/** True when the text can be a native id of any backend. Adapters may be stricter about their own. */
export function isNativeId(text: string): boolean {
  return NATIVE_ID_PATTERN.test(text);
}

/** Joins a source name and a native id; both must have been checked before. */
export function formatJobId(source: string, nativeId: string): string {
  return `${source}~${nativeId}`;
}

/** Takes a job id apart, or gives `undefined` for anything that is not a well-formed one. */
export function parseJobId(id: string): JobIdParts | undefined {
  const at = id.indexOf('~');
  if (at < 0) return undefined;
  const source = id.slice(0, at);
  const nativeId = id.slice(at + 1);
  return SOURCE_NAME_PATTERN.test(source) && isNativeId(nativeId) ? { source, nativeId } : undefined;
}
