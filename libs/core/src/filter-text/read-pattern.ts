import { QueryValueError } from './query-value-error.js';
import { type Piece } from './read-alternatives.js';

/** Limits the time to find a part in a text. */
const MAX_PART_LENGTH = 256;

/** Reads a pattern: returns the texts before, between and after its wildcards (`*`). Throws `QueryValueError`. */
export function readPattern(pieces: readonly Piece[]): readonly string[] {
  const parts: string[] = [''];
  for (const piece of pieces) {
    const last = parts.length - 1;
    if (piece.kind === 'text') parts[last] += piece.text;
    else if (last === 0 || parts[last] !== '') parts.push('');
    if ((parts.at(-1)?.length ?? 0) > MAX_PART_LENGTH) {
      throw new QueryValueError(piece.at, `at most ${MAX_PART_LENGTH} characters between wildcards`);
    }
  }
  return parts;
}
