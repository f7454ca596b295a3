import { QueryValueError } from './query-value-error.js';
import { type Piece } from './read-alternatives.js';

/** Keeps the search for a part linear in the text, whatever both are made of. */
const LONGEST_PART = 256;

/** Reads a text with wildcards: the texts before, between and after its `*`. Throws `QueryFault`. */
export function readPattern(pieces: readonly Piece[]): readonly string[] {
  const parts: string[] = [''];
  for (const piece of pieces) {
    const last = parts.length - 1;
    if (piece.kind === 'text') parts[last] += piece.text;
    else if (last === 0 || parts[last] !== '') parts.push('');
    if ((parts.at(-1)?.length ?? 0) > LONGEST_PART) {
      throw new QueryValueError(piece.at, `at most ${LONGEST_PART} characters between wildcards`);
    }
  }
  return parts;
}
