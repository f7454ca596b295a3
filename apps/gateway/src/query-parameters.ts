import { Problem } from './problem.js';

/** Parameters of a query by name; each is there once and has a value. */
export type QueryParameters = ReadonlyMap<string, string>;

/**
 * Takes a query text (without `?`) apart. Gives the problem instead when a parameter is unknown, given twice, empty, or
 * not well encoded. `+` is a space, as in HTML forms and ONTAP's own dialect. Never throws.
 */
export function readParameters(text: string, known: readonly string[]): QueryParameters | Problem {
  const parameters = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [name, value] = splitPair(pair);
    if (name === undefined) return new Problem('malformed-request', `${quoted(pair)} is not percent-encoded UTF-8`);
    if (!known.includes(name)) return unknownParameter(name, known);
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
  return parameters;
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

function unknownParameter(name: string, known: readonly string[]): Problem {
  const expected = known.length === 0 ? 'there are none here' : `expected any of ${known.join(', ')}`;
  return new Problem('unknown-parameter', `${quoted(name)} is no parameter; ${expected}`, { target: name });
}
