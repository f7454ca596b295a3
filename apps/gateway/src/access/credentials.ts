import { type IncomingMessage } from 'node:http';

import { SignInError } from './sign-in-error.js';

/** The credentials of an `Authorization` header: a token or a JSON Web Token. */
export interface Credentials {
  readonly by: 'bearer' | 'basic';
  readonly secret: string;
}

const BEARER = /^bearer +([\x21-\x7e]+) *$/i;
const BASIC = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * Reads the `Authorization` header: a bearer token (RFC 6750), or one as the password of any user (RFC 7617). Returns
 * `undefined` without the header. Throws a `SignInError` for any other scheme, and for several headers.
 */
export function readCredentials({
  headers,
  rawHeaders,
}: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): Credentials | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  if (isRepeated(rawHeaders)) throw new SignInError('malformed', 'header');
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

/** Node keeps the first one of several such headers. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 'authorization'.length && name.toLowerCase() === 'authorization') count += 1;
  }
  return count > 1;
}
