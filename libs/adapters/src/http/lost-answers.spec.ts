import net from 'node:net';
import { type BackendErrorCode, Secret } from '@gateway/core';
import { type Answer, answerJson, type LocalBackend, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient, type BackendRequest } from './backend-client.js';

let client: BackendClient;
let close: () => Promise<void>;

function clientFor(url: string): void {
  client = new BackendClient({
    connection: {
      url,
      basePath: '',
      login: { type: 'basic', username: 'u', password: new Secret('p') },
      tls: { insecure: true },
    },
    clock: { now: () => 0 },
  });
}

async function open(answer: Answer): Promise<LocalBackend> {
  const backend = await startLocalBackend(answer);
  close = () => backend.close();
  clientFor(backend.origin);
  return backend;
}

/** A server that speaks no HTTP of its own: `converse` has the bare socket. */
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

async function codeOf(answer: Promise<unknown>): Promise<BackendErrorCode | undefined> {
  return answer.then(
    () => undefined,
    (error: { code: BackendErrorCode }) => error.code,
  );
}

afterEach(async () => {
  await client.close();
  await close();
});

const METHODS = ['GET', 'PATCH', 'POST'] as const;

describe.each(METHODS)('before the connection stands, %s is unreachable', (method) => {
  it('when the connection is refused, and says so in Node’s code alone', async () => {
    const backend = await open(() => undefined);
    await backend.close();
    close = () => Promise.resolve();
    await expect(request(method)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: ECONNREFUSED',
    });
  });

  it('when the TLS handshake gets no answer in time', async () => {
    const abort = new AbortController();
    await openBare('https', (socket) => socket.once('data', () => abort.abort()));
    expect(await codeOf(request(method, abort.signal))).toBe('unreachable');
  });

  it('when the other side hangs up in the handshake', async () => {
    await openBare('https', (socket) => socket.once('data', () => socket.destroy()));
    expect(await codeOf(request(method))).toBe('unreachable');
  });

  it('when the other side speaks no TLS', async () => {
    await openBare('https', (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await codeOf(request(method))).toBe('unreachable');
  });

  it('when the client is closed', async () => {
    const backend = await open(() => undefined);
    await client.close();
    expect(await codeOf(request(method))).toBe('unreachable');
    expect(backend.requests).toEqual([]);
  });
});

/** What may happen to a request that was sent, and what it then means for a read. */
const LOSSES: readonly (readonly [string, Answer, BackendErrorCode])[] = [
  ['the connection is cut', (_request, response) => response.destroy(), 'unreachable'],
  ['the connection is reset', ({ socket }) => socket.resetAndDestroy(), 'unreachable'],
  ['the answer is not HTTP', ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'malformed'],
  ['the head is endless', ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1e6)}`), 'malformed'],
  [
    'the body breaks off',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{}', () => response.destroy());
    },
    'malformed',
  ],
  [
    'the chunks break off',
    (_request, response) => {
      response.write('{}', () => response.destroy());
    },
    'malformed',
  ],
  [
    'the body is not packed as it says',
    (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('{}'),
    'malformed',
  ],
];

describe.each(LOSSES)('after it was sent, when %s', (_name, answer, readCode) => {
  it(`GET is ${readCode}`, async () => {
    await open(answer);
    expect(await codeOf(request('GET'))).toBe(readCode);
  });

  it.each(['PATCH', 'POST'] as const)('the outcome of %s is unknown, and it is not sent again', async (method) => {
    const backend = await open(answer);
    expect(await codeOf(request(method))).toBe('outcome_unknown');
    expect(backend.requests).toHaveLength(1);
  });
});

describe.each([
  ['GET', 'unreachable'],
  ['PATCH', 'outcome_unknown'],
  ['POST', 'outcome_unknown'],
] as const)('when the signal aborts, %s', (method, code) => {
  it(`ends as ${code} while no answer has come, and hangs up`, async () => {
    const abort = new AbortController();
    const backend = await open(() => abort.abort());
    expect(await codeOf(request(method, abort.signal))).toBe(code);
    await backend.idle();
  });

  it(`ends as ${code} while the answer comes drop by drop, and hangs up`, async () => {
    const abort = new AbortController();
    let drops = 0;
    const backend = await open((_request, response) => {
      function drip(): void {
        if (response.destroyed) return;
        drops += 1;
        if (drops === 200) abort.abort();
        response.write('x', () => setImmediate(drip));
      }
      drip();
    });
    expect(await codeOf(request(method, abort.signal))).toBe(code);
    await backend.idle();
  });

  it('ends at once, unsent, when it had aborted before', async () => {
    const backend = await open((_request, response) => answerJson(response, 200, {}));
    expect(await codeOf(request(method, AbortSignal.abort()))).toBe('unreachable');
    expect(backend.requests).toEqual([]);
  });

  it(`ends as ${code} when the client is closed`, async () => {
    const backend = await open(() => void client.close());
    expect(await codeOf(request(method))).toBe(code);
    await backend.idle();
  });
});

describe('connections', () => {
  it('are two at most; a read that waits for one until its signal aborts was not sent', async () => {
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

  it('are handed to a read that waits, whose losses are told like any other’s', async () => {
    const backend = await open(({ path }, response) => {
      if (path === '/good') answerJson(response, 200, {});
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

  it('are kept from one read to the next', async () => {
    const backend = await open((_request, response) => answerJson(response, 200, {}));
    await request('GET');
    await request('GET');
    expect(new Set(backend.requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it('are dropped when idle, before ONTAP would drop them after 5 s', async () => {
    const backend = await open((_request, response) => answerJson(response, 200, {}));
    await request('GET');
    await backend.idle();
  }, 4_500);

  it('that are cut under a kept connection make a read try once more, over a new one', async () => {
    const answers: Answer[] = [
      (_request, response) => answerJson(response, 200, {}),
      ({ socket }) => socket.resetAndDestroy(),
      (_request, response) => answerJson(response, 200, { second: true }),
    ];
    const backend = await open((received, response) => answers.shift()?.(received, response));
    await request('GET');
    expect((await request('GET')).json()).toEqual({ second: true });
    const [first, cut, again] = backend.requests.map(({ socket }) => socket);
    expect([cut === first, again === first]).toEqual([true, false]);
  });

  it('that are cut twice are not tried a third time', async () => {
    const backend = await open(({ socket }, response) => {
      if (backend.requests.length === 1) answerJson(response, 200, {});
      else socket.resetAndDestroy();
    });
    await request('GET');
    expect(await codeOf(request('GET'))).toBe('unreachable');
    expect(backend.requests).toHaveLength(3);
  });

  it('that are cut once the answer has begun are not tried again', async () => {
    const backend = await open((_request, response) => {
      if (backend.requests.length === 1) answerJson(response, 200, {});
      else response.write('{', () => response.destroy());
    });
    await request('GET');
    expect(await codeOf(request('GET'))).toBe('malformed');
    expect(backend.requests).toHaveLength(2);
  });

  it('carry no answer that was not asked for', async () => {
    await openBare('http', (socket) => {
      socket.once('data', () => {
        const uninvited = 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"evil":1}';
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}${uninvited}`);
      });
    });
    expect((await request('GET')).json()).toEqual({});
    expect((await request('GET')).json()).toEqual({});
  });
});
