import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Secret } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { createClient } from './client.js';

let folder: string;
let redis: RedisServer | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
});

afterEach(async () => {
  await redis?.stop();
  redis = undefined;
  await rm(folder, { recursive: true });
});

/** Starts a Redis with a certificate; the result is that of connecting to its address with this `ca`. */
async function connected({ cert, key }: Certificate, ca: string): Promise<string> {
  const port = await freePort();
  const [certFile, keyFile] = [join(folder, 'redis.crt'), join(folder, 'redis.key')];
  await writeFile(certFile, cert);
  await writeFile(keyFile, key);
  redis = await startRedisServer({
    'tls-port': String(port),
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    'tls-ca-cert-file': certFile,
    'tls-auth-clients': 'no',
  });
  const access = { url: new Secret(`rediss://127.0.0.1:${port}`), tls: { ca, insecure: false } };
  const client = createClient(access, 5_000, { onRelocate: () => undefined });
  let reason = '';
  client.on('error', (error: NodeJS.ErrnoException) => {
    reason = error.code ?? error.message;
    client.disconnect();
  });
  try {
    await client.connect();
    return await client.ping();
  } catch {
    return reason;
  } finally {
    client.disconnect();
  }
}

describe('the certificate of a Redis', () => {
  it('is accepted if it is in `ca` itself, whatever its name', async () => {
    const nameless = await makeCertificate('redis', undefined, { names: [] });
    expect(await connected(nameless, nameless.cert)).toBe('PONG');
  });

  it('is accepted if it is in `ca` without its authority', async () => {
    const authority = await makeCertificate('authority');
    const other = await makeCertificate('redis', authority, { names: ['other.example'] });
    expect(await connected(other, other.cert)).toBe('PONG');
  });

  it('is rejected if only another one with its name is in `ca`', async () => {
    const [own, twin] = [await makeCertificate('redis'), await makeCertificate('redis')];
    expect(await connected(own, twin.cert)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('is rejected if an authority in `ca` has signed it for another name', async () => {
    const authority = await makeCertificate('authority');
    const other = await makeCertificate('redis', authority, { names: ['other.example'] });
    expect(await connected(other, authority.cert)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is rejected if its time is over', async () => {
    const [from, to] = [new Date('2020-01-01T00:00:00Z'), new Date('2020-12-31T00:00:00Z')];
    const expired = await makeCertificate('redis', undefined, { names: [], from, to });
    expect(await connected(expired, expired.cert)).toBe('CERT_HAS_EXPIRED');
  });
});
