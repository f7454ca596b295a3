import { type ConnectionOptions } from 'node:tls';

import { Secret, type ServerTls } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway, type TestLimits } from '../../../../test/support/start-gateway.js';

const GET = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
const YEAR_MS = 365 * 86_400_000;

let authority: Certificate;
let clients: Certificate;
let server: ServerTls;
beforeAll(async () => {
  authority = await makeCertificate('authority');
  clients = await makeCertificate('clients');
  server = await issue('gateway');
});

async function issue(name: string): Promise<ServerTls> {
  const { cert, key } = await makeCertificate(name, authority);
  return { cert, key: new Secret(key), clientCa: clients.cert };
}

describe('the port with TLS', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  const opened: RawClient[] = [];

  beforeEach(() => start({}));
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.cut()));
    await gateway.close();
    expect(gateway.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  async function start(limits: TestLimits): Promise<void> {
    east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east }, undefined, undefined, { ...limits, server: { tls: server } });
  }
  async function restart(limits: TestLimits): Promise<void> {
    await gateway.close();
    await start(limits);
  }
  async function open(options: ConnectionOptions = {}) {
    const client = await RawClient.openTls(gateway.url, { ca: authority.cert, ...options });
    opened.push(client);
    return client;
  }
  async function openPlain(): Promise<RawClient> {
    const client = await RawClient.open(gateway.url);
    opened.push(client);
    return client;
  }
  async function statuses(client: RawClient, bytes: string, count: number): Promise<number[]> {
    client.send(bytes);
    await until('it is answered', () => client.responses.length === count);
    return client.responses.map(({ status }) => status);
  }
  const metric = async (name: string) => {
    const client = await open();
    client.send('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('it is answered', () => client.responses.length === 1);
    return Number(client.responses[0]?.body.split(`\n${name} `)[1]?.split('\n')[0]);
  };
  const messages = (text: string) => gateway.lines.filter(({ msg }) => msg === text);

  it('serves HTTP/1.1 over TLS 1.2 and 1.3, and requires TLS of later visits', async () => {
    expect(gateway.url).toMatch(/^https:/);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const client = await open({ minVersion: version, maxVersion: version, ALPNProtocols: ['h2', 'http/1.1'] });
      expect([client.tls.alpnProtocol, client.tls.getProtocol()]).toEqual(['http/1.1', version]);
      expect(await statuses(client, GET, 1)).toEqual([200]);
      expect(client.responses[0]?.headers['strict-transport-security']).toBe('max-age=31536000');
    }
  });

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['ciphers without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES256-SHA256' }],
    ['HTTP/2 only', { ALPNProtocols: ['h2'] }],
  ] as const)('refuses %s', async (_case, options) => {
    await expect(open(options as ConnectionOptions)).rejects.toThrow();
    await until('it is counted', () => messages('TLS handshake failed').length === 1);
    expect(await metric('job_gateway_tls_failed_handshakes_total')).toBe(1);
  });

  it('answers plain HTTP with a problem that names the cause', async () => {
    const client = await openPlain();
    client.send(GET);
    const [problem] = await client.end();
    expect([problem?.status, JSON.parse(problem?.body ?? '').detail]).toEqual([
      400,
      'expected TLS on this port, got plain HTTP; use a URL with https',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['half a handshake', '\x16\x03\x01\x02'],
    ['neither TLS nor HTTP', '\x00\x01\x02\x03\x04\x05'],
  ])('closes a connection with %s', async (_case, bytes) => {
    await restart({ handshakeMs: 300 });
    const client = await openPlain();
    if (bytes !== '') client.send(bytes);
    await until('it is closed', () => client.closed);
    await until('it is logged', () => messages('TLS handshake failed').length === 1);
    // On a machine that stalls, a handshake can be too late for the short limit.
    let next = await open().catch(() => undefined);
    while (next === undefined) next = await open().catch(() => undefined);
    expect(await statuses(next, GET, 1)).toEqual([200]);
  });

  it('lets clients in while others open connections and send nothing', async () => {
    await restart({ openFiles: 152 });
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 30 }, openPlain));
      expect(await statuses(await open(), GET, 1)).toEqual([200]);
    }
  });

  it('keeps the order of requests, and the problems of data that is no request', async () => {
    const client = await open();
    client.send(`${GET}GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nBOGUS\r\n\r\n`);
    expect((await client.end()).map(({ status }) => status)).toEqual([200, 404, 400]);
  });

  it('has a problem for a request that stops', async () => {
    await restart({ requestMs: 300, checkMs: 20 });
    const slow = await open();
    slow.send('GET / HTTP/1.1\r\nX: ');
    expect((await slow.end()).map(({ status }) => status)).toEqual([408]);
  });

  it('uses a new certificate for new connections, and keeps those that are open', async () => {
    const watch = await open();
    watch.send('GET /api/jobs/watch HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('it has begun', () => watch.received.includes('bookmark'));
    const kept = await open();
    expect(await statuses(kept, GET, 1)).toEqual([200]);
    gateway.replaceCertificate(await issue('renewed'));
    const renewed = await open();
    expect(renewed.tls.getPeerCertificate().subject.CN).toBe('renewed');
    expect(await statuses(renewed, GET, 1)).toEqual([200]);
    expect(await statuses(kept, GET, 2)).toEqual([200, 200]);
    await gateway.loseStore();
    expect([watch.closed, kept.closed]).toEqual([false, false]);
  });

  it('accepts clients without a certificate, and logs those whose certificate is not verified', async () => {
    const unverified = 'client certificate was not verified';
    const portal = await makeCertificate('portal', clients);
    expect(await statuses(await open(), GET, 1)).toEqual([200]);
    expect(await statuses(await open({ ...portal }), GET, 1)).toEqual([200]);
    expect(messages(unverified)).toEqual([]);
    const past = { from: new Date(Date.now() - 2 * YEAR_MS), to: new Date(Date.now() - YEAR_MS) };
    const others = [await makeCertificate('portal', authority), await makeCertificate('portal', clients, past)];
    for (const other of others) expect(await statuses(await open({ ...other }), GET, 1)).toEqual([200]);
    await until('both are logged', () => messages(unverified).length === 2);
    expect(messages(unverified).map(({ level, reason }) => [level, reason])).toEqual([
      [20, 'SELF_SIGNED_CERT_IN_CHAIN'],
      [20, 'CERT_HAS_EXPIRED'],
    ]);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'does not resume sessions of %s, which would skip the check',
    async (version) => {
      const first = await open({ minVersion: version, maxVersion: version });
      let session = first.tls.getSession();
      first.tls.on('session', (later) => (session = later));
      expect(await statuses(first, GET, 1)).toEqual([200]);
      const second = await open({ minVersion: version, maxVersion: version, ...(session && { session }) });
      expect(second.tls.isSessionReused()).toBe(false);
    },
  );

  it('has the end of the certificate as a metric', async () => {
    const seconds = await metric('job_gateway_tls_certificate_expiry_timestamp_seconds');
    expect(Math.abs(seconds * 1_000 - Date.now() - YEAR_MS)).toBeLessThan(2 * 86_400_000);
  });
});
