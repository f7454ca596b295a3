import { SignInError } from './sign-in-error.js';

/** The credentials of an `Authorization` header: a token or a JSON Web Token. */
export interface Credentials {
  readonly by: 'bearer' | 'basic';
  readonly secret: string;
}

const BEARER = /^bearer +([\x21-\x7e]+) *$/i;
const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * Reads an `Authorization` header: a bearer token (RFC 6750), or one as the password of any user (RFC 7617). Throws a
 * `SignInError` for any other scheme.
 */
export function readCredentials(authorization: string): Credentials {
  const [, token] = BEARER.exec(authorization) ?? [];
  if (token !== undefined) return { by: 'bearer', secret: token };
  const [, encoded] = BASIC.exec(authorization) ?? [];
  if (encoded === undefined) throw new SignInError('malformed', 'header');
  const login = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = login.indexOf(':');
  const secret = login.slice(colon + 1);
  if (colon < 0 || secret === '') throw new SignInError('malformed', 'basic');
  return { by: 'basic', secret };
}

/** Throws a `SignInError` for several `Authorization` headers, of which Node keeps the first one. */
export function rejectRepeated(rawHeaders: readonly string[]): void {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 'authorization'.length && name.toLowerCase() === 'authorization') count += 1;
  }
  if (count > 1) throw new SignInError('malformed', 'header');
}
