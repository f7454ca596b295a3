import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const PORTAL = 'https://portal.example.net';
const OTHER = 'https://portal.example.net.evil.example';

/** The headers of CORS in a response. */
function corsOf(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

describe('web pages of other origins', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());
  const start = async (allowedOrigins: readonly string[]) => {
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, { server: { allowedOrigins } });
  };
  const preflight = (origin: string, path = '/api/jobs/east~job-1') =>
    fetch(gateway.url + path, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'idempotency-key',
      },
    });

  it('may read responses if they are allowed, without cookies', async () => {
    await start([PORTAL]);
    for (const path of ['/api/sources', '/api/sources/none', '/nothing', '/openapi.json']) {
      const { headers } = await gateway.request('GET', path, { headers: { origin: PORTAL } });
      const { 'access-control-expose-headers': exposed, ...others } = corsOf(headers);
      expect(others).toEqual({ 'access-control-allow-origin': PORTAL });
      expect(exposed).toContain('ETag');
      expect(headers.get('vary')?.toLowerCase()).toBe('accept-encoding, origin');
    }
  });

  it.each(['/api/jobs/east~job-1', '/api/jobs', '/api/sources'])(
    'get an answer to the preflight of %s',
    async (path) => {
      await start([PORTAL]);
      const { headers, status } = await preflight(PORTAL, path);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PORTAL]);
      expect(headers.get('access-control-allow-methods')).toContain('PATCH');
      expect(headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    },
  );

  it.each([OTHER, 'null', 'http://portal.example.net', '*', 'https://PORTAL.example.net'])(
    'get no header if they are not allowed: %s',
    async (origin) => {
      await start([PORTAL]);
      expect(corsOf((await gateway.request('GET', '/api/sources', { headers: { origin } })).headers)).toEqual({});
      const { headers, status } = await preflight(origin);
      expect([status, corsOf(headers)]).toEqual([405, {}]);
    },
  );

  it('get no header while no origin is configured', async () => {
    await start([]);
    const { headers } = await gateway.request('GET', '/api/sources', { headers: { origin: PORTAL } });
    expect([corsOf(headers), headers.get('vary')]).toEqual([{}, 'accept-encoding']);
    const answer = await preflight(PORTAL);
    expect([answer.status, corsOf(answer.headers)]).toEqual([405, {}]);
  });
});
