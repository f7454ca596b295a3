const MAX_LENGTH = 300;

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
