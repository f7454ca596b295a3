/** Waits for the end of a job, requested with the `wait` parameter or with `Prefer: wait` (RFC 7240). */

import { unexpectedValue } from '../query/query-parameters.js';

/** The longest wait. */
export const MAX_WAIT_SECONDS = 120;

/** Longer headers are ignored, because the patterns below may scan a text several times. In characters. */
const MAX_PREFER_LENGTH = 500;

const TOKEN = String.raw`[!#$%&'*+.^_\x60|~\w-]+`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
/** One preference: a name, an optional value, and optional parameters, which `wait` does not have. */
const PREFERENCE = new RegExp(
  String.raw`^(${TOKEN})(?:[ \t]*=(?:[ \t]*(${TOKEN}|${QUOTED}))?)?[ \t]*(?:;(?:[^"]|${QUOTED})*)?$`,
);

/** A valid request for a wait. */
export interface WaitRequest {
  readonly seconds: number;
  /** Value of the response header `Preference-Applied`; absent if the parameter requested the wait. */
  readonly applied?: string;
}

/**
 * Parses the `wait` parameter and the `Prefer` header; the parameter has priority. Returns `undefined` if neither requests a
 * wait. Throws a `Problem` for an invalid parameter. An invalid preference is ignored, and a longer wait than the longest
 * is shortened, because a preference never causes an error (RFC 7240, section 2).
 */
export function parseWaitRequest(parameter: string | undefined, prefer: string | undefined): WaitRequest | undefined {
  if (parameter !== undefined) {
    const seconds = wholeSeconds(parameter);
    if (seconds !== undefined && seconds <= MAX_WAIT_SECONDS) return { seconds };
    throw unexpectedValue('wait', parameter, `whole seconds from 0 to ${MAX_WAIT_SECONDS}`);
  }
  const readable = prefer !== undefined && prefer.length <= MAX_PREFER_LENGTH ? prefer : '';
  const preferred = wholeSeconds(preferredWait(readable) ?? '');
  if (preferred === undefined) return undefined;
  const seconds = Math.min(preferred, MAX_WAIT_SECONDS);
  return { seconds, applied: `wait=${seconds}` };
}

/** The value of `wait`, without quotes. If there are several, the first one counts (RFC 7240, section 2). */
function preferredWait(prefer: string): string | undefined {
  for (const preference of splitOutsideQuotes(prefer)) {
    const [, name, value] = PREFERENCE.exec(preference) ?? [];
    if (name?.toLowerCase() === 'wait') return value?.replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

function splitOutsideQuotes(list: string): readonly string[] {
  return (list.match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []).map((item) => item.trim());
}

function wholeSeconds(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
