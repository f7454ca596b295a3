/** The path of this page that a sign-in returns to. */

const ANY_ORIGIN = 'http://gateway.invalid';

/**
 * The path in the parameter `next` of a query string; `/` for anything that could lead to another server. Browsers read
 * `//host` and `/\host` as another host (URL Standard, 4.4).
 */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  if (!next.startsWith('/') || !URL.canParse(next, ANY_ORIGIN)) return '/';
  const { hash, origin, pathname, search: query } = new URL(next, ANY_ORIGIN);
  return origin === ANY_ORIGIN && !pathname.startsWith('//') ? pathname + query + hash : '/';
}

/** The address of the screen for signing in that returns to a path. */
export function signInHref(path: string): string {
  return `/signin?next=${encodeURIComponent(path)}`;
}

/** The address of the sign-in through the OpenID provider that returns to a path. */
export function providerHref(login: string, next: string): string {
  return `${login}?next=${encodeURIComponent(next)}`;
}
