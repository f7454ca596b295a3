import { Problem } from '../problems/problem.js';

/** Decoded query parameters by name; no value is empty. */
export type QueryParameters = ReadonlyMap<string, string>;

/** Characters of the query text as `queryText` writes it, without the page cursor: links to further pages add that. */
const MAX_QUERY_LENGTH = 8_000;

/** How the parameters of one endpoint differ from the others. */
export interface ParameterRules {
  /** Decides whether a parameter is offered, if the list cannot contain every name. */
  readonly isOffered?: (name: string) => boolean;
  /** Other names of parameters, with the names that they stand for. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Parameters that count as missing if they are empty. */
  readonly mayBeEmpty?: readonly string[];
}

/**
 * Parses a query text (without `?`). `offered` is the list of parameters for the problem text. `+` is a space, as in HTML
 * forms and in ONTAP. Throws a `Problem` if a parameter is not offered, is given twice, is empty or is badly encoded, or if
 * the query is too long.
 */
export function parseParameters(
  text: string,
  offered: readonly string[],
  { aliases = {}, isOffered = (name) => offered.includes(name), mayBeEmpty = [] }: ParameterRules = {},
): QueryParameters {
  const parameters = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [given, value] = splitPair(pair);
    if (given === undefined) throw new Problem('malformed-request', `${quoted(pair)} is not percent-encoded UTF-8`);
    const name = Object.hasOwn(aliases, given) ? (aliases[given] as string) : given;
    if (!isOffered(name)) throw unknownParameter(name, offered);
    if (value === undefined) {
      throw new Problem('invalid-parameter', `the value of ${name} is not percent-encoded UTF-8`, { target: name });
    }
    if (parameters.has(name)) {
      throw new Problem('duplicate-parameter', `${name} is given more than once; give it once`, { target: name });
    }
    if (value === '' && mayBeEmpty.includes(name)) continue;
    if (value === '') {
      throw new Problem('empty-parameter', `${name} has no value; give it one or leave it out`, { target: name });
    }
    parameters.set(name, value);
  }
  checkLength(parameters);
  return parameters;
}

/** Formats parameters as the percent-encoded query text of a link. */
export function queryText(parameters: QueryParameters): string {
  return [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** Formats a link to a path with parameters. */
export function linkTo(path: string, parameters: QueryParameters): string {
  return parameters.size === 0 ? path : `${path}?${queryText(parameters)}`;
}

/** Quotes a client's text for use in a sentence, and shortens it to 60 characters. */
export function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

/** The problem of a parameter whose whole value is not accepted. */
export function unexpectedValue(name: string, value: string, expected: string): Problem {
  const detail = `${name} does not accept ${quoted(value)}; expected ${expected}`;
  return new Problem('invalid-parameter', detail, { target: name });
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

function checkLength(parameters: QueryParameters): void {
  let length = 0;
  for (const [name, value] of parameters) {
    if (name !== 'start') length += queryText(new Map([[name, value]])).length + 1;
    if (length <= MAX_QUERY_LENGTH) continue;
    const detail = `${name} is too long; expected a query of at most ${MAX_QUERY_LENGTH} characters in total`;
    throw new Problem('invalid-parameter', detail, { target: name });
  }
}

function unknownParameter(name: string, offered: readonly string[]): Problem {
  const expected = offered.length === 0 ? 'no parameters are supported here' : `expected any of ${offered.join(', ')}`;
  return new Problem('unknown-parameter', `${quoted(name)} is not a parameter; ${expected}`, { target: name });
}
