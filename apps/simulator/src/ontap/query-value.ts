/** ONTAP's query syntax for the value of a field: `|`, `!`, `*`, `<`, `>`, `<=`, `>=`, `..`, `null`, quotes, braces. */
import { wildcard } from '../text.js';
import { type JobField, ONTAP_STATES } from './job-fields.js';
import { OntapError } from './ontap-error.js';

/** Tests the values of a record at a field's path: none if it is unset, several if the path contains an array. */
export type ValueTest = (values: readonly unknown[]) => boolean;

/** A character; one that is not literal has a meaning in the query syntax. */
interface Token {
  readonly character: string;
  readonly literal: boolean;
}
type Tokens = readonly Token[];

/** Compares text and states by code unit, integers as numbers, times as instants. */
export function compareValues(field: JobField, a: unknown, b: unknown): number {
  if (field.type === 'integer') return Number(a) - Number(b);
  if (field.type === 'time') return Date.parse(String(a)) - Date.parse(String(b));
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : Number(left > right);
}

/**
 * Parses a query value such as `running|queued` or `!2020-01-01T00:00:00Z..2021-01-01T00:00:00Z`. Throws an OntapError:
 * 262194 for an operator without a value, 262197 for an invalid value, 262272 for an unmatched quote.
 */
export function parseQueryValue(field: JobField, text: string): ValueTest {
  const tests = split(tokenize(text, field), '|').map((alternative) => parseAlternative(field, alternative));
  return (values) => tests.some((test) => test(values));
}

function parseAlternative(field: JobField, tokens: Tokens): ValueTest {
  if (isSpecial(tokens[0], '!')) {
    const test = parseAlternative(field, tokens.slice(1));
    return (values) => !test(values);
  }
  if (tokens.length === 0) throw new OntapError('262194', 'The expression is missing a value.', field.path);
  if (isNull(tokens)) return (values) => values.length === 0;
  return parseComparison(field, tokens) ?? parseRange(field, tokens) ?? parseEqual(field, tokens);
}

function parseComparison(field: JobField, tokens: Tokens): ValueTest | undefined {
  const operator = tokens[0];
  if (!isSpecial(operator, '<') && !isSpecial(operator, '>')) return undefined;
  const orEqual = isSpecial(tokens[1], '=');
  const bound = operandOf(field, tokens.slice(orEqual ? 2 : 1));
  const sign = operator?.character === '<' ? -1 : 1;
  return (values) =>
    values.some((value) => {
      const order = compareValues(field, value, bound) * sign;
      return order > 0 || (orEqual && order === 0);
    });
}

function parseRange(field: JobField, tokens: Tokens): ValueTest | undefined {
  const dots = tokens.findIndex((token, index) => isSpecial(token, '.') && isSpecial(tokens[index + 1], '.'));
  if (dots === -1) return undefined;
  const from = operandOf(field, tokens.slice(0, dots));
  const to = operandOf(field, tokens.slice(dots + 2));
  return (values) =>
    values.some((value) => compareValues(field, value, from) >= 0 && compareValues(field, value, to) <= 0);
}

function parseEqual(field: JobField, tokens: Tokens): ValueTest {
  if (!tokens.some((token) => isSpecial(token, '*'))) {
    const wanted = operandOf(field, tokens);
    return (values) => values.some((value) => compareValues(field, value, wanted) === 0);
  }
  const pattern = wildcard(split(tokens, '*').map(textOf));
  return (values) => values.some((value) => pattern.test(String(value)));
}

function operandOf(field: JobField, tokens: Tokens): string {
  const text = textOf(tokens);
  if (text === '') throw new OntapError('262194', 'The expression is missing a value.', field.path);
  if (isPossible(field, text)) return text;
  throw new OntapError('262197', `The value "${text}" is invalid for field "${field.path}"`, field.path);
}

function isPossible(field: JobField, text: string): boolean {
  switch (field.type) {
    case 'text':
      return true;
    case 'integer':
      return /^-?\d+$/.test(text);
    case 'state':
      return ONTAP_STATES.some((state) => state === text);
    case 'time':
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:?\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
    default:
      return field.type satisfies never;
  }
}

function tokenize(text: string, field: JobField): Tokens {
  const tokens: Token[] = [];
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (quoted && character === '"') quoted = false;
    else if (quoted) tokens.push({ character, literal: true });
    else if (depth > 0) {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      if (depth > 0) tokens.push({ character, literal: true });
    } else if (character === '"') quoted = true;
    else if (character === '{') depth = 1;
    else tokens.push({ character, literal: false });
  }
  if (!quoted && depth === 0) return tokens;
  throw new OntapError('262272', 'The specified query contains an unmatched quote.', field.path);
}

function split(tokens: Tokens, separator: string): readonly Tokens[] {
  const at = tokens.findIndex((token) => isSpecial(token, separator));
  return at === -1 ? [tokens] : [tokens.slice(0, at), ...split(tokens.slice(at + 1), separator)];
}

function isSpecial(token: Token | undefined, character: string): boolean {
  return token?.literal === false && token.character === character;
}

function isNull(tokens: Tokens): boolean {
  return textOf(tokens) === 'null' && tokens.every(({ literal }) => !literal);
}

function textOf(tokens: Tokens): string {
  return tokens.map(({ character }) => character).join('');
}
