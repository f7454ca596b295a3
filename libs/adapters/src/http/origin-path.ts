/**
 * True for a path with query that stays on its origin and is sent as it stands: one leading slash, no second one, no
 * backslash, space, control character or fragment, and no dot segment, which URL parsers remove even when encoded.
 */
export function isOriginPath(path: string): boolean {
  const [pathname = ''] = path.split('?', 1);
  return /^\/(?!\/)[^\\#\s\p{Cc}]*$/u.test(path) && !/\/(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname);
}
