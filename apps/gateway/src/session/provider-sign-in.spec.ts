import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import { type AccessConfig, Secret } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { freePort } from '@gateway/testing/free-port';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';
import { Browser } from './testing/browser.js';
import { OpenIdServer } from './testing/open-id-server.js';

const HOUR_MS = 3_600_000;
const SESSION = 'job-gateway-session';
const SIGN_IN = 'job-gateway-sign-in';
const SECRET = 'secret-of-the-client';

const PUBLIC = { token_endpoint_auth_method: 'none' } as const;
const CONFIDENTIAL = { client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' } as const;

let gateway: TestGateway;
let provider: OpenIdServer;
let passed = 0;
const clock = { now: () => Date.now() + passed };

function accessOf(issuer: string, secret?: string): AccessConfig {
  return {
    tokens: [],
    certificates: [],
    jwt: {
      issuer,
      audience: 'gateway',
      keys: { from: 'discovery' },
      nameClaim: 'preferred_username',
      rolesClaim: 'groups',
      roles: [{ claim: 'lab', role: 'operator' }],
      client: { id: 'gateway', scope: 'openid profile', ...(secret !== undefined && { secret: new Secret(secret) }) },
    },
  };
}

/** Both addresses are known only once the gateway listens, so it gets its rules then. */
async function start(client: object = PUBLIC, more = {}, secret?: string): Promise<void> {
  gateway = await startGateway(
    { east: new FakeAdapter() },
    undefined,
    clock,
    {},
    undefined,
    accessOf('http://127.0.0.1:1'),
  );
  provider = await OpenIdServer.start(`${gateway.url}/api/session/callback`, client, more);
  gateway.changeAccess(accessOf(provider.issuer, secret));
}

async function stop(): Promise<void> {
  await gateway.close();
  await provider.close();
}

beforeEach(() => (passed = 0));

/** Sends a browser to the provider. Returns the URL of its sign-in page. */
async function begin(browser: Browser, next = '/jobs?state=failure'): Promise<string> {
  const { headers, status } = await browser.send('GET', `/api/session/login?next=${encodeURIComponent(next)}`);
  expect(status).toBe(303);
  return headers.get('location') ?? '';
}

/** The path at the gateway that the provider sends a browser to. */
async function answerOf(url: string): Promise<string> {
  const { origin, pathname, search } = new URL(await provider.signIn(url));
  expect(origin).toBe(gateway.url);
  return pathname + search;
}

function expectFailed({ body, status }: TestAnswer, browser: Browser): void {
  expect([status, body.title]).toEqual([400, 'Sign-in failed']);
  expect(browser.jar.cookies.has(SESSION)).toBe(false);
}

describe('a sign-in through the provider', () => {
  afterEach(stop);

  it.each<[string, object, object, string | undefined]>([
    ['of a public client', PUBLIC, {}, undefined],
    ['of a client with a secret', CONFIDENTIAL, {}, SECRET],
    [
      'of a client that sends its secret in the body',
      { ...CONFIDENTIAL, token_endpoint_auth_method: 'client_secret_post' },
      { clientAuthMethods: ['client_secret_post'] },
      SECRET,
    ],
    ['with all claims in the identity token', PUBLIC, { conformIdTokenClaims: false }, undefined],
  ])('gives a session with the roles of the claims: %s', async (_case, client, more, secret) => {
    await start(client, more, secret);
    const browser = new Browser(gateway);
    expect((await browser.send('GET', '/api/session')).body).toMatchObject({
      methods: ['token', 'provider'],
      _links: { login: { href: '/api/session/login' } },
    });
    const url = await begin(browser);
    const { searchParams } = new URL(url);
    expect([searchParams.get('code_challenge_method'), searchParams.get('scope')]).toEqual(['S256', 'openid profile']);
    const { headers, status } = await browser.send('GET', await answerOf(url));
    expect([status, headers.get('location')]).toEqual([303, '/jobs?state=failure']);
    expect([...browser.jar.cookies.keys()]).toEqual([SESSION]);
    const { body } = await browser.send('GET', '/api/me');
    expect(body).toMatchObject({ name: 'Ann Example', method: 'session', role: 'operator' });
    expect((await browser.send('POST', '/api/sources/east/poll')).status).toBe(200);
    // Neither the code of the URL nor a secret.
    expect(gateway.log.join('')).not.toMatch(/code=|state=|secret-of-the-client/);
  });

  it('keeps its secrets in a cookie that survives the way back from another site, for ten minutes', async () => {
    await start();
    const { headers } = await new Browser(gateway).send('GET', '/api/session/login');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^job-gateway-sign-in=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const { searchParams } = new URL(headers.get('location') ?? '');
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(searchParams.get(name)?.length).toBeGreaterThan(40);
      expect(headers.getSetCookie()[0]).not.toContain(searchParams.get(name));
    }
  });

  it('must be repeated after 8 hours, because the gateway learns nothing new about the user', async () => {
    await start();
    const browser = new Browser(gateway);
    await browser.send('GET', await answerOf(await begin(browser)));
    passed = 7.9 * HOUR_MS;
    const { headers, status } = await browser.send('GET', '/api/me');
    expect([status, headers.getSetCookie()]).toEqual([200, []]);
    passed = 8 * HOUR_MS;
    expect((await browser.send('GET', '/api/me')).status).toBe(401);
  });

  it('is over when a reload gives the claims another role', async () => {
    await start();
    const browser = new Browser(gateway);
    await browser.send('GET', await answerOf(await begin(browser)));
    const { jwt, ...rest } = accessOf(provider.issuer);
    gateway.changeAccess({ ...rest, jwt: { ...jwt!, roles: [{ claim: 'lab', role: 'viewer' }] } });
    expect((await browser.send('GET', '/api/me')).status).toBe(401);
  });
});

describe('a sign-in fails', () => {
  beforeEach(() => start());
  afterEach(stop);

  it.each([
    ['with another state', (path: string) => path.replace(/state=[^&]*/, 'state=other')],
    ['without a state', (path: string) => path.replace(/&?state=[^&]*/, '')],
    ['with a second state', (path: string) => `${path}&state=other`],
    ['with another code', (path: string) => path.replace(/code=[^&]*/, 'code=other')],
    ['without a code', (path: string) => path.replace(/code=[^&]*&/, '')],
    ['with the issuer of another provider', (path: string) => path.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Fother')],
    ['with an error of the provider', (path: string) => path.replace(/code=[^&]*/, 'error=access_denied')],
    ['with nothing at all', () => '/api/session/callback'],
  ])('%s', async (_case, change) => {
    const browser = new Browser(gateway);
    const path = await answerOf(await begin(browser));
    expect(change(path)).not.toBe(path);
    expectFailed(await browser.send('GET', change(path)), browser);
  });

  it.each([
    ['nonce', 'of an identity token for another sign-in'],
    ['code_challenge', 'of a code for another sign-in'],
  ])('with another %s: that %s', async (name) => {
    const browser = new Browser(gateway);
    const url = new URL(await begin(browser));
    url.searchParams.set(name, 'Zm9yIGFub3RoZXIgc2lnbi1pbiBvZiBzb21lYm9keSA');
    expectFailed(await browser.send('GET', await answerOf(url.href)), browser);
  });

  it('if it is repeated, also with a kept cookie', async () => {
    const browser = new Browser(gateway);
    const path = await answerOf(await begin(browser));
    const kept = browser.jar.cookies.get(SIGN_IN) ?? '';
    expect((await browser.send('GET', path)).status).toBe(303);
    browser.jar.cookies.clear();
    expectFailed(await browser.send('GET', path), browser);
    browser.jar.cookies.set(SIGN_IN, kept);
    expectFailed(await browser.send('GET', path), browser);
  });

  it('in another browser than it was started in', async () => {
    const [attacker, victim] = [new Browser(gateway), new Browser(gateway)];
    const path = await answerOf(await begin(attacker));
    expectFailed(await victim.send('GET', path), victim);
    await begin(victim);
    expectFailed(await victim.send('GET', path), victim);
  });

  it('with a cookie that is changed, or is a session', async () => {
    const browser = new Browser(gateway);
    await browser.send('GET', await answerOf(await begin(browser)));
    const session = browser.jar.cookies.get(SESSION) ?? '';
    const other = new Browser(gateway);
    const path = await answerOf(await begin(other));
    for (const cookie of [session, `${other.jar.cookies.get(SIGN_IN)?.slice(0, -1)}`, 'x']) {
      other.jar.cookies.set(SIGN_IN, cookie);
      expectFailed(await other.send('GET', path), other);
    }
  });

  it('after ten minutes', async () => {
    const browser = new Browser(gateway);
    const path = await answerOf(await begin(browser));
    passed = 601_000;
    expectFailed(await browser.send('GET', path), browser);
  });

  it('is counted, and too many of one address are rejected for a minute', async () => {
    const browser = new Browser(gateway);
    for (let count = 0; count < 20; count += 1) {
      await begin(browser);
      expectFailed(await browser.send('GET', '/api/session/callback?code=x&state=x'), browser);
    }
    await begin(browser);
    const { headers, status } = await browser.send('GET', '/api/session/callback?code=x&state=x');
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
  });
});

describe('the path after a sign-in', () => {
  beforeAll(() => start());
  afterAll(stop);

  it.each([
    ...['https://attacker.example', '//attacker.example', '/\\attacker.example', '\\\\attacker.example', 'jobs'],
    ...[
      '/\t/attacker.example',
      '/\n/attacker.example',
      '/.//attacker.example',
      '/x/..//attacker.example',
      'javascript:x',
    ],
    ...['/%2e//attacker.example', '/./\\attacker.example', ' //attacker.example', `/${'x'.repeat(1_000)}`],
  ])('is not that of another server: %j', async (next) => {
    const { body, headers, status } = await gateway.get(`/api/session/login?next=${encodeURIComponent(next)}`);
    expect([status, body.error.target, headers.getSetCookie()]).toEqual([400, 'next', []]);
  });

  it.each([
    ['/', '/'],
    ['/jobs?query=é#top', '/jobs?query=%C3%A9#top'],
    ['/jobs/east~1?next=//attacker.example', '/jobs/east~1?next=//attacker.example'],
    ['/@attacker.example', '/@attacker.example'],
  ])('is %j', async (next, location) => {
    const browser = new Browser(gateway);
    const { headers } = await browser.send('GET', await answerOf(await begin(browser, next)));
    expect(headers.get('location')).toBe(location);
    expect(new URL(location, gateway.url).origin).toBe(gateway.url);
  });
});

describe('while the provider is not available', () => {
  let other: Server | undefined;
  beforeEach(() => start());
  afterEach(stop);
  afterEach(() => {
    other?.close();
    other?.closeAllConnections();
    other = undefined;
  });

  async function replaceProvider(answer: (url: string) => string | undefined): Promise<void> {
    other = createServer(({ url }, response) => {
      const text = answer(url ?? '');
      if (text !== undefined) response.setHeader('content-type', 'application/json').end(text);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    gateway.changeAccess(accessOf(`http://127.0.0.1:${(other.address() as AddressInfo).port}`));
  }

  async function expectUnavailable(path = '/api/session/login'): Promise<void> {
    const { body, headers, status } = await gateway.get(path);
    expect([status, body.title, headers.getSetCookie()]).toEqual([503, 'Login provider not available', []]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }

  it('a sign-in does not start, and starts once the provider answers again', async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    gateway.changeAccess(accessOf(issuer));
    await expectUnavailable();
    await expectUnavailable();
    const failures = gateway.lines.filter(({ msg }) => msg === 'the login provider does not answer as expected');
    expect(failures).toEqual([expect.objectContaining({ reason: `${issuer} does not answer: ECONNREFUSED` })]);
    gateway.changeAccess(accessOf(provider.issuer));
    await begin(new Browser(gateway));
  });

  it('a sign-in that has started is not completed, and can be started again', async () => {
    const browser = new Browser(gateway);
    const path = await answerOf(await begin(browser));
    await provider.close();
    const { body, status } = await browser.send('GET', path);
    expect([status, body.title, browser.jar.cookies.size]).toEqual([503, 'Login provider not available', 0]);
  });

  it('a provider that never answers is given up after five seconds', async () => {
    await replaceProvider(() => undefined);
    await expectUnavailable();
  });

  it.each([
    ['is no JSON', () => 'x'],
    ['is larger than 1 MB', () => JSON.stringify({ x: 'x'.repeat(1_100_000) })],
    ['is for another issuer', () => JSON.stringify({ issuer: 'https://other.example' })],
    ['has no pages', (issuer: string) => JSON.stringify({ issuer })],
    [
      'has pages without encryption',
      (issuer: string) =>
        JSON.stringify({ issuer, authorization_endpoint: 'http://10.0.0.1/a', token_endpoint: 'http://10.0.0.1/t' }),
    ],
  ])('a discovery document is rejected that %s', async (_case, document) => {
    await replaceProvider(() => document(`http://127.0.0.1:${(other?.address() as AddressInfo).port}`));
    await expectUnavailable();
  });

  it('there is no sign-in without a client', async () => {
    const { jwt: _, ...rest } = accessOf(provider.issuer);
    gateway.changeAccess(rest);
    expect((await gateway.get('/api/session/login')).status).toBe(404);
    expect((await gateway.get('/api/session')).body._links).toEqual({});
  });
});
