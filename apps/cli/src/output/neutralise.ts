/** Characters of backends that a terminal would obey, or that change the order or the look of other text. */

/**
 * Control characters, separators of lines, lone surrogates, and characters that direct or hide text: marks of direction,
 * embeddings, overrides, isolates, characters without width (but not the joiners that some languages need), and tags.
 */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const SPACES = /[\t\n\r\u0085\u2028\u2029]+/g;
/** Where the pictures of the control characters begin. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';
const REPLACEMENT = '\uFFFD';

/** A text of a backend for a table: one line, with `␛`-style marks in place of what a terminal would obey. */
export function neutralise(text: string): string {
  return text.replace(SPACES, ' ').replace(UNSAFE, markOf);
}

/** JSON in which such characters are escaped. */
export function safeJson(value: unknown, indent?: number): string {
  return escapeUnsafe(JSON.stringify(value, undefined, indent));
}

/** True for a text with such a character, other than a line feed. */
export function isUnsafe(text: string): boolean {
  return text.replaceAll('\n', '').search(UNSAFE) >= 0;
}

/** Escapes all such characters but line feeds, which JSON and YAML have between their values. */
export function escapeUnsafe(text: string): string {
  return text.replace(UNSAFE, (char) => (char === '\n' ? char : escapeOf(char)));
}

function escapeOf(char: string): string {
  return Array.from({ length: char.length }, (_, at) => `\\u${hexadecimal(char.charCodeAt(at))}`).join('');
}

function hexadecimal(code: number): string {
  return code.toString(16).padStart(4, '0');
}

function markOf(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? PICTURE_OF_DELETE : REPLACEMENT;
}
