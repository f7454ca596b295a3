import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeCertificate } from '@gateway/testing/certificate';
import { freePort } from '@gateway/testing/free-port';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';

import { startProcess } from '../support/gateway-process.js';
import { Replicas } from './replicas.js';

const PASSWORD = 'planted-password';

describe('a Redis with TLS and a password', () => {
  let folder: string;
  let redis: RedisServer;
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-secured-'));
    const [own, other] = [await makeCertificate('redis'), await makeCertificate('another host')];
    await writeFile(join(folder, 'redis.crt'), own.cert);
    await writeFile(join(folder, 'redis.key'), own.key);
    await writeFile(join(folder, 'other.crt'), other.cert);
    await writeFile(join(folder, 'password'), PASSWORD);
    port = await freePort();
    redis = await startRedisServer({
      'tls-port': String(port),
      'tls-cert-file': join(folder, 'redis.crt'),
      'tls-key-file': join(folder, 'redis.key'),
      'tls-ca-cert-file': join(folder, 'redis.crt'),
      'tls-auth-clients': 'no',
      requirepass: PASSWORD,
    });
  });

  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  function storeWith(ca: string, auth: object): object {
    return {
      kind: 'redis',
      url: `rediss://127.0.0.1:${port}`,
      namespace: 'jobs',
      auth,
      tls: { ca_file: join(folder, ca) },
    };
  }

  it('works as a store with the right certificate and password', async () => {
    const store = storeWith('redis.crt', { password_file: join(folder, 'password') });
    const replicas = await Replicas.prepare(1, store, 60);
    try {
      await replicas.start(0);
      const now = Date.now();
      await replicas.allPolledSince(0, now);
      const list = await replicas.jobs(0);
      expect(list && replicas.missingOutcomes(list, now - 1_000)).toEqual([]);
      expect(replicas.process(0).output()).not.toContain(PASSWORD);
    } finally {
      await replicas.stop();
    }
  });

  it.each([
    ['the trusted authority is another one', 'other.crt', PASSWORD],
    ['the password is wrong', 'redis.crt', 'another-password'],
  ])('rejects the gateway if %s: it exits with 1 and prints the reason', async (_, ca, password) => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify({ store: storeWith(ca, { password }), sources: [] }));
    const { code, stderr, stdout } = await startProcess(file).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Redis is not available: /);
    expect(stderr + stdout).not.toContain(password);
  });
});
