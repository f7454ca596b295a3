/** Logins with secrets that no error, log line or foreign host may ever show. */
import { inspect } from 'node:util';
import { type BackendError, type Login, Secret, type SourceConnection } from '@gateway/core';

const PASSWORD = 'pl4nted-"pass\\word/ü';
const TOKEN = 'pl4nted.token-0123456789';

/** The ways to sign in that every kind of backend is tried with. */
export type LoginType = 'basic' | 'bearer';

/** The login of that type. */
export function plantedLogin(type: LoginType): Login {
  return type === 'basic'
    ? { type, username: 'gateway', password: new Secret(PASSWORD) }
    : { type, token: new Secret(TOKEN) };
}

/** The Authorization header of that login. */
export function plantedAuthorization(type: LoginType): string {
  return type === 'bearer' ? `Bearer ${TOKEN}` : `Basic ${Buffer.from(`gateway:${PASSWORD}`).toString('base64')}`;
}

/** A connection to a server on the loopback with a planted login. */
export function plantedConnection(url: string, basePath: string, type: LoginType): SourceConnection {
  return { url, basePath, login: plantedLogin(type), tls: { insecure: false } };
}

/** A text that repeats the secrets of that login, as a careless backend's error might. */
export function echoOfLogin(type: LoginType): string {
  const secret = type === 'basic' ? PASSWORD : TOKEN;
  return [`login gateway ${secret}`, plantedAuthorization(type), encodeURIComponent(secret)].join(' ');
}

/** Fails when anything of an error, however deep, shows a planted secret, markup or the server's address. */
export function expectNothingLeaked(error: BackendError, host: string): void {
  const shown = [error.message, JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })].join('\n');
  for (const type of ['basic', 'bearer'] as const) {
    expect(shown).not.toContain(plantedAuthorization(type).split(' ')[1]);
  }
  for (const form of [PASSWORD, JSON.stringify(PASSWORD).slice(1, -1), encodeURIComponent(PASSWORD), TOKEN]) {
    expect(shown).not.toContain(form);
  }
  expect(error.message).not.toContain(host);
  expect(error.message).not.toMatch(/[<>\p{Cc}]/u);
  expect(error.message.length).toBeLessThanOrEqual(400);
}
