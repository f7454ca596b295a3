import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { addressKey, plainAddress } from './client-address.js';
import { RequestRates } from './request-rates.js';

describe('the rate of requests', () => {
  it('allows a burst at once, then one request each interval', () => {
    const logger = new RecordingLogger();
    const rates = new RequestRates({ perSecond: 10, burst: 3 }, logger);
    const taken = [0, 0, 0, 0, 50, 99, 100, 150, 200, 10_000, 10_000, 10_000, 10_000].map((now) =>
      rates.take('a', now),
    );
    expect(taken).toEqual([0, 0, 0, 100, 50, 1, 0, 50, 0, 0, 0, 0, 100]);
    expect(rates.take('b', 10_000)).toBe(0);
    expect(rates.refused).toBe(5);
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
      ['warn', { caller: 'a', refused_total: 1 }],
    ]);
  });
});

describe('the address that limits apply to', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1:2::3:4:5:10.0.0.1', '1:2:0:3::/64'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
  ])('of %s is %s', (address, expected) => {
    expect(addressKey(address)).toBe(expected);
  });

  it('is the plain one of an IPv4 address that IPv6 carries', () => {
    expect(['::ffff:10.0.0.1', '::ffff:a00:1', '10.0.0.1'].map(plainAddress)).toEqual([
      '10.0.0.1',
      '::ffff:a00:1',
      '10.0.0.1',
    ]);
  });
});

describe('a gateway with a limit of requests', () => {
  let gateway: TestGateway;
  const start = async (trustedProxies: readonly string[]) => {
    const configured = { requests: { perSecond: 0.1, burst: 3 } };
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, {
      configured,
      server: { trustedProxies },
    });
  };
  afterEach(() => gateway.close());
  const from = (address: string) =>
    gateway.request('GET', '/api/sources', { headers: { 'x-forwarded-for': address } }).then(({ status }) => status);

  it('answers 429 with the time to wait, but for health checks', async () => {
    await start([]);
    for (let at = 0; at < 3; at += 1) expect((await gateway.get('/api/sources')).status).toBe(200);
    const { body, headers, status } = await gateway.get('/api/sources');
    expect([status, body.type]).toEqual([429, '/docs/errors#too-many-requests']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(5);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(10);
    for (let at = 0; at < 5; at += 1) expect((await gateway.get('/health/ready')).status).toBe(200);
  });

  it('ignores X-Forwarded-For of a client that is no trusted proxy', async () => {
    await start(['10.0.0.0/8']);
    const statuses = [];
    for (let at = 0; at < 5; at += 1) statuses.push(await from(`192.0.2.${at}`));
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('counts the clients of a trusted proxy, by the last address that is none', async () => {
    await start(['127.0.0.1', '10.0.0.0/8']);
    for (let at = 0; at < 3; at += 1) expect(await from(`198.51.100.${at}, 192.0.2.1, 10.0.0.7`)).toBe(200);
    expect(await from('192.0.2.1')).toBe(429);
    expect(await from('192.0.2.2')).toBe(200);
    expect(await from('192.0.2.1:4711')).toBe(400);
    expect(await from('unknown')).toBe(400);
  });
});
