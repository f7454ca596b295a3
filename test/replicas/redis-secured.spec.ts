import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeCertificate } from '@gateway/testing/certificate';
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { freePort } from '@gateway/testing/free-port';
import { startProcess } from '../support/gateway-process.js';
import { Replicas } from './replicas.js';

const PASSWORD = 'planted-password';

describe('a Redis that speaks TLS and wants a password', () => {
  let folder: string;
  let redis: RedisServer;
  let port: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-secured-'));
    const [own, other] = [await makeCertificate('redis'), await makeCertificate('somebody else')];
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

  it('is a store like any other for those who know both', async () => {
    const store = storeWith('redis.crt', { password_file: join(folder, 'password') });
    const replicas = await Replicas.prepare(1, store, 60);
    try {
      await replicas.start(0);
      const now = Date.now();
      await replicas.allPolledSince(0, now);
      const list = await replicas.jobs(0);
      expect(list && replicas.differences(list, now - 1_000)).toEqual([]);
      expect(replicas.process(0).output()).not.toContain(PASSWORD);
    } finally {
      await replicas.stop();
    }
  });

  it.each([
    ['another authority is trusted', 'other.crt', PASSWORD],
    ['the password is another', 'redis.crt', 'another-password'],
  ])('lets nobody in where %s: the gateway ends with 1 and says why', async (_, ca, password) => {
    const file = join(folder, 'gateway.yaml');
    await writeFile(file, JSON.stringify({ store: storeWith(ca, { password }), sources: [] }));
    const { code, stderr, stdout } = await startProcess(file).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Redis is not available: /);
    expect(stderr + stdout).not.toContain(password);
  });
});
