import { type Condition, type Filter } from '../filter.js';
import { type Scalar, type ScalarField } from '../job-fields.js';
import { canonicalId } from '../job-id.js';
import { QueryValueError } from './query-value-error.js';
import { type Alternative, type Comparison, type Piece, readAlternatives } from './read-alternatives.js';
import { readPattern } from './read-pattern.js';
import { expectedOf, type Now, readScalar } from './read-scalar.js';

const MAX_ALTERNATIVES = 100;
/** The paths of fields whose values can be UUIDs. */
const ID_PATHS: ReadonlySet<string> = new Set(['id', 'native_id', 'uuid', 'svm.uuid', 'origin.cluster_uuid']);
const COMPARISONS = { '<': 'less', '<=': 'at_most', '>': 'greater', '>=': 'at_least' } as const;

/**
 * Reads the value of a filter: alternatives joined by `|`. `!` before the first alternative negates the whole
 * filter; `!` before another alternative negates only that one. Throws `QueryValueError`.
 */
export function readFilter<F extends ScalarField>(field: F, value: string, now: Now): Filter<F> {
  const alternatives = readAlternatives(value);
  const excess = alternatives[MAX_ALTERNATIVES];
  if (excess) throw new QueryValueError(excess.begin, `at most ${MAX_ALTERNATIVES} alternatives`);
  const negated = alternatives[0]?.negated ?? false;
  const any = alternatives.map((alternative, at): Condition => {
    const condition = readCondition(field, alternative, now);
    return alternative.negated && at > 0 ? { is: 'not', condition } : condition;
  });
  return { field, negated, any };
}

function readCondition(field: ScalarField, alternative: Alternative, now: Now): Condition {
  const { begin, comparison, end, pieces } = alternative;
  const [first] = pieces;
  if (first?.kind === 'text' && !first.quoted && /^[!<>]/.test(first.text)) {
    throw new QueryValueError(begin, `a value; put it in quotes if it starts with ${first.text[0]}`);
  }
  if (comparison) return compare(field, comparison, readValue(field, pieces, begin, now), begin);
  if (first === undefined) {
    throw new QueryValueError(end, `${expectedOf(field)}, null, or an operator and a value ("" is an empty text)`);
  }
  const range = pieces.findIndex(({ kind }) => kind === '..');
  if (range >= 0) return readRange(field, pieces, range, begin, now);
  if (first.kind === 'text' && first.text === 'null' && !first.quoted && pieces.length === 1) return { is: 'absent' };
  if (pieces.every(({ kind }) => kind === '*')) return { is: 'not', condition: { is: 'absent' } };
  return pieces.some(({ kind }) => kind === '*')
    ? readLike(field, pieces)
    : { is: 'equal', value: readValue(field, pieces, begin, now) };
}

function readRange(field: ScalarField, pieces: readonly Piece[], range: number, begin: number, now: Now): Condition {
  const after = (pieces[range]?.at ?? begin) + 2;
  const from = readValue(field, pieces.slice(0, range), begin, now);
  const to = readValue(field, pieces.slice(range + 1), after, now);
  checkOrdered(field, begin);
  return { is: 'between', from, to };
}

function compare(field: ScalarField, comparison: Comparison, value: Scalar, begin: number): Condition {
  checkOrdered(field, begin - comparison.length);
  return { is: COMPARISONS[comparison], value };
}

function checkOrdered(field: ScalarField, at: number): void {
  if (field.type !== 'enum' && field.type !== 'boolean') return;
  throw new QueryValueError(at, `${expectedOf(field)}; these values have no order`);
}

function readLike(field: ScalarField, pieces: readonly Piece[]): Condition {
  const wildcard = pieces.find(({ kind }) => kind === '*');
  if (wildcard && field.type !== 'text' && field.type !== 'enum') {
    throw new QueryValueError(wildcard.at, `${expectedOf(field)}; only texts can contain wildcards`);
  }
  return { is: 'like', parts: readPattern(pieces) };
}

/** Reads one value from adjacent quoted and unquoted texts. */
function readValue(field: ScalarField, pieces: readonly Piece[], at: number, now: Now): Scalar {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind !== 'text')
      throw new QueryValueError(piece.at, `a plain value; put it in quotes if it contains ${piece.kind}`);
    text += piece.text;
  }
  const value =
    pieces.length === 0 ? undefined : readScalar(field, ID_PATHS.has(field.path) ? canonicalId(text) : text, now);
  if (value === undefined) throw new QueryValueError(at, expectedOf(field));
  return value;
}
