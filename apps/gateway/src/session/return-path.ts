import { unexpectedValue } from '../query/query-parameters.js';

const MAX_LENGTH = 1_000;
const ANY_ORIGIN = 'http://gateway.invalid';

/**
 * Reads the path that a browser is redirected to after the sign-in, as the value of `next`. Throws a `Problem` for
 * anything that could lead to another server.
 */
export function readReturnPath(text: string): string {
  const path = text.startsWith('/') && text.length <= MAX_LENGTH ? ownPath(text) : undefined;
  if (path !== undefined) return path;
  throw unexpectedValue('next', text, `a path of this server such as /jobs, of at most ${MAX_LENGTH} characters`);
}

/** The path as browsers read it: they take `//host` and `/\host` as another host (URL Standard, 4.4). */
function ownPath(text: string): string | undefined {
  if (!URL.canParse(text, ANY_ORIGIN)) return undefined;
  const { hash, origin, pathname, search } = new URL(text, ANY_ORIGIN);
  return origin === ANY_ORIGIN && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
