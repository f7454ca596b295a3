import { BackendError, type Login } from '@gateway/core';

/** Shorter secrets are not replaced: they would match ordinary words of a text. */
const SHORTEST_SECRET = 4;

/**
 * The Authorization header of a login, with the current secret; `undefined` for a client certificate. User name and
 * password are sent in UTF-8, the only encoding that a server can request (RFC 7617, section 2.1). Throws an
 * `unauthorized` BackendError if a token contains characters that a header must not contain.
 */
export function authorizationFor(login: Login): string | undefined {
  switch (login.type) {
    case 'basic':
      return `Basic ${Buffer.from(`${login.username}:${login.password.reveal()}`, 'utf8').toString('base64')}`;
    case 'bearer':
      return `Bearer ${headerSafe(login.token.reveal())}`;
    case 'certificate':
      return undefined;
    default:
      return login satisfies never;
  }
}

/** The text with `[secret]` in place of the secret of the login and of the credentials that were sent. */
export function withoutSecrets(text: string, login: Login, authorization: string | undefined): string {
  const sent = authorization?.slice(authorization.indexOf(' ') + 1) ?? '';
  const secret = secretOf(login);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [sent, secret, inJson, encodeURIComponent(secret), ...[sent, inJson].map(withEscapedSlashes)]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .reduce((clean, value) => clean.replaceAll(value, '[secret]'), text);
}

/** Some programs escape slashes in JSON. */
function withEscapedSlashes(text: string): string {
  return text.replaceAll('/', '\\/');
}

function secretOf(login: Login): string {
  if (login.type === 'certificate') return '';
  return (login.type === 'basic' ? login.password : login.token).reveal();
}

function headerSafe(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BackendError(
    'unauthorized',
    'the token of the login is empty or contains characters that a header must not contain',
  );
}
