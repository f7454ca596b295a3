import { type ServerOptions } from 'node:https';
import { createServer, type Socket } from 'node:net';

import { type Login, Secret, type SourceConnection } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { freePort } from '@gateway/testing/free-port';
import { until } from '@gateway/testing/until';

import { type ConnectProxy, type ProxyResponder, startConnectProxy } from '../testing/connect-proxy.js';
import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient, type BackendClientOptions, type BackendRequest } from './backend-client.js';

const ESTABLISHED = 'HTTP/1.1 200 OK\r\n\r\n';
const answer: Responder = (_request, response) => sendJson(response, 200, { a: 1 });

let certificate: Certificate;
let proxy: ConnectProxy;
let backend: LocalBackend;
let client: BackendClient;

beforeAll(async () => {
  certificate = await makeCertificate('server');
});

afterEach(async () => {
  await client.close();
  await proxy.close();
  await backend.close();
});

function basic(username: string, password: string): Extract<Login, { type: 'basic' }> {
  return { type: 'basic', username, password: new Secret(password) };
}

/** What a test changes. */
interface Setup {
  readonly tls?: ServerOptions;
  readonly proxy?: Partial<SourceConnection['proxy']>;
  readonly connection?: Partial<SourceConnection>;
  readonly client?: Partial<BackendClientOptions>;
}

/** Starts a backend, a proxy, and a client that reaches the backend through the proxy. */
async function open(respond: Responder, respondToConnect?: ProxyResponder, setup: Setup = {}): Promise<void> {
  backend = await startLocalBackend(respond, setup.tls);
  proxy = await startConnectProxy(respondToConnect);
  client = new BackendClient({
    connection: {
      url: backend.origin,
      basePath: '',
      login: basic('gateway', 'backend-word'),
      tls: { insecure: false, ...(setup.tls && { ca: certificate.cert }) },
      proxy: { url: proxy.url, ...setup.proxy },
      ...setup.connection,
    },
    clock: { now: () => 0 },
    maxBodyBytes: 8_000_000,
    ...setup.client,
  });
}

function request(method: BackendRequest['method'] = 'GET', signal = AbortSignal.timeout(20_000)) {
  return client.request({ method, path: '/x', signal, ...(method === 'GET' ? {} : { body: '{}' }) });
}

function authorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

describe.each(['http', 'https'])('a backend with %s behind a proxy', (scheme) => {
  const withTls = (): Setup => (scheme === 'https' ? { tls: certificate } : {});

  it.each(['GET', 'PATCH'] as const)('is reached with %s; neither login is sent to the other side', async (method) => {
    await open(answer, undefined, { ...withTls(), proxy: { login: basic('pröxy', 'proxy-word') } });
    expect((await request(method)).json()).toEqual({ a: 1 });
    expect(proxy.others).toEqual([]);
    expect(proxy.requests).toMatchObject([
      {
        target: backend.host,
        headers: { host: backend.host, 'proxy-authorization': authorization('pröxy', 'proxy-word') },
      },
    ]);
    expect(proxy.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(backend.requests[0]?.headers).toMatchObject({
      host: backend.host,
      authorization: authorization('gateway', 'backend-word'),
    });
    expect(JSON.stringify(backend.requests[0]?.headers)).not.toMatch(/proxy/i);
    if (method === 'PATCH') await until('the proxy has no client', () => proxy.clients.size === 0);
  });

  it('is reached without a login for the proxy', async () => {
    await open(answer, undefined, withTls());
    await request();
    expect(proxy.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('keeps its connection for the next read', async () => {
    await open(answer, undefined, withTls());
    await request();
    await request();
    expect([proxy.requests.length, new Set(backend.requests.map(({ socket }) => socket)).size]).toEqual([1, 1]);
  });

  it('is reached through at most two connections at a time', async () => {
    const waiting: (() => void)[] = [];
    await open((received, response) => waiting.push(() => answer(received, response)), undefined, withTls());
    const requests = [request(), request(), request(), request()];
    await until('two requests have arrived', () => waiting.length === 2);
    expect(proxy.requests).toHaveLength(2);
    waiting.splice(0).forEach((respond) => respond());
    await until('the others have arrived', () => waiting.length === 2);
    waiting.splice(0).forEach((respond) => respond());
    await Promise.all(requests);
    expect(proxy.requests).toHaveLength(2);
  });

  it('closes idle connections', async () => {
    await open(answer, undefined, { ...withTls(), client: { idleMs: 50 } });
    await request();
    await backend.idle();
    await until('the proxy has no client', () => proxy.clients.size === 0);
  });

  it('can send a large body', async () => {
    await open((_request, response) => response.end('x'.repeat(5_000_000)), undefined, withTls());
    expect((await request()).size).toBe(5_000_000);
  });

  it('reads once more if its idle connection was closed', async () => {
    const responders: Responder[] = [answer, ({ socket }) => socket.destroy(), answer];
    await open((received, response) => responders.shift()?.(received, response), undefined, withTls());
    await request();
    expect((await request()).json()).toEqual({ a: 1 });
    expect(proxy.requests).toHaveLength(2);
  });

  it.each([
    ['GET', 'unreachable'],
    ['PATCH', 'outcome_unknown'],
  ] as const)('loses a %s that was sent when the proxy closes the connection', async (method, code) => {
    await open(() => proxy.clients.forEach((socket) => socket.destroy()), undefined, withTls());
    await expect(request(method)).rejects.toMatchObject({ code });
    expect(backend.requests).toHaveLength(1);
  });

  it('gives malformed if the proxy closes the connection in the middle of a response', async () => {
    const cut: Responder = (_request, response) => {
      response.writeHead(200, { 'content-length': '1000000' });
      response.write('x'.repeat(200_000));
    };
    await open(cut, undefined, withTls());
    const outcome = request().catch((error: unknown) => error);
    const more = (socket: Socket): boolean => socket.bytesWritten > 100_000;
    await until('a part of the body was forwarded', () => [...proxy.clients].some(more));
    proxy.clients.forEach((socket) => socket.end());
    expect(await outcome).toMatchObject({ code: 'malformed', message: expect.stringMatching(/^the response was cut/) });
  });

  it('closes the connection to the proxy when the signal aborts', async () => {
    const abort = new AbortController();
    await open(answer, () => abort.abort(), withTls());
    await expect(request('GET', abort.signal)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'no connection through the proxy before the deadline, see poll.timeout',
    });
    await until('the proxy has no client', () => proxy.clients.size === 0);
    expect(proxy.forwarded()).toBe('');
  });

  it('closes the connection to the proxy with the client', async () => {
    await open(answer, () => void client.close(), withTls());
    await expect(request()).rejects.toMatchObject({ code: 'unreachable' });
    await until('the proxy has no client', () => proxy.clients.size === 0);
  });

  describe.each(['GET', 'PATCH'] as const)('gives unreachable for %s and receives nothing', (method) => {
    it.each<[string, string, ProxyResponder]>([
      ['requires a login', 'the proxy requires a login (status 407): set proxy.auth', refuseWith(407)],
      ['refuses', 'the proxy refuses to connect to the backend (status 403)', refuseWith(403)],
      ['cannot connect', 'the proxy cannot connect to the backend (status 502)', refuseWith(502)],
      ['has no address', 'the proxy cannot connect to the backend (status 503)', refuseWith(503)],
      ['gets no answer', 'the proxy cannot connect to the backend (status 504)', refuseWith(504)],
      ['fails', 'the proxy did not connect to the backend (status 500)', refuseWith(500)],
      ['redirects', 'the proxy did not connect to the backend (status 302)', refuseWith(302)],
      [
        'closes the connection',
        'the proxy closed the connection before it responded: ECONNRESET',
        (_request, socket) => socket.end(),
      ],
      [
        'closes the connection in the middle of its response',
        'the proxy closed the connection before it responded: ECONNRESET',
        (_request, socket) => socket.end('HTTP/1.1 200 Connection est'),
      ],
      [
        'is an SSH server',
        'the response of the proxy is not HTTP: HPE_INVALID_CONSTANT',
        (_request, socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      ],
      [
        'sends headers without end',
        'the response of the proxy is not HTTP: HPE_HEADER_OVERFLOW',
        (_request, socket) => flood(socket, 'HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(1_000)}\r\n`),
      ],
      [
        'sends interim responses without end',
        'the proxy did not connect to the backend (status 103)',
        (_request, socket) => flood(socket, '', 'HTTP/1.1 103 Early Hints\r\n\r\n'),
      ],
      [
        'sends data of its own',
        'the proxy sent unexpected data after its response',
        (_request, socket) => socket.write(`${ESTABLISHED}HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{"evil":1}`),
      ],
    ])('if the proxy %s', async (_what, message, respondToConnect) => {
      await open(answer, respondToConnect, withTls());
      await expect(request(method)).rejects.toMatchObject({ code: 'unreachable', message });
      expect(backend.requests).toEqual([]);
      expect(proxy.forwarded()).toBe('');
      await until('the proxy has no client', () => proxy.clients.size === 0);
    });

    it('if the proxy refuses the login', async () => {
      await open(answer, refuseWith(407), { ...withTls(), proxy: { login: basic('proxy', 'proxy-word') } });
      const error: unknown = await request(method).catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'unreachable',
        message: 'the proxy refuses the login in proxy.auth (status 407)',
      });
      expect(JSON.stringify(error)).not.toMatch(/word/);
    });

    it('if the proxy is silent', async () => {
      await open(answer, () => undefined, { ...withTls(), client: { proxyMs: 100 } });
      await expect(request(method)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/^the proxy (did not respond|cannot be reached) within 0\.1 s$/),
      });
      await until('the proxy has no client', () => proxy.clients.size === 0);
      expect(proxy.forwarded()).toBe('');
    });

    it('if the proxy sends its response too slowly', async () => {
      const drip: ProxyResponder = (_request, socket) => {
        const timer = setInterval(() => socket.write('H'), 10);
        socket.once('close', () => clearInterval(timer));
      };
      await open(
        answer,
        (received, socket) => {
          socket.write('HTTP/1.1 200 OK\r\nx: ');
          drip(received, socket);
        },
        { ...withTls(), client: { proxyMs: 200 } },
      );
      await expect(request(method)).rejects.toMatchObject({
        message: expect.stringMatching(/^the proxy (did not respond|cannot be reached) within 0\.2 s$/),
      });
    });

    it('if no proxy listens', async () => {
      const url = `http://127.0.0.1:${await freePort()}`;
      await open(answer, undefined, { ...withTls(), proxy: { url } });
      await expect(request(method)).rejects.toMatchObject({
        code: 'unreachable',
        message: 'cannot connect to the proxy: ECONNREFUSED',
      });
      expect(backend.requests).toEqual([]);
    });
  });

  it('is reached directly without a proxy in the configuration, whatever the environment says', async () => {
    const names = ['http_proxy', 'https_proxy', 'all_proxy', 'npm_config_proxy', 'npm_config_https_proxy'];
    const variables = [...names, ...names.map((name) => name.toUpperCase()), 'NODE_USE_ENV_PROXY'];
    await open(answer, undefined, withTls());
    for (const name of variables) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
    const { ca } = { ca: certificate.cert };
    const direct = new BackendClient({
      connection: { url: backend.origin, basePath: '', login: basic('u', 'p'), tls: { ca, insecure: false } },
      clock: { now: () => 0 },
      maxBodyBytes: 1_000,
    });
    try {
      const response = await direct.request({ method: 'GET', path: '/x', signal: AbortSignal.timeout(20_000) });
      expect(response.json()).toEqual({ a: 1 });
      expect([...proxy.requests, ...proxy.others]).toEqual([]);
    } finally {
      for (const name of variables) delete process.env[name];
      await direct.close();
    }
  });

  it('is reached through the configured proxy, whatever NO_PROXY says', async () => {
    await open(answer, undefined, withTls());
    process.env['NO_PROXY'] = process.env['no_proxy'] = '*';
    try {
      await request();
      expect(proxy.requests).toHaveLength(1);
    } finally {
      delete process.env['NO_PROXY'];
      delete process.env['no_proxy'];
    }
  });
});

describe('a certificate that is not accepted', () => {
  it('is rejected through a proxy too, and no byte of the request is sent', async () => {
    await open(answer, undefined, { tls: certificate, connection: { tls: { insecure: false } } });
    await expect(request('PATCH')).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^the certificate of the server is self-signed/),
    });
    expect(backend.requests).toEqual([]);
    await until('the proxy has no client', () => proxy.clients.size === 0);
  });
});

describe('a proxy that leads to a server without TLS', () => {
  it('is reported as such a server', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { readonly port: number };
    await open(answer, undefined, { connection: { url: `https://127.0.0.1:${port}` } });
    await expect(request()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^the server does not use TLS on this port/),
    });
    await client.close();
    await new Promise((resolve) => plain.close(resolve));
  });
});

function refuseWith(status: number): ProxyResponder {
  return (_request, socket) => {
    socket.end(`HTTP/1.1 ${status} No <b>way</b>\r\ncontent-length: 7\r\nproxy-authenticate: Basic\r\n\r\n<p>no</p>`);
  };
}

/** Sends a text, then another one again and again until the connection is closed. */
function flood(socket: Socket, first: string, text: string): void {
  socket.write(first);
  const send = (): void => {
    if (!socket.destroyed) socket.write(text, () => setImmediate(send));
  };
  send();
}
