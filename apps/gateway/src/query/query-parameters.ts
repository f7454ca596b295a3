import { Problem } from '../problems/problem.js';

/** Parameters of a query by name; each is there once and has a value. */
export type QueryParameters = ReadonlyMap<string, string>;

/** Characters of a query text as our links write it, its cursor not counted: links to further pages add that. */
const LONGEST_QUERY = 8_000;

/**
 * Takes a query text (without `?`) apart. Gives the problem instead when a parameter is not offered, given twice, empty, or
 * not well encoded, or when they are too long together. `isOffered` decides where `offered`, which the problem lists, cannot name them all. `+` is a space, as in
 * HTML forms and ONTAP's own dialect. Never throws.
 */
export function readParameters(
  text: string,
  offered: readonly string[],
  isOffered: (name: string) => boolean = (name) => offered.includes(name),
): QueryParameters | Problem {
  const parameters = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [name, value] = splitPair(pair);
    if (name === undefined) return new Problem('malformed-request', `${quoted(pair)} is not percent-encoded UTF-8`);
    if (!isOffered(name)) return unknownParameter(name, offered);
    if (value === undefined) {
      return new Problem('invalid-parameter', `the value of ${name} is not percent-encoded UTF-8`, { target: name });
    }
    if (parameters.has(name)) {
      return new Problem('duplicate-parameter', `${name} is given more than once; give it once`, { target: name });
    }
    if (value === '') {
      return new Problem('empty-parameter', `${name} has no value; give it one or leave it out`, { target: name });
    }
    parameters.set(name, value);
  }
  return excess(parameters) ?? parameters;
}

/** Parameters as the query text of a link, percent-encoded. */
export function queryText(parameters: QueryParameters): string {
  return [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** A caller's text for use in a sentence: quoted, and cut where it is long. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function splitPair(pair: string): readonly [string | undefined, string | undefined] {
  const at = pair.indexOf('=');
  return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function excess(parameters: QueryParameters): Problem | undefined {
  let length = 0;
  for (const [name, value] of parameters) {
    if (name !== 'start') length += queryText(new Map([[name, value]])).length + 1;
    if (length <= LONGEST_QUERY) continue;
    const detail = `${name} is too long; expected a query of at most ${LONGEST_QUERY} characters in all`;
    return new Problem('invalid-parameter', detail, { target: name });
  }
  return undefined;
}

function unknownParameter(name: string, offered: readonly string[]): Problem {
  const expected = offered.length === 0 ? 'there are none here' : `expected any of ${offered.join(', ')}`;
  return new Problem('unknown-parameter', `${quoted(name)} is no parameter; ${expected}`, { target: name });
}
