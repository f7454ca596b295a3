// eslint-disable-next-line no-control-regex -- the range of ASCII begins with a control character
const NOT_ASCII = /[^\x00-\x7f]/;
/** The one letter whose full case folding is not that of its capital: `I` folds to `i`. */
const DOTLESS_I = 'ı';

/** True if a text has only ASCII characters: `foldText` then is `toLowerCase`. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/**
 * Returns the form of a text in which searches compare it: texts that differ only in case or in compatible forms of characters
 * have the same one. It is the compatibility caseless match of the Unicode Standard (section 3.13, D146), with full case
 * folding: `ß` is `ss`, `İ` is `i̇`, `ı` stays `ı`. The result is in the normalization form NFKC.
 */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return foldCase(foldCase(text.normalize('NFD')).normalize('NFKD')).normalize('NFKC');
}

/**
 * Full case folding (CaseFolding.txt, C and F), except that Cherokee letters become small instead of capital. JavaScript has no
 * function for it. The small letters of the capitals of the small letters are the same: `ẞ`, `ß`, `SS`, `ss`. A sigma at
 * the end of a word is an ordinary one.
 */
function foldCase(text: string): string {
  return text
    .split(DOTLESS_I)
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ'))
    .join(DOTLESS_I);
}
