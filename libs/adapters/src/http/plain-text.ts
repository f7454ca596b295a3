const MAX_LENGTH = 300;

/** Limit of a quoted text, without the quotes. */
const MAX_QUOTED_LENGTH = 40;

/**
 * A backend's text in a form that is safe to show in an error: no control characters, no markup, no addresses (URLs,
 * IPv4, bracketed IPv6), at most 300 characters.
 */
export function plainText(text: string): string {
  const clean = text
    .slice(0, 10 * MAX_LENGTH)
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"']+/gi, '[address]')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[address]')
    .replace(/\[[0-9a-f.]*:[0-9a-f:.]*\](?::\d+)?/gi, '[address]')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH - 1)}…` : clean;
}

/**
 * A name from outside in quotes, as it is: for names that a person must recognise. Characters that are not printable,
 * quotes and angle brackets are escaped. After 40 characters the name is cut.
 */
export function quotedText(text: string): string {
  let shown = '';
  for (const character of text.slice(0, MAX_QUOTED_LENGTH + 1)) {
    const safe = /["\\<>\p{C}\p{Zl}\p{Zp}]/u.test(character) ? escaped(character) : character;
    if (shown.length + safe.length > MAX_QUOTED_LENGTH) return `"${shown}…"`;
    shown += safe;
  }
  return `"${shown}"`;
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
