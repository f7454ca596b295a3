import { createHash } from 'node:crypto';

import { type AccessConfig, readSourceSelector } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const EAST = readSourceSelector('source.name=east');

const TOKENS: AccessConfig['tokens'] = [
  { name: 'reader', sha256: sha256('reader-token'), role: 'viewer' },
  { name: 'east-operator', sha256: sha256('operator-token'), role: 'operator', sources: EAST },
  { name: 'east-operator', sha256: sha256('operator-token'), role: 'viewer' },
  { name: 'boss', sha256: sha256('admin-token'), role: 'admin' },
  { name: 'former', sha256: sha256('expired-token'), role: 'admin', expiresAt: Date.parse('2020-01-01') },
];
const ACCESS: AccessConfig = { tokens: TOKENS, certificates: [] };

async function start(access: AccessConfig): Promise<TestGateway> {
  const adapters = { east: new FakeAdapter(), west: new FakeAdapter() };
  return startGateway(adapters, undefined, undefined, undefined, undefined, access);
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const basic = (password: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}` },
});

describe('with access rules', () => {
  let gateway: TestGateway;
  beforeAll(async () => (gateway = await start(ACCESS)));
  afterAll(() => gateway.close());

  it.each(['/api/jobs', '/api/sources', '/api/me', '/metrics', '/api/cluster/jobs', '/api/jobs/watch', '/nothing'])(
    'a request without a login is rejected: %s',
    async (path) => {
      const { headers, status } = await fetch(gateway.url + path);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer realm=.*, Basic realm=/);
    },
  );

  it.each([
    '/health/live',
    '/health/ready',
    '/openapi.json',
    '/docs',
    '/docs/',
    '/docs/errors',
    '/docs/swagger-ui.css',
  ])('needs no login, and looks at none: %s', async (path) => {
    expect((await fetch(gateway.url + path)).status).toBe(200);
    expect((await fetch(gateway.url + path, bearer('wrong'))).status).toBe(200);
  });

  it('accepts a token as a bearer token, or as the password of any user', async () => {
    const me = (init: RequestInit) => gateway.request('GET', '/api/me', init).then(({ body }: TestAnswer) => body);
    const reader = { name: 'reader', method: 'token', role: 'viewer', sources: [{ role: 'viewer' }] };
    expect(await me(bearer('reader-token'))).toEqual(reader);
    expect(await me(basic('reader-token'))).toEqual(reader);
    expect(await me(bearer('operator-token'))).toEqual({
      ...{ name: 'east-operator', method: 'token', role: 'operator' },
      sources: [{ role: 'operator', sources: 'source.name=east' }, { role: 'viewer' }],
    });
  });

  it('lets an operator poll only the sources of that role', async () => {
    const poll = (source: string, token: string) =>
      gateway.request('POST', `/api/sources/${source}/poll`, bearer(token)).then(({ status }) => status);
    expect(await poll('east', 'operator-token')).toBe(200);
    expect(await poll('west', 'operator-token')).toBe(403);
    expect(await poll('east', 'reader-token')).toBe(403);
    expect(await poll('west', 'admin-token')).toBe(200);
  });
});
