import { type TLSSocket } from 'node:tls';

import { type Login, Secret, type SourceConnection } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';

import { type LocalBackend, sendJson, startLocalBackend } from '../testing/local-backend.js';
import { BackendClient } from './backend-client.js';

let authority: Certificate;
let server: Certificate;
/** The client's certificate. */
let visitor: Certificate;
/** Signed by itself, not by the authority. */
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
      sendJson(response, 200, { authorized: (socket as TLSSocket).authorized, peer: peer.subject?.CN });
    },
    { ...server, ca: authority.cert, requestCert: true, rejectUnauthorized: false },
  );
});

afterAll(() => backend.close());

async function send(
  tls: SourceConnection['tls'],
  login?: Login,
  method: 'GET' | 'PATCH' = 'GET',
  url = backend.origin,
) {
  const password = new Secret('secret');
  const client = new BackendClient({
    connection: { url, basePath: '', login: login ?? { type: 'basic', username: 'u', password }, tls },
    clock: { now: () => 0 },
    maxBodyBytes: 1_000,
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
  it('is accepted if it is signed by the configured authority', async () => {
    expect(await send({ ca: authority.cert, insecure: false }, undefined, method)).toMatchObject({ authorized: false });
  });

  it.each([
    ['no authority is configured', () => ({ insecure: false })],
    ['another authority is configured, which replaces all others', () => ({ ca: stranger.cert, insecure: false })],
  ])('is rejected if %s: unreachable, and no request is sent', async (_name, tls) => {
    const before = backend.requests.length;
    await expect(send(tls(), undefined, method)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: SELF_SIGNED_CERT_IN_CHAIN',
    });
    expect(backend.requests).toHaveLength(before);
  });

  it('is rejected if it is for another host', async () => {
    const url = backend.origin.replace('127.0.0.1', 'localhost');
    const error: unknown = await send({ ca: authority.cert, insecure: false }, undefined, method, url).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'unreachable', message: 'cannot connect: ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('is not checked with `insecure`', async () => {
    expect(await send({ insecure: true }, undefined, method)).toMatchObject({ authorized: false });
  });
});

describe('a self-signed certificate', () => {
  it('is rejected unless it is configured as the authority itself', async () => {
    const lone = await startLocalBackend((_request, response) => sendJson(response, 200, {}), stranger);
    try {
      const refused = send({ insecure: false }, undefined, 'GET', lone.origin);
      await expect(refused).rejects.toMatchObject({ message: 'cannot connect: DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(await send({ ca: stranger.cert, insecure: false }, undefined, 'GET', lone.origin)).toEqual({});
    } finally {
      await lone.close();
    }
  });
});

describe('a login with a client certificate', () => {
  it.each(['GET', 'PATCH'] as const)('sends the certificate and no Authorization header with %s', async (method) => {
    const response = await send({ ca: authority.cert, insecure: false }, certificateLogin(visitor), method);
    expect(response).toEqual({ authorized: true, peer: 'visitor' });
    expect(backend.requests.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('is unreachable if the key does not match the certificate', async () => {
    const login = certificateLogin({ cert: visitor.cert, key: stranger.key });
    const error: unknown = await send({ ca: authority.cert, insecure: false }, login).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({
      code: 'unreachable',
      message: 'cannot connect: ERR_OSSL_X509_KEY_VALUES_MISMATCH',
    });
  });

  it('that the server rejects is unreachable', async () => {
    const strict = await startLocalBackend((_request, response) => sendJson(response, 200, {}), {
      ...server,
      ca: authority.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    try {
      const response = send({ ca: authority.cert, insecure: false }, certificateLogin(stranger), 'GET', strict.origin);
      await expect(response).rejects.toMatchObject({ code: 'unreachable' });
    } finally {
      await strict.close();
    }
  });
});
