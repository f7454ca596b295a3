import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { accessFor, as } from '../../../../test/support/callers.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const PORTAL = 'https://portal.example.net';
const BASIC = `Basic ${Buffer.from('any:olga').toString('base64')}`;
const POLL = '/api/sources/east/poll';

describe('a page of another site', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());
  const start = async (
    access = false,
    allowedOrigins: readonly string[] = [],
    trustedProxies: readonly string[] = [],
  ) => {
    const rules = access ? accessFor({ olga: ['operator'] }) : undefined;
    const limits = { server: { allowedOrigins, trustedProxies } };
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, limits, undefined, rules);
  };
  const statusAt = async (host: string): Promise<string> =>
    (await gateway.raw(`GET /api/sources HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(9, 12);
  const poll = async (headers: Record<string, string>): Promise<number> =>
    (await gateway.request('POST', POLL, { headers })).status;

  it.each([
    'rebound.example.net',
    'rebound.example.net:8080',
    'rebound.',
    '127.0.0.1.example.net',
    'localhost.example.net',
  ])('does not reach a gateway without access by the name %s', async (host) => {
    await start();
    expect(await statusAt(host)).toBe('400');
  });

  it.each(['127.0.0.1', '127.0.0.1:80', '[::1]:80', 'localhost:80', 'LOCALHOST', 'jobs.localhost', 'gateway', ''])(
    'is not what the host "%s" belongs to',
    async (host) => {
      await start();
      expect(await statusAt(host)).toBe('200');
    },
  );

  it('may have any name with access, or behind a proxy', async () => {
    await start(true);
    expect(await statusAt('gateway.example.net')).toBe('401');
    await gateway.close();
    await start(false, [], ['192.0.2.1']);
    expect(await statusAt('gateway.example.net')).toBe('200');
  });

  it('changes nothing without a token of its own', async () => {
    for (const access of [false, true]) {
      await start(access, [PORTAL]);
      const own = access ? { authorization: BASIC } : {};
      const { host } = new URL(gateway.url);
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: gateway.url },
        { origin: 'http://other.example.net' },
        { origin: 'null' },
      ])
        expect(await poll({ ...own, ...headers })).toBe(403);
      for (const headers of [
        {},
        { 'sec-fetch-site': 'same-origin', origin: 'https://any.example.net' },
        { 'sec-fetch-site': 'none' },
        { origin: gateway.url },
        { origin: `https://${host}` },
        { origin: PORTAL, 'sec-fetch-site': 'cross-site' },
      ])
        expect(await poll({ ...own, ...headers })).toBe(200);
      if (access) expect(await poll({ ...as('olga'), origin: 'http://other.example.net' })).toBe(200);
      if (!access) await gateway.close();
    }
  });
});
