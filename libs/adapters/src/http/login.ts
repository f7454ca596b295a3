import { BackendError, type Login, type Secret } from '@gateway/core';

/** Shorter secrets are not replaced: they would match ordinary words of a text. */
const SHORTEST_SECRET = 4;

/**
 * The Authorization header of a login, with the current secret; `undefined` for a client certificate. Throws an
 * `unauthorized` BackendError if the secret cannot be read or contains characters that a header must not contain.
 */
export function authorizationFor(login: Login): string | undefined {
  switch (login.type) {
    case 'basic':
      return `Basic ${Buffer.from(`${login.username}:${reveal(login.password)}`, 'utf8').toString('base64')}`;
    case 'bearer':
      return `Bearer ${headerSafe(reveal(login.token))}`;
    case 'certificate':
      return undefined;
    default:
      return login satisfies never;
  }
}

/** The text with `[secret]` in place of the secret of the login and of the credentials that were sent. */
export function withoutSecrets(text: string, login: Login, authorization: string | undefined): string {
  const sent = authorization?.slice(authorization.indexOf(' ') + 1) ?? '';
  const secret = readableSecret(login);
  return [sent, secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .reduce((clean, value) => clean.replaceAll(value, '[secret]'), text);
}

function readableSecret(login: Login): string {
  if (login.type === 'certificate') return '';
  try {
    return reveal(login.type === 'basic' ? login.password : login.token);
  } catch {
    return ''; // no longer readable; the credentials that were sent are still replaced
  }
}

function reveal(secret: Secret): string {
  try {
    return secret.reveal();
  } catch {
    // The cause may name a file, which must not be shown; the file is in the configuration.
    throw new BackendError('unauthorized', 'the secret of the login cannot be read');
  }
}

function headerSafe(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BackendError(
    'unauthorized',
    'the token of the login is empty or contains characters that a header must not contain',
  );
}
