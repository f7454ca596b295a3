import { createHmac, type webcrypto } from 'node:crypto';

import { type AccessConfig, type JwtRules, readSourceSelector } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';
import { exportSPKI, importJWK } from 'jose';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { ask } from './testing/ask.js';
import { makeKey, type ProviderKey, TestProvider } from './testing/test-provider.js';

const now = () => Math.floor(Date.now() / 1_000);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

let provider: TestProvider;
let gateway: TestGateway;
let key: ProviderKey;

function rules(more: Partial<JwtRules> = {}): AccessConfig {
  const jwt: JwtRules = {
    issuer: provider.issuer,
    audience: 'gateway',
    keys: { from: 'discovery' },
    nameClaim: 'sub',
    rolesClaim: 'realm.roles',
    roles: [
      { claim: 'lab', role: 'operator', sources: readSourceSelector('source.name=east') },
      { claim: 'all', role: 'viewer' },
    ],
    ...more,
  };
  return { tokens: [], certificates: [], jwt };
}

const me = async (token: string) => ask(`${gateway.url}/api/me`, `Bearer ${token}`);
const statusWith = async (claims: object, header: object = {}, signer = key) =>
  (await me(await provider.sign(signer, { realm: { roles: ['all'] }, ...claims }, header))).status;

beforeEach(async () => {
  key = await makeKey('one');
  provider = await TestProvider.start([key]);
  gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, undefined, undefined, rules());
});
afterEach(async () => {
  await gateway.close();
  await provider.close();
});

describe('a JSON Web Token', () => {
  it('gives a name, the roles of its claims, and an expiry', async () => {
    const exp = now() + 600;
    const token = await provider.sign(key, { exp, realm: { roles: ['lab', 'all', 'other', 7] } });
    const { body, status } = await me(token);
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'ann',
      method: 'jwt',
      role: 'operator',
      sources: [{ role: 'operator', sources: 'source.name=east' }, { role: 'viewer' }],
      expires_time: new Date(exp * 1_000).toISOString(),
    });
  });

  it('may be the password of Basic authentication', async () => {
    const token = await provider.sign(key, { realm: { roles: 'all' } });
    const basic = `Basic ${Buffer.from(`ann:${token}`).toString('base64')}`;
    expect((await ask(`${gateway.url}/api/jobs`, basic)).status).toBe(200);
  });

  it.each(['RS256', 'PS512', 'ES384', 'EdDSA'])('may be signed with %s', async (alg) => {
    const other = await makeKey('other', alg);
    provider.keys = [key, other];
    expect(await statusWith({}, {}, other)).toBe(200);
  });

  it.each([
    ['for another audience', { aud: 'other' }],
    ['without an audience', { aud: undefined }],
    ['of another issuer', { iss: 'https://other.example.net' }],
    ['without an issuer', { iss: undefined }],
    ['without an expiry', { exp: undefined }],
    ['with an expiry that is no number', { exp: '2999-01-01' }],
    ['with an expiry after the last time of a date', { exp: 8_640_000_000_001 }],
    ['that has expired', { exp: now() - 60 }],
    ['that is not valid yet', { nbf: now() + 600 }],
    ['without a name', { sub: undefined }],
    ['with a name that is no text', { sub: 7 }],
    ['with a name of several lines', { sub: 'ann\nroot' }],
  ])('%s is rejected', async (_, claims) => {
    expect(await statusWith(claims)).toBe(401);
  });

  it('may be used within the tolerance of clocks', async () => {
    expect(await statusWith({ exp: now() - 5 })).toBe(200);
    expect(await statusWith({ nbf: now() + 5 })).toBe(200);
  });

  it('is rejected with a wrong signature, or without one', async () => {
    const [header = '', payload = '', signature = ''] = (await provider.sign(key)).split('.');
    const other = encoded({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'root' });
    expect((await me(`${header}.${other}.${signature}`)).status).toBe(401);
    const none = encoded({ alg: 'none' });
    expect((await me(`${none}.${payload}.`)).status).toBe(401);
    expect((await me(`${none}.${payload}.${signature}`)).status).toBe(401);
  });

  it('is rejected with a symmetric signature, also with a public key of the provider as the secret', async () => {
    const [, payload = ''] = (await provider.sign(key, { realm: { roles: ['all'] } })).split('.');
    const pem = await exportSPKI((await importJWK(key.jwk, 'ES256', { extractable: true })) as webcrypto.CryptoKey);
    for (const secret of [pem, JSON.stringify(key.jwk), '']) {
      for (const kid of ['one', undefined]) {
        const signed = `${encoded({ alg: 'HS256', kid })}.${payload}`;
        const signature = createHmac('sha256', secret).update(signed).digest('base64url');
        expect((await me(`${signed}.${signature}`)).status).toBe(401);
      }
    }
  });

  it('is rejected with a key that its header brings along', async () => {
    const own = await makeKey('own');
    expect(await statusWith({}, { jwk: own.jwk, kid: 'one' }, own)).toBe(401);
    expect(await statusWith({}, { kid: undefined }, own)).toBe(401);
  });

  it('without any role is accepted only to show who it is for', async () => {
    const token = await provider.sign(key, { realm: { roles: ['nothing'] } });
    expect((await me(token)).body).toEqual({
      name: 'ann',
      method: 'jwt',
      sources: [],
      expires_time: expect.any(String),
    });
    for (const path of ['/api/jobs', '/metrics', '/nothing']) {
      expect((await ask(gateway.url + path, `Bearer ${token}`)).status).toBe(403);
    }
  });

  it.each([7, { all: true }, [['all']], null, 'ALL', ['all '], true])('with odd roles has none: %j', async (roles) => {
    const { body } = await me(await provider.sign(key, { realm: { roles } }));
    expect(body.sources).toEqual([]);
  });

  it('may have roles in a claim whose name is a URL, and never those of a prototype', async () => {
    const url = 'https://example.net/roles';
    gateway.changeAccess(rules({ rolesClaim: url }));
    expect(await statusWith({ [url]: ['all'] })).toBe(200);
    const jobs = async (claims: object) =>
      (await ask(`${gateway.url}/api/jobs`, `Bearer ${await provider.sign(key, { ...claims })}`)).status;
    expect([await jobs({ [url]: ['all'] }), await jobs({ 'https://example': { 'net/roles': ['none'] } })]).toEqual([
      200, 403,
    ]);
    const named = rules({ rolesClaim: 'constructor.name' });
    const roles = [{ claim: 'Object', role: 'admin' as const }];
    gateway.changeAccess({ ...named, ...(named.jwt && { jwt: { ...named.jwt, roles } }) });
    expect(await jobs({})).toBe(403);
  });

  it('may be for several audiences, one of which is the gateway', async () => {
    expect(await statusWith({ aud: ['other', 'gateway'] })).toBe(200);
    expect(await statusWith({ aud: ['other', 'gateway2'] })).toBe(401);
  });

  it('is rejected after the rules have changed for it, at once and in open watches', async () => {
    const token = await provider.sign(key, { realm: { roles: ['all'] } });
    const headers = { authorization: `Bearer ${token}` };
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, headers);
    gateway.changeAccess(rules({ nameClaim: 'iss' }));
    await until('the watch has ended', () => watch.ended);
    expect((await me(token)).body.name).toBe(provider.issuer);
    gateway.changeAccess(rules({ audience: 'other' }));
    expect((await me(token)).status).toBe(401);
  });
});

describe('the keys of the provider', () => {
  it('are fetched again for a key that is not known, but not for each token with one', async () => {
    expect(await statusWith({})).toBe(200);
    const next = await makeKey('two');
    provider.keys = [key, next];
    expect(await statusWith({}, {}, next)).toBe(200);
    const unknown = await makeKey('unknown');
    for (let count = 0; count < 10; count += 1) expect(await statusWith({}, {}, unknown)).toBe(401);
    expect(provider.fetches).toBeLessThanOrEqual(6);
  });

  it('are fetched once for all tokens with a known key, and seldom for many with unknown ones at once', async () => {
    expect(await statusWith({})).toBe(200);
    for (let count = 0; count < 5; count += 1) expect(await statusWith({ sub: `ann ${count}` })).toBe(200);
    expect(provider.fetches).toBe(1);
    const unknown = await Promise.all(Array.from({ length: 20 }, (_, at) => makeKey(`unknown ${at}`)));
    const statuses = await Promise.all(unknown.map((each) => statusWith({}, {}, each)));
    expect([...new Set(statuses)]).toEqual([401]);
    expect(provider.fetches).toBeLessThanOrEqual(6);
  });

  it('stay in use while the provider is down', async () => {
    expect(await statusWith({})).toBe(200);
    await provider.close();
    expect(await statusWith({ sub: 'bob' })).toBe(200);
    expect(await statusWith({}, {}, await makeKey('unknown'))).toBe(401);
  });

  it('are missing when the provider was never reached, which is not the fault of the client', async () => {
    await gateway.close();
    await provider.close();
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, undefined, undefined, rules());
    const { body, headers, status } = await me(await provider.sign(key));
    expect([status, body.type]).toEqual([503, '/docs/errors#provider-unavailable']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(gateway.log.filter((line) => line.includes('cannot be fetched'))).toHaveLength(1);
  });

  it('are no longer in use once the provider has withdrawn them, also by known tokens and open watches', async () => {
    const token = await provider.sign(key, { realm: { roles: ['all'] } });
    expect((await me(token)).status).toBe(200);
    const watch = await EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { authorization: `Bearer ${token}` });
    const next = await makeKey('two');
    provider.keys = [next];
    expect(await statusWith({}, {}, next)).toBe(200);
    await until('the watch has ended', () => watch.ended);
    expect((await me(token)).status).toBe(401);
  });

  it('may come from a URL, or from a file', async () => {
    gateway.changeAccess(rules({ keys: { from: 'url', url: `${provider.issuer}/keys` } }));
    expect(await statusWith({})).toBe(200);
    const other = await makeKey('file');
    gateway.changeAccess(rules({ keys: { from: 'file', text: JSON.stringify({ keys: [other.jwk] }) } }));
    expect(await statusWith({}, {}, other)).toBe(200);
    expect(await statusWith({})).toBe(401);
  });

  it.each([{ issuer: 'https://other.example.net' }, { jwks_uri: 'http://10.0.0.1/keys' }, { jwks_uri: 7 }])(
    'are not taken from a discovery document with %j',
    async (discovery) => {
      provider.discovery = discovery;
      gateway.changeAccess(rules({ audience: 'other' }));
      gateway.changeAccess(undefined);
      gateway.changeAccess(rules());
      expect(await statusWith({})).toBe(503);
    },
  );

  it('may not be private or symmetric', async () => {
    const secret = { kty: 'oct', kid: 'secret', k: Buffer.from('secret').toString('base64url') };
    provider.keys = [{ ...key, jwk: secret }];
    gateway.changeAccess(undefined);
    gateway.changeAccess(rules());
    const [, payload = ''] = (await provider.sign(key)).split('.');
    const signed = `${encoded({ alg: 'HS256', kid: 'secret' })}.${payload}`;
    expect(
      (await me(`${signed}.${createHmac('sha256', 'secret').update(signed).digest('base64url')}`)).status,
    ).not.toBe(200);
  });
});
