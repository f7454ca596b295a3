import { METHODS } from 'node:http';

import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const HOST = 'Host: x\r\n';
const PATHS = ['/health/live', '/api/jobs', '/api/cluster/jobs'];

describe('an unusual request', () => {
  let gateway: TestGateway;
  let client: RawClient;

  beforeAll(async () => {
    gateway = await startGateway({ east: new FakeAdapter() });
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    client = await RawClient.open(gateway.url);
  });
  afterEach(() => client.cut());

  const many = `${HOST}${'a:\r\n'.repeat(90)}${HOST}`;

  it.each([
    ['two Host headers', `GET * HTTP/1.1\r\n${HOST}${HOST}`, 400, 'malformed-request', 'got 2'],
    ['two Host headers in other cases', `GET * HTTP/1.1\r\nhOST: a\r\nHost: b\r\n`, 400, 'malformed-request', 'got 2'],
    ['a second Host header after 90 others', `GET * HTTP/1.1\r\n${many}`, 400, 'malformed-request', 'got 2'],
    ['no Host header', 'GET * HTTP/1.1\r\n', 400, 'malformed-request', 'got none'],
    ['an invalid Host header', 'GET * HTTP/1.1\r\nHost: a/b\r\n', 400, 'malformed-request', 'got "a/b"'],
    ['an unknown expectation', `GET * HTTP/1.1\r\n${HOST}Expect: magic\r\n`, 417, 'unknown-expectation', '"magic"'],
  ])('with %s is a problem at every path, and closes the connection', async (_case, head, status, slug, detail) => {
    for (const path of PATHS) {
      const each = await RawClient.open(gateway.url);
      each.send(`${head.replace('*', path)}\r\n`);
      const [response, ...others] = await each.end();
      expect(others).toEqual([]);
      expect(response?.status).toBe(status);
      expect(response?.headers).toMatchObject({
        'content-type': expect.stringMatching(
          path.startsWith('/api/cluster') ? /^application\/json;/ : /^application\/problem\+json;/,
        ),
        connection: 'close',
      });
      expect(JSON.parse(response?.body ?? '')).toMatchObject({
        type: `/docs/errors#${slug}`,
        instance: path,
        detail: expect.stringContaining(detail),
        request_id: response?.headers['x-request-id'],
        error: { message: expect.stringContaining(detail) },
      });
    }
  });

  it.each([
    ['CONNECT', `CONNECT x:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['an unknown method', `FETCH / HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['an unknown version', `GET / HTTP/3.7\r\n${HOST}\r\n`, 400],
    ['a URL of 100 kB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    ['headers of 500 kB', `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(500_000)}\r\n\r\n`, 431],
  ])('that is %s gets a problem and closes the connection', async (_case, bytes, status) => {
    client.send(bytes);
    const [response, ...others] = await client.end();
    expect(others).toEqual([]);
    expect(response?.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'x-request-id': expect.stringMatching(/./),
      connection: 'close',
    });
    expect([response?.status, JSON.parse(response?.body ?? '').status]).toEqual([status, status]);
  });

  it('CONNECT is answered after the requests before it', async () => {
    client.send(`GET /health/live HTTP/1.1\r\n${HOST}\r\nCONNECT x:443 HTTP/1.1\r\n${HOST}\r\n`);
    expect((await client.end()).map(({ status }) => status)).toEqual([200, 405]);
    expect(client.responses[1]?.headers.allow).toBe('GET, HEAD, PATCH, POST');
  });

  it.each(METHODS.filter((method) => !['CONNECT', 'GET', 'HEAD'].includes(method)))(
    'with the method %s is a problem',
    async (method) => {
      client.send(`${method} /health/live HTTP/1.1\r\n${HOST}\r\n`);
      await until('it is answered', () => client.responses.length === 1);
      const [response] = client.responses;
      expect([response?.status, response?.headers.allow]).toEqual([405, 'GET, HEAD']);
      expect(response?.headers['content-type']).toMatch(/^application\/problem\+json/);
    },
  );

  it.each([
    ['an offer to upgrade', `GET /health/live HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`],
    ['an empty Host header', 'GET /health/live HTTP/1.1\r\nHost:\r\n\r\n'],
    ['an IPv6 address as host', 'GET /health/live HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n'],
    ['HTTP/1.0 without a Host header', 'GET /health/live HTTP/1.0\r\n\r\n'],
    ['a body that is not needed', `GET /health/live HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`],
    ['100 headers', `GET /health/live HTTP/1.1\r\n${HOST}${'a:\r\n'.repeat(99)}\r\n`],
  ])('with %s is answered', async (_case, bytes) => {
    client.send(bytes);
    await until('it is answered', () => client.responses.length === 1);
    expect(client.responses[0]?.status).toBe(200);
  });

  it('that expects a response 100 gets it in its turn', async () => {
    const patch = 'PATCH /api/jobs/east~1?action=pause HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n';
    client.send(`GET /health/live HTTP/1.1\r\n${HOST}\r\n${patch}${HOST}Content-Type: application/json\r\n\r\n`);
    await until('it may continue', () => client.responses.length === 2);
    client.send('{}');
    await until('it is answered', () => client.responses.length === 3);
    expect(client.responses.map(({ status }) => status)).toEqual([200, 100, 404]);
  });
});
