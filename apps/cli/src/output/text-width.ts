import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The number of terminal cells of a text: a Japanese character has two. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** The text, or its beginning and `…` if it has more cells. */
export function cutEnd(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${beginOf(charactersOf(text), width - 1)}…`;
}

/** The text, or its beginning, `…` and its end if it has more cells. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const begin = beginOf(charactersOf(text), Math.ceil((width - 1) / 2));
  const end = beginOf(charactersOf(text).reverse(), width - 1 - widthOf(begin), (kept, next) => next + kept);
  return `${begin}…${end}`;
}

/** The text with spaces up to the width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** As many characters as fit. */
function beginOf(
  characters: readonly string[],
  width: number,
  join = (kept: string, next: string): string => kept + next,
): string {
  let kept = '';
  let left = width;
  for (const character of characters) {
    left -= widthOf(character);
    if (left < 0) break;
    kept = join(kept, character);
  }
  return kept;
}

function charactersOf(text: string): string[] {
  return ASCII.test(text) ? [...text] : Array.from(graphemes.segment(text), ({ segment }) => segment);
}
