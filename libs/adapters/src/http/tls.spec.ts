import { type TLSSocket } from 'node:tls';
import { type Login, Secret, type SourceConnection } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { answerJson, type LocalBackend, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient } from './backend-client.js';

let authority: Certificate;
let server: Certificate;
let visitor: Certificate;
let stranger: Certificate;
let backend: LocalBackend;

beforeAll(async () => {
  authority = await makeCertificate('authority');
  server = await makeCertificate('server', authority);
  visitor = await makeCertificate('visitor', authority);
  stranger = await makeCertificate('stranger');
  backend = await startLocalBackend(
    ({ socket }, response) => {
      const peer = (socket as TLSSocket).getPeerCertificate();
      answerJson(response, 200, { authorized: (socket as TLSSocket).authorized, peer: peer.subject?.CN });
    },
    { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
  );
});

afterAll(() => backend.close());

async function ask(tls: SourceConnection['tls'], login?: Login, method: 'GET' | 'PATCH' = 'GET', url = backend.origin) {
  const password = new Secret('secret');
  const client = new BackendClient({
    connection: { url, basePath: '', login: login ?? { type: 'basic', username: 'u', password }, tls },
    clock: { now: () => 0 },
  });
  try {
    return (await client.request({ method, path: '/x', signal: AbortSignal.timeout(4_000) })).json();
  } finally {
    await client.close();
  }
}

function certificateLogin({ cert, key }: Certificate): Login {
  return { type: 'certificate', cert, key: new Secret(key) };
}

describe.each(['GET', 'PATCH'] as const)('the server’s certificate, for %s', (method) => {
  it('is trusted when its authority is the one given', async () => {
    expect(await ask({ ca: authority.cert, insecure: false }, undefined, method)).toMatchObject({ authorized: false });
  });

  it.each([
    ['no authority is given', () => ({ insecure: false })],
    ['another authority is given, which replaces all others', () => ({ ca: stranger.cert, insecure: false })],
  ])('is refused when %s: unreachable, and nothing is sent', async (_name, tls) => {
    const before = backend.requests.length;
    await expect(ask(tls(), undefined, method)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: SELF_SIGNED_CERT_IN_CHAIN',
    });
    expect(backend.requests).toHaveLength(before);
  });

  it('is refused when it is for another host', async () => {
    const url = backend.origin.replace('127.0.0.1', 'localhost');
    const error: unknown = await ask({ ca: authority.cert, insecure: false }, undefined, method, url).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'unreachable', message: 'cannot connect: ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('may be anything when the check is switched off', async () => {
    expect(await ask({ insecure: true }, undefined, method)).toMatchObject({ authorized: false });
  });
});

describe('a self-signed certificate', () => {
  it('is refused unless it is given itself as the authority', async () => {
    const lone = await startLocalBackend((_request, response) => answerJson(response, 200, {}), stranger);
    try {
      const refused = ask({ insecure: false }, undefined, 'GET', lone.origin);
      await expect(refused).rejects.toMatchObject({ message: 'cannot connect: DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(await ask({ ca: stranger.cert, insecure: false }, undefined, 'GET', lone.origin)).toEqual({});
    } finally {
      await lone.close();
    }
  });
});

describe('a login by certificate', () => {
  it.each(['GET', 'PATCH'] as const)('presents the certificate with %s and no authorization', async (method) => {
    const answer = await ask({ ca: authority.cert, insecure: false }, certificateLogin(visitor), method);
    expect(answer).toEqual({ authorized: true, peer: 'visitor' });
    expect(backend.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('is unreachable when the key is not the certificate’s', async () => {
    const login = certificateLogin({ cert: visitor.cert, key: stranger.key });
    const error: unknown = await ask({ ca: authority.cert, insecure: false }, login).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    });
  });

  it('that the server turns down is unreachable', async () => {
    const strict = await startLocalBackend((_request, response) => answerJson(response, 200, {}), {
      ...server,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    try {
      const answer = ask({ ca: authority.cert, insecure: false }, certificateLogin(stranger), 'GET', strict.origin);
      await expect(answer).rejects.toMatchObject({ code: 'unreachable' });
    } finally {
      await strict.close();
    }
  });
});
