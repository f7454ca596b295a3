import { createHash } from 'node:crypto';

import { type AccessConfig, readSourceSelector } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { until } from '@gateway/testing/until';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { ask } from './testing/ask.js';

const HOUR_MS = 3_600_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
const time = new ManualTime(Date.UTC(2030, 0, 1));
const [EAST, WEST] = ['east', 'west'].map((name) => readSourceSelector(`source.name=${name}`));

const READER = { name: 'reader', sha256: sha256('reader-token'), role: 'viewer' } as const;
const GUEST = { name: 'guest', sha256: sha256('guest-token'), role: 'viewer' } as const;
const TWO = { name: 'two', sha256: sha256('two-token') } as const;

function rules(): AccessConfig {
  const tokens: AccessConfig['tokens'] = [
    READER,
    { ...GUEST, expiresAt: time.now() + HOUR_MS },
    { name: 'former', sha256: sha256('former-token'), role: 'admin', expiresAt: time.now() },
    // The SHA-256 of a token that nobody has.
    { name: 'empty', sha256: sha256(''), role: 'admin' },
    { ...TWO, role: 'operator', ...(EAST && { sources: EAST }) },
    { ...TWO, role: 'viewer', ...(WEST && { sources: WEST }), expiresAt: time.now() + HOUR_MS },
  ];
  return { tokens, certificates: [] };
}

let gateway: TestGateway;
const statusOf = async (authorization?: string | readonly string[], path = '/api/me') =>
  (await ask(gateway.url + path, authorization)).status;
const watchWith = (token: string) =>
  EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { authorization: `Bearer ${token}` });
const me = async (token: string) => (await ask(`${gateway.url}/api/me`, `Bearer ${token}`)).body;

async function start(): Promise<void> {
  const backends = { east: new FakeAdapter(), west: new FakeAdapter() };
  backends.east.add('1');
  gateway = await startGateway(backends, undefined, time, undefined, undefined, rules());
}

describe('a request', () => {
  beforeAll(start);
  afterAll(() => gateway.close());

  it.each([
    ['another token', 'Bearer other-token'],
    ['a token that has expired', 'Bearer former-token'],
    ['the SHA-256 of a token', `Bearer ${READER.sha256}`],
    ['the beginning of a token', 'Bearer reader-toke'],
    ['more than a token', 'Bearer reader-token1'],
    ['a token in another case', 'Bearer READER-TOKEN'],
    ['the name of a token', 'Bearer reader'],
    ['no token', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['two tokens', 'Bearer reader-token reader-token'],
    ['two tokens as one list', 'Bearer reader-token, Bearer reader-token'],
    ['a token without a scheme', 'reader-token'],
    ['a scheme without a space', 'Bearerreader-token'],
    ['another scheme', 'Token reader-token'],
    ['Digest', 'Digest username="reader", response="reader-token"'],
    ['Basic without a login', 'Basic'],
    ['Basic that is not encoded', 'Basic any:reader-token'],
    ['Basic without a colon', basic('reader-token')],
    ['Basic without a password', basic('any:')],
    ['Basic with a token as the user name', basic('reader-token:')],
    ['Basic with a token and a line break', basic('any:reader-token\n')],
    ['Basic with a part of another one', `${basic('any:reader-token')}, ${basic('any:reader-token')}`],
  ])('with %s has no login', async (_case, authorization) => {
    const { body, headers, status } = await ask(`${gateway.url}/api/jobs`, authorization);
    expect([status, body.type]).toEqual([401, '/docs/errors#unauthorized']);
    expect(headers['www-authenticate']).toMatch(/^Bearer .*, Basic /);
    expect(JSON.stringify(body)).not.toMatch(/token"|[a-z]-token/);
  });

  it('with two Authorization headers has no login, whatever they are', async () => {
    const [right, wrong] = ['Bearer reader-token', 'Bearer other-token'];
    const both = [
      [right, wrong],
      [wrong, right],
      [right, right],
      [basic('any:reader-token'), right],
    ] as const;
    for (const headers of both) expect(await statusOf(headers)).toBe(401);
  });

  it.each(['access_token', 'token', 'authorization'])('with a token in the URL has no login: %s', async (name) => {
    for (const path of ['/api/jobs', '/api/me', '/api/jobs/watch', '/api/cluster/jobs']) {
      expect(await statusOf(undefined, `${path}?${name}=reader-token`)).toBe(401);
    }
  });

  it('with a token in a cookie, in a header of its own or in a form has no login', async () => {
    const headers = { cookie: 'session=reader-token; token=reader-token', 'x-api-key': 'reader-token' };
    expect((await fetch(`${gateway.url}/api/jobs`, { headers })).status).toBe(401);
    const body = new URLSearchParams({ access_token: 'two-token' });
    expect((await fetch(`${gateway.url}/api/sources/east/poll`, { method: 'POST', body })).status).toBe(401);
  });

  it.each(['admin', '', 'domain\\ann', 'jürgen'])(
    'may have a token as the password of the user "%s", as clients of ONTAP send it',
    async (user) => {
      const login = basic(`${user}:reader-token`);
      for (const path of [
        '/api/cluster',
        '/api/cluster/jobs',
        '/api/cluster/jobs?fields=*&return_timeout=15',
        '/api/jobs',
      ]) {
        expect(await statusOf(login, path)).toBe(200);
      }
    },
  );

  it.each(['bearer reader-token', 'BEARER  reader-token ', basic('any:reader-token').replace('Basic', 'basic')])(
    'may have a scheme in any case, and spaces around the token: %s',
    async (authorization) => {
      expect(await statusOf(authorization)).toBe(200);
    },
  );
});

describe('a token', () => {
  beforeEach(start);
  afterEach(() => gateway.close());

  it('ends at its expiry, with open watches and waits', async () => {
    expect(await me('guest-token')).toMatchObject({ expires_time: '2030-01-01T01:00:00.000Z' });
    const [guest, reader] = [await watchWith('guest-token'), await watchWith('reader-token')];
    await until('both have begun', () => guest.lastEventId !== '' && reader.lastEventId !== '');
    const waiting = ask(`${gateway.url}/api/jobs/east~1?wait=60`, 'Bearer guest-token');
    await until('the request waits', () => gateway.waiting() === 1);
    time.pass(HOUR_MS - 1);
    expect([await statusOf('Bearer guest-token'), guest.ended]).toEqual([200, false]);
    time.pass(1);
    expect(await statusOf('Bearer guest-token')).toBe(401);
    await guest.ends();
    expect((await waiting).status).toBe(401);
    expect([await statusOf('Bearer reader-token'), reader.ended]).toEqual([200, false]);
    await reader.cut();
  });

  it('ends when its rule is removed, with open watches and waits', async () => {
    const [guest, reader] = [await watchWith('guest-token'), await watchWith('reader-token')];
    await until('both have begun', () => guest.lastEventId !== '' && reader.lastEventId !== '');
    const waiting = ask(`${gateway.url}/api/jobs/east~1?wait=60`, 'Bearer guest-token');
    await until('the request waits', () => gateway.waiting() === 1);
    gateway.changeAccess({ tokens: [READER], certificates: [] });
    expect(await statusOf('Bearer guest-token')).toBe(401);
    await guest.ends();
    expect((await waiting).status).toBe(401);
    expect([await statusOf('Bearer reader-token'), reader.ended]).toEqual([200, false]);
    await reader.cut();
  });

  it('gets a changed role, or a changed expiry, at once', async () => {
    expect(await statusOf('Bearer guest-token')).toBe(200);
    gateway.changeAccess({ tokens: [{ ...GUEST, role: 'operator' }], certificates: [] });
    expect(await me('guest-token')).toEqual({
      ...{ name: 'guest', method: 'token', role: 'operator' },
      sources: [{ role: 'operator' }],
    });
    gateway.changeAccess({ tokens: [{ ...GUEST, expiresAt: time.now() }], certificates: [] });
    expect(await statusOf('Bearer guest-token')).toBe(401);
  });

  it('has the sum of its rules, and only those that have not expired', async () => {
    const poll = async (source: string) =>
      (await ask(`${gateway.url}/api/sources/${source}/poll`, 'Bearer two-token', { method: 'POST' })).status;
    const sources = async () => {
      const { body } = await ask(`${gateway.url}/api/sources?fields=name`, 'Bearer two-token');
      return body.records.map(({ name }: { name: string }) => name);
    };
    expect([await sources(), await poll('east'), await poll('west')]).toEqual([['east', 'west'], 200, 403]);
    time.pass(HOUR_MS);
    expect([await sources(), await poll('east'), await poll('west')]).toEqual([['east'], 200, 404]);
  });
});
