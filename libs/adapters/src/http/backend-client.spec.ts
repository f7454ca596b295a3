import { createHash } from 'node:crypto';
import { type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

import { BackendError, type Login, Secret, type SourceConnection } from '@gateway/core';

import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient, type BackendRequest } from './backend-client.js';

const NOW = Date.UTC(2026, 0, 15, 12);

let backend: LocalBackend;
let client: BackendClient;

/** Starts a server that responds like this, and a client for it. */
async function open(
  respond: Responder,
  connection: Partial<SourceConnection> = {},
  maxBodyBytes = 4_000_000,
): Promise<void> {
  backend = await startLocalBackend(respond);
  client = new BackendClient({
    connection: {
      url: backend.origin,
      basePath: '/api',
      login: basic('secret'),
      tls: { insecure: false },
      ...connection,
    },
    clock: { now: () => NOW },
    maxBodyBytes,
  });
}

function basic(password: string): Login {
  return { type: 'basic', username: 'gateway', password: new Secret(password) };
}

function writeUncompressed(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-encoding': 'gzip' }).end('{"a":1}');
}

function request(path: string, more: Partial<BackendRequest> = {}) {
  return client.request({ method: 'GET', path, signal: AbortSignal.timeout(4_000), ...more });
}

afterEach(async () => {
  await client.close();
  await backend.close();
});

describe('a request', () => {
  it('has the path and query unchanged, accepts JSON and names the gateway', async () => {
    await open((_request, response) => sendJson(response, 200, {}));
    await request('/api/cluster/jobs?fields=uuid,svm.name&start.id=a%2Fb%20c');
    expect(backend.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/cluster/jobs?fields=uuid,svm.name&start.id=a%2Fb%20c',
        headers: { accept: 'application/json', 'user-agent': 'job-gateway', host: backend.host },
        body: '',
      },
    ]);
  });

  it.each(['PATCH', 'POST'] as const)('has a JSON body with %s', async (method) => {
    await open((_request, response) => sendJson(response, 200, {}));
    await request('/api/x', { method, body: '{"a":"ü"}' });
    expect(backend.requests).toMatchObject([
      { method, body: '{"a":"ü"}', headers: { 'content-type': 'application/json', 'content-length': '10' } },
    ]);
  });

  it('has user name and password as UTF-8', async () => {
    await open((_request, response) => sendJson(response, 200, {}), { login: basic('pä:ss') });
    await request('/api/x');
    expect(backend.requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('gateway:pä:ss').toString('base64')}`);
  });

  it('has the current token', async () => {
    const tokens = ['one', 'two'];
    const login: Login = { type: 'bearer', token: new Secret(() => tokens.shift() ?? '') };
    await open((_request, response) => sendJson(response, 200, {}), { login });
    await request('/api/x');
    await request('/api/x');
    expect(backend.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('uses its own headers instead of the login, in any case', async () => {
    await open((_request, response) => sendJson(response, 200, {}));
    await request('/api/x', { headers: { Authorization: 'Bearer own', Accept: 'text/plain' } });
    expect(backend.requests[0]?.headers).toMatchObject({ authorization: 'Bearer own', accept: 'text/plain' });
  });

  it.each(['', 'two words', 'line\nbreak', 'ü'])(
    'is not sent if a header must not contain the token: %j',
    async (token) => {
      await open((_request, response) => sendJson(response, 200, {}), {
        login: { type: 'bearer', token: new Secret(token) },
      });
      await expect(request('/api/x')).rejects.toMatchObject({ code: 'unauthorized' });
      expect(backend.requests).toEqual([]);
    },
  );

  it.each(['', 'x', '//other/x', '/\\other', 'http://other/x', '/a/../b', '/a/%2E%2e/b', '/a#b', '/a b', '/a\r\nb'])(
    'is not sent if the path leaves the origin of the source: %j',
    async (path) => {
      await open((_request, response) => sendJson(response, 200, {}));
      await expect(request(path)).rejects.toMatchObject({ code: 'malformed' });
      expect(backend.requests).toEqual([]);
    },
  );

  it('is not sent if the path is too long', async () => {
    await open((_request, response) => sendJson(response, 200, {}));
    await expect(request(`/${'a'.repeat(8_000)}`)).rejects.toMatchObject({
      code: 'malformed',
      message: 'the path is longer than 8000 characters, so the request was not sent',
    });
    expect(backend.requests).toEqual([]);
  });

  it('ignores a proxy of the environment', async () => {
    const proxy = await startLocalBackend((_request, response) => sendJson(response, 200, { proxied: true }));
    process.env['http_proxy'] = proxy.origin;
    try {
      await open((_request, response) => sendJson(response, 200, { proxied: false }));
      expect((await request('/api/x')).json()).toEqual({ proxied: false });
      expect(proxy.requests).toEqual([]);
    } finally {
      delete process.env['http_proxy'];
      await proxy.close();
    }
  });

  it('does not follow a redirect', async () => {
    const other = await startLocalBackend((_request, response) => sendJson(response, 200, {}));
    await open((_request, response) => response.writeHead(302, { location: `${other.origin}/x` }).end());
    const response = await request('/api/x');
    expect([response.status, response.header('Location')]).toEqual([302, `${other.origin}/x`]);
    expect(other.requests).toEqual([]);
    await other.close();
  });
});

describe('a response', () => {
  it.each([200, 202, 304, 400, 401, 404, 500, 503])('with status %i is returned', async (status) => {
    await open((_request, response) => response.writeHead(status, { 'x-a': 'b' }).end(status === 304 ? '' : '{"a":1}'));
    const response = await request('/api/x');
    expect([response.status, response.header('X-A'), response.text]).toEqual([
      status,
      'b',
      status === 304 ? '' : '{"a":1}',
    ]);
  });

  it('gives the clock offset', async () => {
    await open((_request, response) => {
      response.setHeader('date', new Date(NOW - 90_000).toUTCString());
      sendJson(response, 200, {});
    });
    expect((await request('/api/x')).clockOffsetMs).toBe(-89_500);
  });

  it.each([undefined, 'yesterday'])('gives no clock offset with the date %j', async (date) => {
    await open((_request, response) => {
      response.sendDate = false;
      if (date !== undefined) response.setHeader('date', date);
      sendJson(response, 200, {});
    });
    expect(await request('/api/x')).not.toHaveProperty('clockOffsetMs');
  });

  it('is read as UTF-8 without a byte order mark, also if chunks split a character', async () => {
    await open((_request, response) => {
      const bytes = Buffer.from('\uFEFF{"a":"😀"}');
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    expect((await request('/api/x')).json()).toEqual({ a: '😀' });
  });

  it('is decompressed', async () => {
    await open((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    expect((await request('/api/x')).json()).toEqual({ a: 1 });
  });

  it('can have the maximum size, but not a byte more', async () => {
    await open(({ path }, response) => response.end('x'.repeat(Number(path.slice(1)))), {}, 100_000);
    expect((await request('/100000')).text).toHaveLength(100_000);
    await expect(request('/100001')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('is limited by its decompressed size', async () => {
    await open(
      (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
      },
      {},
      1_000_000,
    );
    await expect(request('/api/x')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('is limited by its compressed size', async () => {
    await open(
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.alloc(100_001)),
      {},
      100_000,
    );
    await expect(request('/api/x')).rejects.toMatchObject({
      code: 'malformed',
      message: 'the response is longer than 100000 bytes',
    });
  });

  it('is requested in gzip only', async () => {
    await open((_request, response) => sendJson(response, 200, {}));
    await request('/api/x');
    expect(backend.requests[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('has at most 100 headers; further ones are ignored', async () => {
    const headers = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`x${index}`, '1']));
    await open((_request, response) => response.writeHead(200, headers).end('{"a":1}'));
    const response = await request('/api/x');
    expect([response.header('x99'), response.header('x100'), response.json()]).toEqual(['1', undefined, { a: 1 }]);
  });

  it('may begin after ten interim responses', async () => {
    await open((_request, response) => {
      for (let hint = 0; hint < 10; hint += 1) response.writeEarlyHints({ link: '</a>; rel=preload' });
      sendJson(response, 200, { a: 1 });
    });
    expect((await request('/api/x')).json()).toEqual({ a: 1 });
  });

  it('may have five thousand small chunks, but no more', async () => {
    await open(({ path }, response) => {
      for (let chunk = 1; chunk < Number(path.slice(1)); chunk += 1) response.write(' ');
      response.end('{}');
    });
    expect((await request('/5000')).json()).toEqual({});
    await expect(request('/5001')).rejects.toMatchObject({
      code: 'malformed',
      message: 'the response arrives in too many small pieces',
    });
  });

  it('may have many chunks of some hundred bytes', async () => {
    await open((_request, response) => {
      for (let chunk = 0; chunk < 6_000; chunk += 1) response.write(' '.repeat(300));
      response.end();
    });
    expect((await request('/api/x')).size).toBe(1_800_000);
  });

  it('with an error status and more than 64 kB has no text', async () => {
    await open(({ path }, response) => response.writeHead(404).end('x'.repeat(Number(path.slice(1)))));
    expect((await request('/65536')).text).toHaveLength(65_536);
    const { status, text, size } = await request('/65537');
    expect({ status, text, size }).toEqual({ status: 404, text: '', size: 0 });
  });

  it.each<[string, Responder]>([
    [
      'is cut off',
      (_request, response) => {
        response.writeHead(409, { 'content-length': '1000' });
        response.write('{', () => response.destroy());
      },
    ],
    ['is not compressed as its header says', (_request, response) => writeUncompressed(response, 409)],
  ])('with an error status has no text if its body %s, also to a write', async (_what, respond) => {
    await open(respond);
    for (const method of ['GET', 'PATCH'] as const) {
      const { status, text } = await request('/api/x', { method });
      expect({ status, text }).toEqual({ status: 409, text: '' });
    }
  });

  it('that is not compressed as its header says is malformed', async () => {
    await open((_request, response) => writeUncompressed(response, 200));
    await expect(request('/api/x')).rejects.toMatchObject({
      code: 'malformed',
      message: 'the response is not compressed as its header says',
    });
  });

  it('has the hash of its bytes', async () => {
    const bytes = Buffer.alloc(3_000_000, 'x');
    await open((_request, response) => response.end(bytes));
    expect(await (await request('/api/x')).hash()).toBe(createHash('sha256').update(bytes).digest('base64'));
  });

  it.each([
    ['', 'is empty'],
    [' <html>', 'is HTML or XML'],
    ['{"a":', 'is not JSON'],
  ])('without JSON is malformed and not quoted: %j', async (text, what) => {
    await open((_request, response) => response.end(text));
    const response = await request('/api/x');
    expect(() => response.json()).toThrow(
      new BackendError('malformed', `the response with status 200 ${what}`, { status: 200 }),
    );
  });

  it('with an error status has [secret] in place of our credentials', async () => {
    await open(
      ({ headers }, response) => response.writeHead(500).end(`a"b\\c ${headers.authorization} {"m":"a\\"b\\\\c"}`),
      {
        login: basic('a"b\\c'),
      },
    );
    expect((await request('/api/x')).text).toBe('[secret] Basic [secret] {"m":"[secret]"}');
  });
});
