/** Rules for the values of single options of `access`. */
import { QueryValueError, readInstant, readSourceSelector, type Role, ROLES } from '@gateway/core';

import { isLoopback } from './loopback.js';
import { mapping, text } from './rules.js';

/** The name of a token, which goes into logs and records. */
export const tokenName = text(
  /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,127}$/u,
  'a name of letters, digits, spaces, ., _, @ and -, at most 128',
);

/** A filter over the fields of sources. */
export function sourceFilter(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'a filter such as source.labels.site=lab';
  try {
    readSourceSelector(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof QueryValueError)) throw error;
    return `${error.expected}, at position ${error.position}`;
  }
}

/** A date, or a time with an offset. */
export function instant(value: unknown): string | undefined {
  const good = typeof value === 'string' && readInstant(value) !== undefined;
  return good ? undefined : 'a date such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z';
}

/** A URL of an OpenID provider: `https`, or `http` on a loopback address. */
export function providerUrl(value: unknown): string | undefined {
  const expected = 'a URL such as https://login.example.net/keys, without credentials; plain http is for loopback';
  if (typeof value !== 'string' || !URL.canParse(value)) return expected;
  const { hash, hostname, password, protocol, username } = new URL(value);
  if (username !== '' || password !== '' || hash !== '') return expected;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? undefined : expected;
}

/** The scopes of a login at an OpenID provider (RFC 6749, 3.3); without `openid` it returns no name. */
export const scopes = text(
  /^(?=(.* )?openid( |$))[!#-[\]-~]+( [!#-[\]-~]+)*$/,
  'scopes with spaces between, openid among them, such as openid profile',
);

/** A role, or a mapping, which `checkAccess` checks. */
export function anonymousGrant(value: unknown): string | undefined {
  const good = mapping(value) === undefined || ROLES.includes(value as Role);
  return good ? undefined : `${ROLES.join(', ')}, or a mapping of role and sources`;
}
