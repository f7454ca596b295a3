import { type Condition, type Filter, type JobField, type Scalar } from '@gateway/core';

import { QueryValueError } from './query-value-error.js';
import { type Alternative, type Comparison, type Piece, readAlternatives } from './read-alternatives.js';
import { readPattern } from './read-pattern.js';
import { expectedOf, type Now, readScalar } from './read-scalar.js';

const MOST_ALTERNATIVES = 100;
const COMPARISONS = { '<': 'less', '<=': 'at_most', '>': 'greater', '>=': 'at_least' } as const;

/**
 * Reads the value of a filter on a field: alternatives joined by `|`. A `!` before the first negates all of them, one
 * before a later alternative negates that one. Throws `QueryFault`.
 */
export function readFilter(field: JobField, value: string, now: Now): Filter {
  const alternatives = readAlternatives(value);
  const excess = alternatives[MOST_ALTERNATIVES];
  if (excess) throw new QueryValueError(excess.begin, `at most ${MOST_ALTERNATIVES} alternatives`);
  const negated = alternatives[0]?.negated ?? false;
  const any = alternatives.map((alternative, at): Condition => {
    const condition = readCondition(field, alternative, now);
    return alternative.negated && at > 0 ? { is: 'not', condition } : condition;
  });
  return { field, negated, any };
}

function readCondition(field: JobField, alternative: Alternative, now: Now): Condition {
  const { begin, comparison, end, pieces } = alternative;
  const [first] = pieces;
  if (first?.kind === 'text' && !first.quoted && /^[!<>]/.test(first.text)) {
    throw new QueryValueError(begin, `a value here; quote it to have ${first.text[0]} at its beginning`);
  }
  if (comparison) return compare(field, comparison, readValue(field, pieces, begin, now), begin);
  if (first === undefined) {
    throw new QueryValueError(end, `${expectedOf(field)}, null, or an operator and a value ("" is the empty text)`);
  }
  const range = pieces.findIndex(({ kind }) => kind === '..');
  if (range >= 0) return readRange(field, pieces, range, begin, now);
  if (first.kind === 'text' && first.text === 'null' && !first.quoted && pieces.length === 1) return { is: 'absent' };
  if (pieces.every(({ kind }) => kind === '*')) return { is: 'not', condition: { is: 'absent' } };
  return pieces.some(({ kind }) => kind === '*')
    ? readLike(field, pieces)
    : { is: 'equal', value: readValue(field, pieces, begin, now) };
}

function readRange(field: JobField, pieces: readonly Piece[], range: number, begin: number, now: Now): Condition {
  const after = (pieces[range]?.at ?? begin) + 2;
  const from = readValue(field, pieces.slice(0, range), begin, now);
  const to = readValue(field, pieces.slice(range + 1), after, now);
  refuseUnordered(field, begin);
  return { is: 'between', from, to };
}

function compare(field: JobField, comparison: Comparison, value: Scalar, begin: number): Condition {
  refuseUnordered(field, begin - comparison.length);
  return { is: COMPARISONS[comparison], value };
}

function refuseUnordered(field: JobField, at: number): void {
  if (field.type !== 'enum' && field.type !== 'boolean') return;
  throw new QueryValueError(at, `${expectedOf(field)}; they have no order`);
}

function readLike(field: JobField, pieces: readonly Piece[]): Condition {
  const wildcard = pieces.find(({ kind }) => kind === '*');
  if (wildcard && field.type !== 'text' && field.type !== 'enum') {
    throw new QueryValueError(wildcard.at, `${expectedOf(field)}; only texts take wildcards`);
  }
  return { is: 'like', parts: readPattern(pieces) };
}

/** Reads one value out of the texts it was written in, quoted ones and plain ones side by side. */
function readValue(field: JobField, pieces: readonly Piece[], at: number, now: Now): Scalar {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind !== 'text')
      throw new QueryValueError(piece.at, `a plain value here; quote it to have ${piece.kind} in it`);
    text += piece.text;
  }
  const value = pieces.length === 0 ? undefined : readScalar(field, text, now);
  if (value === undefined) throw new QueryValueError(at, expectedOf(field));
  return value;
}
