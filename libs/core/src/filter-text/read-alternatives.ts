/** Splits a filter value into alternatives, operators, texts and wildcards, without interpreting the texts. */

import { QueryValueError } from './query-value-error.js';

/** A comparison operator, written before a value. */
export type Comparison = '<' | '<=' | '>' | '>=';

/** A text without its quotes, a wildcard or a range operator; `at` is its position in the value. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: '*' | '..'; readonly at: number };

/** One of the alternatives joined by `|`. */
export interface Alternative {
  /** True if it starts with `!`. */
  readonly negated: boolean;
  readonly comparison: Comparison | undefined;
  readonly pieces: readonly Piece[];
  /** Positions in the value where its pieces begin and end. */
  readonly begin: number;
  readonly end: number;
}

/** `!`, then a comparison operator. Anywhere else they are ordinary characters. */
const PREFIX = /(!?)(<=|>=|<|>|)/y;
/** Text up to the next character with a special meaning. */
const PLAIN = /(?:(?!\.\.)[^|*"{])+/y;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', '{': '}' };

/** Splits a value. `"…"` and `{…}` quote a text; in them, a backslash escapes the next character. Throws `QueryValueError`. */
export function readAlternatives(value: string): readonly Alternative[] {
  const alternatives: Alternative[] = [];
  for (let at = 0; at <= value.length; at = (alternatives.at(-1)?.end ?? at) + 1) {
    alternatives.push(readAlternative(value, at));
  }
  return alternatives;
}

function readAlternative(value: string, start: number): Alternative {
  const [prefix = '', negation, comparison] = matchAt(PREFIX, value, start);
  const begin = start + prefix.length;
  const pieces: Piece[] = [];
  let end = begin;
  while (end < value.length && value[end] !== '|') {
    const next = readPiece(value, end);
    pieces.push(next.piece);
    end = next.end;
  }
  const known = comparison === '' ? undefined : (comparison as Comparison);
  return { negated: negation === '!', comparison: known, pieces, begin, end };
}

function readPiece(value: string, at: number): { readonly piece: Piece; readonly end: number } {
  const first = value[at] ?? '';
  const closing = CLOSING[first];
  if (closing !== undefined) return readQuoted(value, at, closing);
  if (first === '*') return { piece: { kind: '*', at }, end: at + 1 };
  if (value.startsWith('..', at)) return { piece: { kind: '..', at }, end: at + 2 };
  const [text = ''] = matchAt(PLAIN, value, at);
  return { piece: { kind: 'text', text, quoted: false, at }, end: at + text.length };
}

function readQuoted(value: string, at: number, closing: string): { readonly piece: Piece; readonly end: number } {
  let text = '';
  for (let next = at + 1; next < value.length; next += 1) {
    if (value[next] === closing) return { piece: { kind: 'text', text, quoted: true, at }, end: next + 1 };
    if (value[next] === '\\') next += 1;
    text += value[next] ?? '';
  }
  throw new QueryValueError(value.length, `${closing} to close the quoted text that starts at position ${at}`);
}

function matchAt(pattern: RegExp, text: string, at: number): readonly string[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}
