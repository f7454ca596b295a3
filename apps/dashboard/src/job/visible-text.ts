/** Text of backends, made safe to read: characters that change how other characters are shown become visible marks. */

/** C0 controls apart from tab and line feed, delete, C1 controls, bidirectional marks, and separators without a glyph. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /\r\n?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u206f\ufeff]/g;
const CONTROL_PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = '\u2421';

/**
 * Replaces control and bidirectional characters by marks: `␛` for escape, `⟨U+202E⟩` for one without a picture. Tabs and
 * line ends stay, because they only move the text that follows.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (found) => (found.startsWith('\r') && found.length > 1 ? '\n' : markOf(found)));
}

function markOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code === DELETE) return DELETE_PICTURE;
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}
