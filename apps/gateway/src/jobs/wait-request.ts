/** How long the answer to a request for one job may be held: the `wait` parameter, or `Prefer: wait` of RFC 7240. */

import { Problem } from '../problems/problem.js';
import { quoted } from '../query/query-parameters.js';

/** The longest wait, in seconds. */
export const LONGEST_WAIT_SECONDS = 120;

/** A longer header is not read: preferences are short, and the patterns below look at a text more than once. */
const LONGEST_PREFER = 500;

const TOKEN = String.raw`[!#$%&'*+.^_\x60|~\w-]+`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
/** One preference: a name, a value that may be left out, and parameters, which `wait` has none of. */
const PREFERENCE = new RegExp(
  String.raw`^(${TOKEN})(?:[ \t]*=(?:[ \t]*(${TOKEN}|${QUOTED}))?)?[ \t]*(?:;(?:[^"]|${QUOTED})*)?$`,
);

/** A wait asked for. */
export interface WaitRequest {
  readonly seconds: number;
  /** What to answer as `Preference-Applied`; absent where a parameter asked. */
  readonly applied?: string;
}

/**
 * Reads the value of the `wait` parameter and the `Prefer` header, of which the parameter counts; `undefined` when
 * neither asks for a wait. Gives the problem with the parameter. A preference is never an error (RFC 7240, 2): one that
 * cannot be read is ignored, and a longer wait than there is becomes the longest.
 */
export function readWait(parameter: string | undefined, prefer: string | undefined): WaitRequest | undefined | Problem {
  if (parameter !== undefined) {
    const seconds = wholeSeconds(parameter);
    if (seconds !== undefined && seconds <= LONGEST_WAIT_SECONDS) return { seconds };
    const expected = `expected whole seconds from 0 to ${LONGEST_WAIT_SECONDS}`;
    return new Problem('invalid-parameter', `wait does not take ${quoted(parameter)}; ${expected}`, { target: 'wait' });
  }
  const readable = prefer !== undefined && prefer.length <= LONGEST_PREFER ? prefer : '';
  const preferred = wholeSeconds(preferredWait(readable) ?? '');
  if (preferred === undefined) return undefined;
  const seconds = Math.min(preferred, LONGEST_WAIT_SECONDS);
  return { seconds, applied: `wait=${seconds}` };
}

/** The value of the first `wait` among the preferences (of several the first counts), without its quotes. */
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
