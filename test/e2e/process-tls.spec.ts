/** The built gateway with TLS on its own port: renewal of its certificate, and a stop that load balancers notice. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';

import { type GatewayProcess, startProcess } from '../support/gateway-process.js';
import { RawClient } from '../support/raw-requests.js';

const INVALID = 'configuration is invalid, the running one stays in use';
const REPLACED = 'certificate of the server replaced';
const RESTART = 'configuration has changes that need a restart';
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

describe('the gateway with TLS', () => {
  let folder: string;
  let url: string;
  let authority: Certificate;
  let gateway: GatewayProcess;
  const opened: RawClient[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-tls-'));
    authority = await makeCertificate('authority');
    await save(await makeCertificate('first', authority));
    url = `https://127.0.0.1:${await freePort()}`;
    await configure({});
    gateway = startProcess(join(folder, 'gateway.yaml'));
    await logged('gateway is ready');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.cut()));
    gateway.kill('SIGKILL');
    await gateway.ended;
    await rm(folder, { recursive: true });
  });

  async function configure(more: object): Promise<void> {
    const tls = { cert_file: './tls.crt', key_file: './tls.key' };
    const config = {
      server: { port: Number(new URL(url).port), tls },
      store: { kind: 'embedded', path: './data' },
      shutdown: { delay: '2s' },
      ...more,
    };
    await replaceFile('gateway.yaml', JSON.stringify(config));
  }
  async function save({ cert, key }: Certificate): Promise<void> {
    await replaceFile('tls.crt', cert);
    await replaceFile('tls.key', key);
  }
  async function replaceFile(name: string, text: string): Promise<void> {
    await writeFile(join(folder, 'new'), text);
    await rename(join(folder, 'new'), join(folder, name));
  }
  async function open() {
    const client = await RawClient.openTls(url, { ca: authority.cert });
    opened.push(client);
    return client;
  }
  async function statusOf(client: RawClient, path: string): Promise<number | undefined> {
    const count = client.responses.length;
    client.send(get(path));
    await until('it is answered', () => client.responses.length > count);
    return client.responses.at(-1)?.status;
  }
  function lines(message: string): readonly Record<string, unknown>[] {
    const all = gateway.output().split('\n').slice(0, -1);
    return all.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
  }
  async function logged(message: string): Promise<Record<string, unknown>> {
    const found = await readUntil(
      () => lines(message),
      (all) => all.length > 0,
    );
    return found[0] as Record<string, unknown>;
  }

  it('takes up renewed files, and keeps the former ones while they do not fit', async () => {
    expect(await logged('gateway is ready')).toMatchObject({ url });
    const watch = await open();
    watch.send(get('/api/jobs/watch'));
    await until('it has begun', () => watch.received.includes('bookmark'));
    const kept = await open();
    expect(await statusOf(kept, '/health/ready')).toBe(200);
    await replaceFile('tls.key', (await makeCertificate('other')).key);
    expect(await logged(INVALID)).toMatchObject({ level: 50, faults: [{ path: 'server.tls.key_file' }] });
    expect((await open()).tls.getPeerCertificate().subject.CN).toBe('first');
    await save(await makeCertificate('second', authority));
    await logged(REPLACED);
    expect((await open()).tls.getPeerCertificate().subject.CN).toBe('second');
    expect(await statusOf(kept, '/health/ready')).toBe(200);
    expect([watch.closed, kept.closed]).toEqual([false, false]);
    expect([lines(INVALID).length, lines(RESTART).length]).toEqual([1, 0]);
    await configure({ limits: { body: '1kB' }, shutdown: { delay: '1s' } });
    expect(await logged(RESTART)).toMatchObject({ sections: ['limits', 'shutdown'] });
  });

  it('is no longer ready before its port closes, and then stops in order', async () => {
    const watch = await open();
    watch.send(get('/api/jobs/watch'));
    await until('it has begun', () => watch.received.includes('bookmark'));
    gateway.kill('SIGTERM');
    expect(await logged('gateway is stopping')).toMatchObject({ delay_seconds: 2 });
    const probe = await open();
    expect([await statusOf(probe, '/health/ready'), await statusOf(probe, '/health/live')]).toEqual([503, 200]);
    expect(await statusOf(probe, '/api/jobs')).toBe(200);
    expect(watch.closed).toBe(false);
    const { code, stderr } = await gateway.ended;
    expect([code, stderr]).toEqual([0, '']);
    await until('the watch has ended', () => watch.closed);
    await expect(open()).rejects.toThrow();
  });
});
