import { foldText, type Piece, readPattern } from '@gateway/core';

/**
 * Reads a search for `JobSelection.search`. `*` matches any text, and the search may match anywhere in a field. If the
 * value is in double quotes, `*` is an ordinary character. The limit of a part is that of its folded text. Throws
 * `QueryValueError`.
 */
export function readSearch(value: string): readonly string[] {
  const [, literal] = /^"(.+)"$/s.exec(value) ?? [];
  const pieces = literal === undefined ? piecesOf(value) : [textAt(literal.replaceAll(/\\(.)/gs, '$1'), 1)];
  return readPattern([{ kind: '*', at: 0 }, ...pieces, { kind: '*', at: value.length }]);
}

function piecesOf(value: string): readonly Piece[] {
  return [...value.matchAll(/\*|[^*]+/g)].map(({ 0: text, index: at }) =>
    text === '*' ? { kind: '*', at } : textAt(text, at),
  );
}

function textAt(text: string, at: number): Piece {
  return { kind: 'text', text: foldText(text), quoted: false, at };
}
