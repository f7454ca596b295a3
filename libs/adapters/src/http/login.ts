import { BackendError, type Login, type Secret } from '@gateway/core';

/** Shorter ones would blot out half of any text. */
const SHORTEST_SECRET = 4;

/**
 * The Authorization header of a login, read afresh; `undefined` for a client certificate. Throws an `unauthorized`
 * BackendError when the secret cannot be read or cannot stand in a header.
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

/** Blots out a login's secret, and the credentials that were sent, wherever a text repeats them. */
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
    return ''; // taken away since it was sent; what was sent is blotted out by itself
  }
}

function reveal(secret: Secret): string {
  try {
    return secret.reveal();
  } catch {
    // The reason may name a file; what a person needs is in the configuration.
    throw new BackendError('unauthorized', 'the secret of the login cannot be read');
  }
}

function headerSafe(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new BackendError('unauthorized', 'the token of the login is empty or holds characters no header may have');
}
