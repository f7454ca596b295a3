import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';

import { type AccessConfig, readSourceSelector, Secret } from '@gateway/core';
import { makeCertificate } from '@gateway/testing/certificate';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import {
  startGateway,
  type TestAnswer,
  type TestGateway,
  type TestLimits,
} from '../../../../test/support/start-gateway.js';
import { makeKey, type ProviderKey, TestProvider } from '../access/testing/test-provider.js';
import { Browser } from './testing/browser.js';

const HOUR_MS = 3_600_000;
const COOKIE = 'job-gateway-session';
const SIGNED_OUT = { signed_in: false, methods: ['token'], _links: {} };
const KEY = new Secret('a-key-of-32-characters-or-of-more');

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const OPERATOR = { name: 'ann', sha256: sha256('operator-token'), role: 'operator' } as const;
const OTHER = { name: 'bob', sha256: sha256('other-token'), role: 'viewer' } as const;
const ACCESS: AccessConfig = { tokens: [OPERATOR, OTHER], certificates: [] };

let gateways: TestGateway[] = [];
const providers: TestProvider[] = [];
let passed = 0;
let east: FakeAdapter;
const clock = { now: () => Date.now() + passed };

async function start(access: AccessConfig = ACCESS, limits: TestLimits = {}): Promise<TestGateway> {
  east = new FakeAdapter();
  east.add('1');
  const gateway = await startGateway({ east }, undefined, clock, limits, undefined, access);
  gateways.push(gateway);
  return gateway;
}

async function startProvider(key: ProviderKey): Promise<TestProvider> {
  const provider = await TestProvider.start([key]);
  providers.push(provider);
  return provider;
}

async function signedIn(gateway: TestGateway, token = 'operator-token'): Promise<Browser> {
  const browser = new Browser(gateway);
  expect((await browser.signIn(token)).status).toBe(200);
  return browser;
}

const me = (browser: Browser) => browser.send('GET', '/api/me');
const pass = (ms: number) => void (passed += ms);

beforeEach(() => (passed = 0));
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  gateways = [];
  await Promise.all(providers.splice(0).map((provider) => provider.close()));
});

/** The rules for the tokens of a provider. */
function rulesFor({ issuer }: TestProvider): NonNullable<AccessConfig['jwt']> {
  return {
    issuer,
    audience: 'gateway',
    keys: { from: 'discovery' },
    nameClaim: 'sub',
    rolesClaim: 'groups',
    roles: [{ claim: 'lab', role: 'viewer' }],
  };
}

describe('a session', () => {
  it('is a sealed cookie that only requests of the gateway’s own pages carry', async () => {
    const gateway = await start();
    const { body, headers } = await new Browser(gateway).signIn('operator-token');
    expect(body).toEqual({
      signed_in: true,
      methods: ['token'],
      name: 'ann',
      expires_time: expect.any(String),
      _links: {},
    });
    const left = Date.parse(body.expires_time as string) - Date.now();
    expect([left > 7.9 * HOUR_MS, left <= 8 * HOUR_MS]).toEqual([true, true]);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^job-gateway-session=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is the login of reads, of changes and of the watch', async () => {
    const gateway = await start();
    await gateway.request('POST', '/api/sources/east/poll', { headers: { authorization: 'Bearer operator-token' } });
    const browser = await signedIn(gateway);
    expect((await me(browser)).body).toMatchObject({ name: 'ann', method: 'session', role: 'operator' });
    expect((await browser.send('GET', '/api/jobs')).body.num_records).toBe(1);
    expect((await browser.send('POST', '/api/sources/east/poll')).status).toBe(200);
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { cookie: browser.jar.header });
    await until('the job is received', () => watch.received.includes('added east~1'));
    await watch.cut();
  });

  it('is the same caller as its token, and not as a JSON Web Token with that name', async () => {
    const key = await makeKey('one');
    const provider = await startProvider(key);
    const roles = [{ claim: 'lab', role: 'operator' as const }];
    const gateway = await start({ ...ACCESS, jwt: { ...rulesFor(provider), roles } });
    const browser = await signedIn(gateway);
    await browser.send('POST', '/api/sources/east/poll');
    expect((await browser.send('PATCH', '/api/jobs/east~1?action=cancel')).status).toBe(202);
    const other = await signedIn(gateway, await provider.sign(key, { groups: ['lab'] }));
    expect((await me(other)).body).toMatchObject({ name: 'ann', method: 'session' });
    const seen = async (answer: Promise<TestAnswer>) => (await answer).body.records as readonly unknown[];
    const withToken = { headers: { authorization: 'Bearer operator-token' } };
    expect([
      await seen(browser.send('GET', '/api/actions')),
      await seen(gateway.request('GET', '/api/actions?by.login=token', withToken)),
      await seen(other.send('GET', '/api/actions')),
    ]).toEqual([[expect.anything()], [expect.anything()], []]);
  });

  it('gives way to the Authorization header', async () => {
    const browser = await signedIn(await start());
    const { body } = await browser.send('GET', '/api/me', { authorization: 'Bearer other-token' });
    expect(body).toMatchObject({ name: 'bob', method: 'token' });
  });

  it('is shown by GET /api/session, which needs no login', async () => {
    const gateway = await start();
    const browser = new Browser(gateway);
    expect((await browser.send('GET', '/api/session')).body).toEqual(SIGNED_OUT);
    await browser.signIn('operator-token');
    expect((await browser.send('GET', '/api/session')).body).toMatchObject({ signed_in: true, name: 'ann' });
    browser.jar.cookies.set(COOKIE, 'invalid');
    expect((await browser.send('GET', '/api/session')).body).toEqual(SIGNED_OUT);
    expect(browser.jar.cookies.size).toBe(0);
  });

  it('leaves no trace of the token and the cookie in the log', async () => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    const cookie = browser.jar.cookies.get(COOKIE) ?? '';
    await browser.send('POST', '/api/sources/east/poll', { origin: 'https://attacker.example' });
    browser.jar.cookies.set(COOKIE, `${cookie}x`);
    await me(browser);
    expect(gateway.log.join('')).not.toMatch(new RegExp(`operator-token|${OPERATOR.sha256}|${cookie.slice(-20)}`));
    expect(cookie).not.toContain(OPERATOR.sha256);
  });
});

describe('a session is not started', () => {
  it.each([
    ['without a token', {}],
    ['with an unknown token', { authorization: 'Bearer wrong' }],
    ['with Basic authentication', { authorization: `Basic ${Buffer.from('any:operator-token').toString('base64')}` }],
    ['with no more than a session', { cookie: COOKIE }],
  ])('%s', async (_case, headers: Record<string, string>) => {
    const gateway = await start({ ...ACCESS, anonymous: { role: 'admin' } });
    const browser = await signedIn(gateway);
    const given = headers['cookie'] === undefined ? headers : { cookie: browser.jar.header };
    const answer = await new Browser(gateway).send('POST', '/api/session', given);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
  });

  it('without access rules, when everybody is an admin anyway', async () => {
    const gateway = await startGateway({ east: new FakeAdapter() });
    gateways.push(gateway);
    expect((await new Browser(gateway).signIn('operator-token')).status).toBe(401);
  });
});

describe('a session is not valid, and its cookie is removed', () => {
  async function expectInvalid(browser: Browser): Promise<void> {
    expect(browser.jar.cookies.has(COOKIE)).toBe(true);
    const { headers, status } = await browser.send('GET', '/api/me', { 'sec-fetch-dest': 'empty' });
    // A challenge for Basic would open a window of the browser over the page.
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="job-gateway"']);
    expect(browser.jar.cookies.has(COOKIE)).toBe(false);
  }

  it('after any change of its cookie', async () => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    const cookie = browser.jar.cookies.get(COOKIE) ?? '';
    const parts = cookie.split('.');
    for (const index of [0, 2, 3, 4]) {
      const changed = parts.map((part, at) =>
        at === index ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part,
      );
      browser.jar.cookies.set(COOKIE, changed.join('.'));
      await expectInvalid(browser);
    }
    const plain = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [`${plain}.${plain}.`, parts.slice(0, 4).join('.'), 'x', '%', 'x'.repeat(5_000)]) {
      browser.jar.cookies.set(COOKIE, forged);
      await expectInvalid(browser);
    }
    browser.jar.cookies.set(COOKIE, cookie);
    expect((await me(browser)).status).toBe(200);
  });

  it('at a gateway with another key', async () => {
    const access = { ...ACCESS, sessionKey: KEY };
    const browser = await signedIn(await start(access));
    for (const other of [ACCESS, { ...ACCESS, sessionKey: new Secret('another-key-of-32-characters-or-more') }]) {
      const stranger = new Browser(await start(other));
      stranger.jar.cookies.set(COOKIE, browser.jar.cookies.get(COOKIE) ?? '');
      await expectInvalid(stranger);
    }
    const replica = new Browser(await start(access));
    replica.jar.cookies.set(COOKIE, browser.jar.cookies.get(COOKIE) ?? '');
    expect((await me(replica)).status).toBe(200);
  });

  it('after 8 hours without a request', async () => {
    const browser = await signedIn(await start());
    await me(browser);
    pass(8 * HOUR_MS);
    await expectInvalid(browser);
  });

  it('after its token has expired', async () => {
    const token = { ...OPERATOR, expiresAt: Date.now() + HOUR_MS };
    const browser = await signedIn(await start({ ...ACCESS, tokens: [token] }));
    const { body } = await me(browser);
    expect(Date.parse(body.expires_time as string)).toBe(token.expiresAt);
    pass(HOUR_MS);
    await expectInvalid(browser);
  });

  it('after its JSON Web Token has expired', async () => {
    const key = await makeKey('one');
    const provider = await startProvider(key);
    const browser = await signedIn(
      await start({ ...ACCESS, jwt: rulesFor(provider) }),
      await provider.sign(key, { groups: ['lab', 'x'] }),
    );
    expect((await me(browser)).body).toMatchObject({ name: 'ann', method: 'session', role: 'viewer' });
    pass(HOUR_MS - 60_000);
    expect((await me(browser)).status).toBe(200);
    pass(60_000);
    await expectInvalid(browser);
  });

  it.each<[string, AccessConfig]>([
    ['its token is removed', { ...ACCESS, tokens: [OTHER] }],
    ['its token has another role', { ...ACCESS, tokens: [{ ...OPERATOR, role: 'viewer' }, OTHER] }],
    [
      'its token has other sources',
      { ...ACCESS, tokens: [{ ...OPERATOR, sources: readSourceSelector('source.name=x') }] },
    ],
    ['its token has a further role', { ...ACCESS, tokens: [OPERATOR, { ...OPERATOR, role: 'admin' }] }],
    ['its token has expired', { ...ACCESS, tokens: [{ ...OPERATOR, expiresAt: Date.now() - 1 }] }],
    ['the key is replaced', { ...ACCESS, sessionKey: KEY }],
  ])('after a reload if %s', async (_case, access) => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { cookie: browser.jar.header });
    gateway.changeAccess(access);
    await watch.ends();
    await expectInvalid(browser);
  });

  it('after the user has signed out', async () => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    const stolen = browser.jar.cookies.get(COOKIE) ?? '';
    const other = await signedIn(gateway);
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { cookie: browser.jar.header });
    const { body, headers } = await browser.send('DELETE', '/api/session');
    expect(body).toEqual(SIGNED_OUT);
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^job-gateway-session=; Max-Age=0; .*HttpOnly/)]);
    await watch.ends();
    browser.jar.cookies.set(COOKIE, stolen);
    await expectInvalid(browser);
    expect((await me(other)).status).toBe(200);
    expect((await browser.send('DELETE', '/api/session')).body).toEqual(SIGNED_OUT);
  });
});

describe('a session stays valid', () => {
  it('after a reload of other rules', async () => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    gateway.changeAccess({ ...ACCESS, tokens: [OPERATOR], anonymous: { role: 'viewer' } });
    expect((await me(browser)).body).toMatchObject({ name: 'ann', method: 'session' });
  });

  it('for 8 more hours if it is used in the second half of them', async () => {
    const browser = await signedIn(await start());
    const first = browser.jar.cookies.get(COOKIE);
    pass(4 * HOUR_MS - 60_000);
    expect((await me(browser)).headers.getSetCookie()).toEqual([]);
    pass(120_000);
    const { body, headers } = await me(browser);
    expect(headers.getSetCookie()).toEqual([expect.stringContaining('; Max-Age=28800; ')]);
    expect(Date.parse(body.expires_time as string) - clock.now()).toBeGreaterThan(7.9 * HOUR_MS);
    expect(browser.jar.cookies.get(COOKIE)).not.toBe(first);
    pass(7 * HOUR_MS);
    expect((await me(browser)).status).toBe(200);
  });

  it.each(['a token', 'a JSON Web Token'])('for a week at most with %s', async (kind) => {
    const key = await makeKey('one');
    const provider = await startProvider(key);
    const exp = Math.floor(Date.now() / 1_000) + 90 * 86_400;
    const token = kind === 'a token' ? 'operator-token' : await provider.sign(key, { groups: ['lab'], exp });
    const browser = await signedIn(await start({ ...ACCESS, jwt: rulesFor(provider) }), token);
    let hours = 0;
    while ((await me(browser)).status === 200) {
      pass(5 * HOUR_MS);
      hours += 5;
    }
    expect(hours).toBe(170);
  });

  it('at its address while others with invalid sessions are rejected there', async () => {
    const gateway = await start();
    const browser = await signedIn(gateway);
    const stale = new Browser(gateway);
    for (let count = 0; count < 30; count += 1) {
      stale.jar.cookies.set(COOKIE, 'stale');
      expect((await me(stale)).status).toBe(401);
    }
    expect([(await me(browser)).status, (await stale.signIn('other-token')).status]).toEqual([200, 200]);
    const { text } = await gateway.request('GET', '/metrics', { headers: { authorization: 'Bearer operator-token' } });
    expect(text).toContain('job_gateway_failed_sign_ins_total{method="session",reason="unknown"} 30');
  });
});

describe('a change with a session', () => {
  const changes = [
    ['POST', '/api/sources/east/poll'],
    ['PATCH', '/api/jobs/east~1?action=cancel'],
    ['PATCH', '/api/cluster/jobs/east~1?action=cancel'],
    ['DELETE', '/api/session'],
  ] as const;
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await start();
    gateways = [];
  });
  afterAll(() => gateway.close());

  it.each([
    ['of another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
    ['of another host of the same site', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['of another origin, from an old browser', { origin: 'https://attacker.example' }],
    ['of a sandboxed page', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['of a sandboxed page, from an old browser', { origin: 'null' }],
    ['of the same host over HTTPS', { origin: 'https://HOST' }],
    [
      'that names its own site only in one header',
      { origin: 'https://attacker.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['that names its own site only in the other', { origin: 'http://HOST', 'sec-fetch-site': 'cross-site' }],
    ['that the user has typed', { 'sec-fetch-site': 'none' }],
    ['without an origin', {}],
  ])('is rejected and not done: one %s', async (_case, given: Record<string, string>) => {
    const browser = await signedIn(gateway);
    await browser.send('POST', '/api/sources/east/poll');
    const headers = Object.entries(given).map(([name, value]) => [
      name,
      value.replace('HOST', new URL(gateway.url).host),
    ]);
    for (const [method, path] of changes) {
      const init = { method, headers: { ...Object.fromEntries(headers), cookie: browser.jar.header } };
      const { body, status } = await gateway.request(method, path, init);
      expect([path, status, body.title]).toEqual([path, 403, 'Request of another site']);
    }
    expect(east.calls).not.toContain('cancel 1');
    expect((await me(browser)).status).toBe(200);
  });

  it('is accepted from a page of the gateway, by either header', async () => {
    const { jar } = await signedIn(gateway);
    for (const headers of [{ origin: gateway.url }, { 'sec-fetch-site': 'same-origin' }]) {
      const init = { headers: { ...headers, cookie: jar.header } as Record<string, string> };
      expect((await gateway.request('POST', '/api/sources/east/poll', init)).status).toBe(200);
    }
    const own = { origin: gateway.url, cookie: jar.header };
    expect((await gateway.request('PATCH', '/api/jobs/east~1?action=cancel', { headers: own })).status).toBe(202);
    expect(east.calls).toContain('cancel 1');
  });

  it('may come from anywhere with a bearer token, and a read with the session too', async () => {
    const browser = await signedIn(gateway);
    const foreign = { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' };
    const token = { ...foreign, authorization: 'Bearer operator-token' };
    expect((await browser.send('POST', '/api/sources/east/poll', token)).status).toBe(200);
    const { headers, status } = await browser.send('GET', '/api/jobs', foreign);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });
});

describe('over HTTPS', () => {
  const secure = /^__Host-job-gateway-session=[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Strict$/;

  it('the cookie is bound to the host, and sent over HTTPS only', async () => {
    const { cert, key } = await makeCertificate('gateway');
    const gateway = await start(ACCESS, { server: { tls: { cert, key: new Secret(key) } } });
    const send = async (method: string, path: string, headers: Record<string, string>) => {
      const sent = requestTls(gateway.url + path, { method, ca: cert, agent: false, headers }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      return response;
    };
    const { headers } = await send('POST', '/api/session', { authorization: 'Bearer operator-token' });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(secure);
    const session = cookie.split(';')[0] ?? '';
    expect((await send('GET', '/api/me', { cookie: session })).statusCode).toBe(200);
    // Without its prefix, any host of the domain could have set it.
    expect((await send('GET', '/api/me', { cookie: session.replace('__Host-', '') })).statusCode).toBe(401);
    const poll = (origin: string) => send('POST', '/api/sources/east/poll', { cookie: session, origin });
    expect((await poll(gateway.url)).statusCode).toBe(200);
    expect((await poll(gateway.url.replace('https', 'http'))).statusCode).toBe(403);
  });

  it.each([
    ['trusted', ['127.0.0.1'], true],
    ['other', [], false],
  ])(
    'that ends at a proxy, the cookie is secure if the proxy is trusted: %s',
    async (_case, trustedProxies, isSecure) => {
      const gateway = await start(ACCESS, { server: { trustedProxies } });
      const forwarded = {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'jobs.example',
        'x-forwarded-for': '10.0.0.1',
      };
      const headers = { ...forwarded, authorization: 'Bearer operator-token' };
      const answer = await gateway.request('POST', '/api/session', { headers });
      const [set = ''] = answer.headers.getSetCookie();
      expect(secure.test(set)).toBe(isSecure);
      const cookie = set.split(';')[0] ?? '';
      const poll = async (origin: string) => {
        const init = { headers: { ...forwarded, cookie, origin } };
        return (await gateway.request('POST', '/api/sources/east/poll', init)).status;
      };
      expect(await poll(gateway.url.replace('http', 'https'))).toBe(isSecure ? 200 : 403);
      // Anybody may have sent this header through the proxy.
      expect(await poll('https://jobs.example')).toBe(403);
    },
  );
});
