import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';

import { type BackendError, type Login, Secret, type SourceTls } from '@gateway/core';
import { type Certificate, fingerprintOf, makeCertificate } from '@gateway/testing/certificate';
import { until } from '@gateway/testing/until';

import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient } from './backend-client.js';

const METHODS = ['GET', 'PATCH'] as const;
type Method = (typeof METHODS)[number];
const PASSWORD = 'planted-word';
const answer: Responder = (_request, response) => sendJson(response, 200, { a: 1 });

let authority: Certificate;
let server: Certificate;
/** The client's certificate. */
let visitor: Certificate;
/** Signed by itself, not by the authority. */
let stranger: Certificate;
/** Self-signed, with a common name only. */
let nameless: Certificate;
/** Self-signed, with a common name only; its time is over. */
let expired: Certificate;
let future: Certificate;

beforeAll(async () => {
  authority = await makeCertificate('authority');
  server = await makeCertificate('server', authority);
  visitor = await makeCertificate('visitor', authority);
  stranger = await makeCertificate('stranger');
  nameless = await makeCertificate('cluster1', undefined, { names: [] });
  const [start, end] = [new Date('2020-01-01T00:00:00Z'), new Date('2020-12-31T00:00:00Z')];
  expired = await makeCertificate('cluster1', undefined, { names: [], from: start, to: end });
  const later = new Date('2099-01-01T00:00:00Z');
  future = await makeCertificate('cluster1', undefined, {
    names: [],
    from: later,
    to: new Date('2100-01-01T00:00:00Z'),
  });
});

/** A server that records every decrypted byte it receives, and responds to none of them. */
interface Recorder {
  readonly origin: string;
  /** The names that clients have sent (SNI). */
  readonly names: (string | false | null)[];
  received(): string;
  /** Resolves when a client was connected and none is any more. */
  left(): Promise<void>;
  close(): Promise<void>;
}

async function startRecorder(options: ServerOptions): Promise<Recorder> {
  const pieces: Buffer[] = [];
  const names: (string | false | null)[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const tlsServer = createTlsServer({ ...options });
  tlsServer.removeAllListeners('secureConnection');
  tlsServer.on('secureConnection', (socket: TLSSocket) => {
    names.push((socket as TLSSocket & { readonly servername: string | false | null }).servername);
    socket.on('error', () => socket.destroy()).on('data', (piece: Buffer) => pieces.push(piece));
  });
  tlsServer.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket.on('error', () => socket.destroy()));
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    origin: `https://127.0.0.1:${await listening(tlsServer)}`,
    names,
    received: () => Buffer.concat(pieces).toString('latin1'),
    left: () => until('no client is connected', () => connections > 0 && sockets.size === 0),
    close: () => stopped(tlsServer, sockets),
  };
}

async function listening(tcp: Server): Promise<number> {
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  return (tcp.address() as AddressInfo).port;
}

function stopped(tcp: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    tcp.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** Several certificates in one PEM text. */
function pemOf(...certificates: readonly Certificate[]): string {
  return certificates.map(({ cert }) => cert).join('\n');
}

function basic(): Login {
  return { type: 'basic', username: 'u', password: new Secret(PASSWORD) };
}

function certificateLogin({ cert, key }: Certificate): Login {
  return { type: 'certificate', cert, key: new Secret(key) };
}

function clientFor(url: string, tls: Partial<SourceTls>, login: Login = basic()): BackendClient {
  const connection = { url, basePath: '', login, tls: { insecure: false, ...tls } };
  return new BackendClient({ connection, clock: { now: () => 0 }, maxBodyBytes: 1_000 });
}

async function send(url: string, tls: Partial<SourceTls>, method: Method = 'GET', login?: Login): Promise<unknown> {
  const client = clientFor(url, tls, login);
  try {
    return (await client.request({ method, path: '/x', signal: AbortSignal.timeout(20_000) })).json();
  } finally {
    await client.close();
  }
}

/** The error of a request, which must have any. Its message is short and has no control characters or markup. */
async function errorOf(call: Promise<unknown>): Promise<BackendError> {
  const error = await call.then(
    () => undefined,
    (caught: unknown) => caught as BackendError,
  );
  expect(error).toMatchObject({ name: 'BackendError' });
  const { message = '' } = error ?? {};
  expect(message.length).toBeLessThanOrEqual(400);
  expect(message).not.toMatch(/[<>\p{Cc}]/u);
  expect(message).not.toContain(PASSWORD);
  return error!;
}

/** Sends a request to a server that must not be trusted. Fails if it receives a single byte of the request. */
async function refusal(
  options: ServerOptions,
  tls: Partial<SourceTls>,
  method: Method,
  host?: string,
): Promise<string> {
  const recorder = await startRecorder(options);
  try {
    const url = host === undefined ? recorder.origin : recorder.origin.replace('127.0.0.1', host);
    const error = await errorOf(send(url, tls, method));
    await recorder.left();
    expect({ code: error.code, received: recorder.received() }).toEqual({ code: 'unreachable', received: '' });
    return error.message;
  } finally {
    await recorder.close();
  }
}

/** Sends a request to a server that must be trusted. */
async function accepted(options: ServerOptions, tls: Partial<SourceTls>, method: Method, host?: string): Promise<void> {
  const backend = await startLocalBackend(answer, options);
  try {
    const url = host === undefined ? backend.origin : backend.origin.replace('127.0.0.1', host);
    expect(await send(url, tls, method)).toEqual({ a: 1 });
    expect(backend.requests[0]?.headers.authorization).toMatch(/^Basic /);
  } finally {
    await backend.close();
  }
}

it('the recorder receives the requests of clients that trust it', async () => {
  const recorder = await startRecorder(nameless);
  const client = clientFor(recorder.origin, { ca: nameless.cert });
  const lost = client
    .request({ method: 'GET', path: '/x', signal: AbortSignal.timeout(20_000) })
    .catch(() => undefined);
  await until('the request has arrived', () => recorder.received().includes('authorization: Basic '));
  await client.close();
  await lost;
  await recorder.close();
});

describe.each(METHODS)('the server’s certificate, for %s', (method) => {
  it('is accepted if it is signed by the configured authority', () => accepted(server, { ca: authority.cert }, method));

  it('is accepted if its authority is configured without the root above it', async () => {
    const issuing = await makeCertificate('issuing', authority, { isAuthority: true });
    await accepted(await makeCertificate('leaf', issuing), { ca: issuing.cert }, method);
    expect(await refusal(await makeCertificate('other', authority), { ca: issuing.cert }, method)).toContain(
      'not trusted',
    );
  });

  it.each([
    ['no authority is configured', () => ({})],
    ['another authority is configured, which replaces all others', () => ({ ca: stranger.cert })],
  ])('is rejected if %s', async (_name, tls) => {
    const chain = { ...server, cert: pemOf(server, authority) };
    for (const options of [server, chain]) {
      expect(await refusal(options, tls(), method)).toBe(
        'the certificate of the server was issued by "authority", which is not trusted: put that authority into ' +
          `tls.ca_file, or set tls.fingerprint_sha256 to ${fingerprintOf(server)}`,
      );
    }
  });

  it('is rejected if it is for another host, with its names', async () => {
    const many = await makeCertificate('many', authority, {
      names: ['10.9.8.7', 'a.example', 'b.example', 'c.example'],
    });
    expect(await refusal(many, { ca: authority.cert }, method)).toBe(
      'the certificate of the server is not for "127.0.0.1" but for "10.9.8.7", "a.example", "b.example" and others: ' +
        'check url, or set tls.server_name',
    );
    expect(await refusal(server, { ca: authority.cert }, method, 'localhost')).toBe(
      'the certificate of the server is not for "localhost" but for "127.0.0.1": check url, or set tls.server_name',
    );
  });

  it('is rejected if it has no names and an authority has signed it', async () => {
    const unnamed = await makeCertificate('cluster1', authority, { names: [] });
    expect(await refusal(unnamed, { ca: authority.cert }, method)).toBe(
      'the certificate of the server is not for "127.0.0.1", it has only the common name "cluster1": put the ' +
        `certificate into tls.ca_file, or set tls.fingerprint_sha256 to ${fingerprintOf(unnamed)}`,
    );
  });

  it('is rejected if its time is over, with the date', async () => {
    const [from, to] = [new Date('2020-01-01T00:00:00Z'), new Date('2020-12-31T00:00:00Z')];
    const old = await makeCertificate('old', authority, { from, to });
    expect(await refusal(old, { ca: authority.cert }, method)).toBe(
      'the certificate of the server expired on 2020-12-31T00:00:00.000Z',
    );
  });

  it('is rejected if the time of its authority is over', async () => {
    const [from, to] = [new Date('2020-01-01T00:00:00Z'), new Date('2020-12-31T00:00:00Z')];
    const old = await makeCertificate('old', undefined, { from, to });
    expect(await refusal(await makeCertificate('young', old), { ca: old.cert }, method)).toBe(
      'the certificate of the server was issued by an authority whose own certificate has expired or is not valid yet',
    );
  });

  it('is not checked with `insecure`', async () => {
    for (const options of [server, expired]) await accepted(options, { insecure: true }, method, 'localhost');
  });
});

describe.each(METHODS)('a certificate that is in `ca` itself, for %s', (method) => {
  it('is accepted whatever its name', async () => {
    await accepted(nameless, { ca: nameless.cert }, method);
    await accepted(nameless, { ca: pemOf(stranger, nameless) }, method);
    await accepted(stranger, { ca: stranger.cert }, method, 'localhost');
  });

  it('is accepted without its authority', () => accepted(server, { ca: server.cert }, method, 'localhost'));

  it('does not make others trusted: of the same name, or of the same authority', async () => {
    const twin = await makeCertificate('cluster1', undefined, { names: ['127.0.0.1'] });
    expect(await refusal(twin, { ca: nameless.cert }, method)).toBe(
      'the certificate of the server is self-signed and not in tls.ca_file: put the certificate into tls.ca_file, ' +
        `or set tls.fingerprint_sha256 to ${fingerprintOf(twin)}`,
    );
    const sibling = await makeCertificate('server', authority);
    expect(await refusal(sibling, { ca: server.cert }, method)).toMatch(/issued by "authority", which is not trusted/);
    const child = await makeCertificate('child', server);
    expect(await refusal({ ...child, cert: pemOf(child, server) }, { ca: server.cert }, method)).toMatch(
      /^the certificate of the server /,
    );
  });

  it('is rejected if its time is over or has not come, with the date', async () => {
    expect(await refusal(expired, { ca: expired.cert }, method)).toBe(
      'the certificate of the server expired on 2020-12-31T00:00:00.000Z',
    );
    expect(await refusal(future, { ca: future.cert }, method)).toBe(
      'the certificate of the server is not valid before 2099-01-01T00:00:00.000Z: check the clocks of the server ' +
        'and of the gateway',
    );
  });
});

describe.each(METHODS)('a fingerprint, for %s', (method) => {
  const pin = (certificate: Certificate): Partial<SourceTls> => ({
    fingerprint: fingerprintOf(certificate).replaceAll(':', '').toLowerCase(),
  });

  it('accepts the certificate that has it, whatever its issuer and name', async () => {
    await accepted(nameless, pin(nameless), method);
    await accepted(server, pin(server), method, 'localhost');
  });

  it('rejects any other certificate, also one that `ca` would accept', async () => {
    for (const tls of [pin(stranger), { ...pin(stranger), ca: pemOf(authority, server) }]) {
      expect(await refusal(server, tls, method)).toBe(
        'the certificate of the server does not match tls.fingerprint_sha256: ' +
          `its SHA-256 is ${fingerprintOf(server)}`,
      );
    }
  });

  it('decides alone, whatever is in `ca`', () => accepted(server, { ...pin(server), ca: stranger.cert }, method));

  it('is that of the server’s own certificate, not of its authority', async () => {
    const chain = { ...server, cert: pemOf(server, authority) };
    expect(await refusal(chain, pin(authority), method)).toMatch(/does not match tls.fingerprint_sha256/);
  });

  it('does not accept a certificate whose time is over', async () => {
    expect(await refusal(expired, pin(expired), method)).toMatch(/ expired on 2020-12-31T00:00:00\.000Z$/);
  });
});

describe('the name of the server', () => {
  it('is the one that is looked for in the certificate, and that is sent', async () => {
    const named = await makeCertificate('named', authority, { names: ['cluster1.example'] });
    const tls = { ca: authority.cert, serverName: 'cluster1.example' };
    await accepted(named, tls, 'GET');
    const recorder = await startRecorder(named);
    const client = clientFor(recorder.origin, tls);
    const lost = client
      .request({ method: 'GET', path: '/', signal: AbortSignal.timeout(20_000) })
      .catch(() => undefined);
    await until('a request has arrived', () => recorder.received() !== '');
    await client.close();
    await lost;
    await recorder.close();
    expect(recorder.names).toEqual(['cluster1.example']);
  });

  it('replaces the host of the URL: a certificate for that one is rejected', async () => {
    expect(await refusal(server, { ca: authority.cert, serverName: 'other.example' }, 'GET')).toBe(
      'the certificate of the server is not for "other.example" but for "127.0.0.1": check url, or set tls.server_name',
    );
  });

  it('can be an address', () => accepted(server, { ca: authority.cert, serverName: '127.0.0.1' }, 'GET', 'localhost'));
});

describe('the names and dates of a certificate', () => {
  it('are shown in part and in printable form', async () => {
    const names = [
      `${'long-'.repeat(40)}.example`,
      'a"<b>.example',
      'line\nbreak',
      ...Array<string>(2_000).fill('x.example'),
    ];
    const hostile = await makeCertificate('hostile', authority, { names });
    const message = await refusal(hostile, { ca: authority.cert }, 'GET');
    expect(message).toMatch(/^the certificate of the server is not for "127\.0\.0\.1" but for "long-[long-]+…", /);
  });
});

describe('a session', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'of %s is not resumed: the certificate is checked again',
    async (version) => {
      const keys = { ticketKeys: Buffer.alloc(48, 1), minVersion: version, maxVersion: version };
      const sockets = new Set<Socket>();
      const requests: string[] = [];
      let resumed = 0;
      const tlsServer = createTlsServer({ ...nameless, ...keys }, ({ method = '' }, response) => {
        requests.push(method);
        sendJson(response, 200, {});
      });
      tlsServer.on('secureConnection', (socket: TLSSocket) => (resumed += socket.isSessionReused() ? 1 : 0));
      tlsServer.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => socket.destroy())));
      const client = clientFor(`https://127.0.0.1:${await listening(tlsServer)}`, { ca: nameless.cert });
      const ask = (method: Method) => client.request({ method, path: '/x', signal: AbortSignal.timeout(20_000) });
      await ask('PATCH');
      tlsServer.setSecureContext({ ...stranger, ...keys });
      expect((await errorOf(ask('PATCH'))).message).toMatch(/is self-signed and not in tls\.ca_file/);
      expect({ requests, resumed }).toEqual({ requests: ['PATCH'], resumed: 0 });
      await client.close();
      await stopped(tlsServer, sockets);
    },
  );
});

describe('a handshake that fails', () => {
  it.each(METHODS)('because the server is one for plain HTTP is reported as that, for %s', async (method) => {
    const backend = await startLocalBackend(answer);
    const error = await errorOf(send(backend.origin.replace('http:', 'https:'), {}, method));
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^the server does not use TLS on this port: check the port in url, .* \(\w+\)$/),
    });
    expect(backend.requests).toEqual([]);
    await backend.close();
  });

  it('because the server only has old versions of TLS is reported as that', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    expect(await refusal({ ...nameless, ...old }, { ca: nameless.cert }, 'GET')).toMatch(
      /^server and gateway have no version of TLS in common: the gateway uses 1\.2 and 1\.3 \([\w/]+\)$/,
    );
  });

  it('because there is no common cipher is reported with the reason of the server', async () => {
    const ciphers = { ciphers: 'ECDHE-RSA-AES128-SHA', maxVersion: 'TLSv1.2' } as const;
    expect(await refusal({ ...nameless, ...ciphers }, { ca: nameless.cert }, 'GET')).toMatch(
      /^the server refuses the handshake: it may require .*, or ciphers .* \([\w/]*handshake_failure\)$/,
    );
  });
});

describe('a login with a client certificate', () => {
  let backend: LocalBackend;
  afterEach(() => backend.close());

  const trust = () => ({ ca: authority.cert });

  it.each(METHODS)('sends the certificate and no Authorization header with %s', async (method) => {
    backend = await startLocalBackend(
      ({ socket }, response) => {
        const peer = (socket as TLSSocket).getPeerCertificate();
        sendJson(response, 200, { authorized: (socket as TLSSocket).authorized, peer: peer.subject?.CN });
      },
      { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
    );
    const response = await send(backend.origin, trust(), method, certificateLogin(visitor));
    expect(response).toEqual({ authorized: true, peer: 'visitor' });
    expect(backend.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('is unreachable if the key does not match the certificate', async () => {
    backend = await startLocalBackend(answer, server);
    const login = certificateLogin({ cert: visitor.cert, key: stranger.key });
    expect(await errorOf(send(backend.origin, trust(), 'GET', login))).toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    });
  });

  const strict = () => ({ ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: true });

  it('that the server rejects is unreachable', async () => {
    backend = await startLocalBackend(answer, strict());
    const error = await errorOf(send(backend.origin, trust(), 'GET', certificateLogin(stranger)));
    expect(error.code).toBe('unreachable');
  });

  it.each([
    [
      'TLSv1.2',
      /^the server refuses the handshake: it may require a client certificate, .* \([\w/]*handshake_failure\)$/,
    ],
    ['TLSv1.3', /^the server requires a client certificate: set auth\.certificate \([\w/]*certificate_required\)$/],
  ] as const)('is named if the server requires one with %s', async (version, message) => {
    backend = await startLocalBackend(answer, { ...strict(), minVersion: version, maxVersion: version });
    expect(await errorOf(send(backend.origin, trust()))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(message),
    });
    expect(backend.requests).toEqual([]);
  });
});

describe('a connection that is lost during the handshake', () => {
  it('is reported as before', async () => {
    const sockets = new Set<Socket>();
    const tcp = createServer((socket) => {
      sockets.add(socket.on('error', () => socket.destroy()));
      socket.once('data', () => socket.destroy());
    });
    const port = await listening(tcp);
    expect((await errorOf(send(`https://127.0.0.1:${port}`, {}))).message).toBe('cannot connect: ECONNRESET');
    await stopped(tcp, sockets);
  });
});
