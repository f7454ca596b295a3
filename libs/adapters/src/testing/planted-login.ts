/** Logins with secrets that must not appear in any error. */
import { inspect } from 'node:util';

import { type BackendError, type Login, Secret, type SourceConnection } from '@gateway/core';

const PASSWORD = 'pl4nted-"pass\\word/ü';
const TOKEN = 'pl4nted.token-0123456789';

/** The types of login in the contract suite. */
export type LoginType = 'basic' | 'bearer';

/** A login of this type. */
export function plantedLogin(type: LoginType): Login {
  return type === 'basic'
    ? { type, username: 'gateway', password: new Secret(PASSWORD) }
    : { type, token: new Secret(TOKEN) };
}

/** The Authorization header of this login. */
export function plantedAuthorization(type: LoginType): string {
  return type === 'bearer' ? `Bearer ${TOKEN}` : `Basic ${Buffer.from(`gateway:${PASSWORD}`).toString('base64')}`;
}

/** A connection to a server on the loopback with a planted login. */
export function plantedConnection(url: string, basePath: string, type: LoginType): SourceConnection {
  return { url, basePath, login: plantedLogin(type), tls: { insecure: false } };
}

/** A text with the secrets of this login in all spellings, as the error of a careless backend could contain them. */
export function echoOfLogin(type: LoginType): string {
  const secret = type === 'basic' ? PASSWORD : TOKEN;
  return [`login gateway ${secret}`, plantedAuthorization(type), encodeURIComponent(secret)].join(' ');
}

/** Fails if an error contains a planted secret anywhere, or if its message contains markup or the server's address. */
export function expectNothingLeaked(error: BackendError, host: string): void {
  const shown = [error.message, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })].join('\n');
  for (const type of ['basic', 'bearer'] as const) {
    expect(shown).not.toContain(plantedAuthorization(type).split(' ')[1]);
  }
  for (const form of [PASSWORD, JSON.stringify(PASSWORD).slice(1, -1), encodeURIComponent(PASSWORD), TOKEN]) {
    expect(shown).not.toContain(form);
  }
  expect(error.message).not.toContain(host);
  expect(error.message).not.toMatch(/<[a-z/!?]|\p{Cc}/iu);
  expect(error.message.length).toBeLessThanOrEqual(400);
}
