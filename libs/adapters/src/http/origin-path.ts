/** Servers accept request lines of 8,000 bytes (RFC 9112, 3). */
export const MAX_PATH_LENGTH = 8_000;

/**
 * True for a path (with query) that stays on its origin and that URL parsers do not change: exactly one leading slash,
 * no backslash, space, control character or fragment, and no dot segment, also not an encoded one.
 */
export function isOriginPath(path: string): boolean {
  const [pathname = ''] = path.split('?', 1);
  return /^\/(?!\/)[^\\#\s\p{Cc}]*$/u.test(path) && !/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname);
}
