import { type Piece } from './read-alternatives.js';
import { readPattern } from './read-pattern.js';

/**
 * Reads the text of a search as `JobSelection` has it: `*` stands for anything, also at both ends; all else for itself, and
 * so does a `*` when the whole is in double quotes. Throws `QueryFault`.
 */
export function readSearch(value: string): readonly string[] {
  const [, literal] = /^"(.+)"$/s.exec(value) ?? [];
  const pieces = literal === undefined ? piecesOf(value) : [textAt(literal.replaceAll(/\\(.)/gs, '$1'), 1)];
  return readPattern([{ kind: '*', at: 0 }, ...pieces, { kind: '*', at: value.length }]).map((part) =>
    part.toLowerCase(),
  );
}

function piecesOf(value: string): readonly Piece[] {
  return [...value.matchAll(/\*|[^*]+/g)].map(({ 0: text, index: at }) =>
    text === '*' ? { kind: '*', at } : textAt(text, at),
  );
}

function textAt(text: string, at: number): Piece {
  return { kind: 'text', text, quoted: false, at };
}
