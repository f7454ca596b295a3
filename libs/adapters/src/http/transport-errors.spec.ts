import net from 'node:net';

import { type BackendErrorCode, Secret, type SourceConnection } from '@gateway/core';

import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient, type BackendClientOptions, type BackendRequest } from './backend-client.js';

let client: BackendClient;
let close: () => Promise<void>;

function connectionTo(url: string): SourceConnection {
  const login = { type: 'basic', username: 'u', password: new Secret('p') } as const;
  return { url, basePath: '', login, tls: { insecure: true } };
}

function clientFor(url: string, options: Pick<BackendClientOptions, 'idleMs'> = {}): void {
  client = new BackendClient({
    connection: connectionTo(url),
    clock: { now: () => 0 },
    maxBodyBytes: 4_000_000,
    ...options,
  });
}

async function open(respond: Responder, options?: Pick<BackendClientOptions, 'idleMs'>): Promise<LocalBackend> {
  const backend = await startLocalBackend(respond);
  close = () => backend.close();
  clientFor(backend.origin, options);
  return backend;
}

/** Starts a server without HTTP: `converse` gets the plain socket. */
async function openBare(scheme: 'http' | 'https', converse: (socket: net.Socket) => void): Promise<void> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
    converse(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  clientFor(`${scheme}://127.0.0.1:${(server.address() as net.AddressInfo).port}`);
}

function request(method: BackendRequest['method'], signal: AbortSignal = AbortSignal.timeout(4_000)) {
  return client.request({ method, path: '/x', signal, ...(method === 'GET' ? {} : { body: '{}' }) });
}

async function codeOf(call: Promise<unknown>): Promise<BackendErrorCode | undefined> {
  return call.then(
    () => undefined,
    (error: { code: BackendErrorCode }) => error.code,
  );
}

afterEach(async () => {
  await client.close();
  await close();
});

const METHODS = ['GET', 'PATCH', 'POST'] as const;

describe.each(METHODS)('before a connection is established, %s is unreachable', (method) => {
  it('if the connection is refused; the message quotes only Node’s code', async () => {
    const backend = await open(() => undefined);
    await backend.close();
    close = () => Promise.resolve();
    await expect(request(method)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: ECONNREFUSED',
    });
  });

  it('if the signal aborts during the TLS handshake', async () => {
    const abort = new AbortController();
    await openBare('https', (socket) => socket.once('data', () => abort.abort()));
    expect(await codeOf(request(method, abort.signal))).toBe('unreachable');
  });

  it('if the server closes the connection during the TLS handshake', async () => {
    await openBare('https', (socket) => socket.once('data', () => socket.destroy()));
    expect(await codeOf(request(method))).toBe('unreachable');
  });

  it('if the server does not use TLS', async () => {
    await openBare('https', (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await codeOf(request(method))).toBe('unreachable');
  });

  it('if the client is closed', async () => {
    const backend = await open(() => undefined);
    await client.close();
    expect(await codeOf(request(method))).toBe('unreachable');
    expect(backend.requests).toEqual([]);
  });
});

/** Failures after the request was sent, and the error code of a read. */
const LOSSES: readonly (readonly [string, Responder, BackendErrorCode])[] = [
  ['the connection is closed', (_request, response) => response.destroy(), 'unreachable'],
  ['the connection is reset', ({ socket }) => socket.resetAndDestroy(), 'unreachable'],
  ['the response is not HTTP', ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'malformed'],
  ['the head is endless', ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1e6)}`), 'malformed'],
  [
    'the body is cut off',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{}', () => response.destroy());
    },
    'malformed',
  ],
  [
    'the chunked body is cut off',
    (_request, response) => {
      response.write('{}', () => response.destroy());
    },
    'malformed',
  ],
  [
    'the body is not compressed as its header says',
    (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}'),
    'malformed',
  ],
];

describe.each(LOSSES)('after the request was sent, if %s', (_name, respond, readCode) => {
  it(`GET is ${readCode}`, async () => {
    await open(respond);
    expect(await codeOf(request('GET'))).toBe(readCode);
  });

  it.each(['PATCH', 'POST'] as const)('the outcome of %s is unknown, and it is not sent again', async (method) => {
    const backend = await open(respond);
    expect(await codeOf(request(method))).toBe('outcome_unknown');
    expect(backend.requests).toHaveLength(1);
  });
});

describe.each([
  ['GET', 'unreachable'],
  ['PATCH', 'outcome_unknown'],
  ['POST', 'outcome_unknown'],
] as const)('when the signal aborts, %s', (method, code) => {
  it(`is ${code} before a response arrives, and closes the connection`, async () => {
    const abort = new AbortController();
    const backend = await open(() => abort.abort());
    expect(await codeOf(request(method, abort.signal))).toBe(code);
    await backend.idle();
  });

  it(`is ${code} while the response arrives slowly, and closes the connection`, async () => {
    const abort = new AbortController();
    let chunks = 0;
    const backend = await open((_request, response) => {
      function sendChunk(): void {
        if (response.destroyed) return;
        chunks += 1;
        if (chunks === 200) abort.abort();
        response.write('x', () => setImmediate(sendChunk));
      }
      sendChunk();
    });
    expect(await codeOf(request(method, abort.signal))).toBe(code);
    await backend.idle();
  });

  it('is unreachable and not sent if the signal is already aborted', async () => {
    const backend = await open((_request, response) => sendJson(response, 200, {}));
    expect(await codeOf(request(method, AbortSignal.abort()))).toBe('unreachable');
    expect(backend.requests).toEqual([]);
  });

  it(`is ${code} if the client is closed`, async () => {
    const backend = await open(() => void client.close());
    expect(await codeOf(request(method))).toBe(code);
    await backend.idle();
  });
});

describe('connections', () => {
  it('are at most two; a read whose signal aborts while it waits for one is not sent', async () => {
    const abort = new AbortController();
    const backend = await open(() => {
      if (backend.requests.length === 2) abort.abort();
    });
    const other = AbortSignal.timeout(4_000);
    const [first, second] = [request('GET', other), request('GET', other)];
    expect(await codeOf(request('GET', abort.signal))).toBe('unreachable');
    expect([backend.requests.length, backend.sockets.size]).toEqual([2, 2]);
    await client.close();
    expect([await codeOf(first), await codeOf(second)]).toEqual(['unreachable', 'unreachable']);
  });

  it('are passed on to a waiting read, whose failures are reported as usual', async () => {
    const backend = await open(({ path }, response) => {
      if (path === '/good') sendJson(response, 200, {});
      if (path === '/broken') response.write('{', () => response.destroy());
    });
    const signal = AbortSignal.timeout(4_000);
    const [, good, broken] = ['/hanging', '/good', '/broken'].map((path) =>
      codeOf(client.request({ method: 'GET', path, signal })),
    );
    expect([await good, await broken]).toEqual([undefined, 'malformed']);
    const socketOf = new Map(backend.requests.map(({ path, socket }) => [path, socket]));
    expect(socketOf.get('/broken')).toBe(socketOf.get('/good'));
  });

  it('are reused by the next read', async () => {
    const backend = await open((_request, response) => sendJson(response, 200, {}));
    await request('GET');
    await request('GET');
    expect(new Set(backend.requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it('are closed when idle', async () => {
    const backend = await open((_request, response) => sendJson(response, 200, {}), { idleMs: 50 });
    await request('GET');
    await backend.idle();
  }, 4_500);

  it('that were closed before they are reused make a read retry once, over a new one', async () => {
    const responders: Responder[] = [
      (_request, response) => sendJson(response, 200, {}),
      ({ socket }) => socket.resetAndDestroy(),
      (_request, response) => sendJson(response, 200, { second: true }),
    ];
    const backend = await open((received, response) => responders.shift()?.(received, response));
    await request('GET');
    expect((await request('GET')).json()).toEqual({ second: true });
    const [first, closed, retried] = backend.requests.map(({ socket }) => socket);
    expect([closed === first, retried === first]).toEqual([true, false]);
  });

  it('that are closed twice cause no second retry', async () => {
    const backend = await open(({ socket }, response) => {
      if (backend.requests.length === 1) sendJson(response, 200, {});
      else socket.resetAndDestroy();
    });
    await request('GET');
    expect(await codeOf(request('GET'))).toBe('unreachable');
    expect(backend.requests).toHaveLength(3);
  });

  it('that are closed after the head of the response cause no retry', async () => {
    const backend = await open((_request, response) => {
      if (backend.requests.length === 1) sendJson(response, 200, {});
      else response.write('{', () => response.destroy());
    });
    await request('GET');
    expect(await codeOf(request('GET'))).toBe('malformed');
    expect(backend.requests).toHaveLength(2);
  });

  it('never deliver a response without a request', async () => {
    await openBare('http', (socket) => {
      socket.once('data', () => {
        const unsolicited = 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"evil":1}';
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${unsolicited}`);
      });
    });
    expect((await request('GET')).json()).toEqual({});
    expect((await request('GET')).json()).toEqual({});
  });
});
