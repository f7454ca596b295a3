import { createHash } from 'node:crypto';

import { type AccessConfig, type ServerConfig } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { SignInError } from './sign-in-error.js';
import { ask, newAddress } from './testing/ask.js';

const MAX_FAILURES = 20;
const RIGHT = 'Bearer right-token';
const SECRET = 'gu3ssed-s3cret';
const sha256 = createHash('sha256').update('right-token').digest('hex');
const RULES: AccessConfig = { tokens: [{ name: 'reader', sha256, role: 'viewer' }], certificates: [] };

describe('failed sign-ins', () => {
  let gateway: TestGateway;
  const start = async (server: Partial<ServerConfig> = {}) => {
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, { server }, undefined, RULES);
  };
  afterEach(() => gateway.close());

  const statusFrom = async (from: string, authorization?: string, path = '/api/jobs') =>
    (await ask(gateway.url + path, authorization, { from })).status;
  const fail = async (from: string, times: number) => {
    const statuses = new Set<number>();
    for (let count = 0; count < times; count += 1) statuses.add(await statusFrom(from, `Bearer ${SECRET}${count}`));
    return [...statuses];
  };

  it('are too many for the address, also for a login that is right, and for no other address', async () => {
    await start();
    const [guesser, other] = [newAddress(), newAddress()];
    expect(await fail(guesser, MAX_FAILURES)).toEqual([401]);
    const { body, headers, status } = await ask(`${gateway.url}/api/jobs`, RIGHT, { from: guesser });
    expect([status, body.type]).toEqual([429, '/docs/errors#too-many-failed-logins']);
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
    for (const login of [`Basic ${Buffer.from('any:right-token').toString('base64')}`, `Bearer ${SECRET}`]) {
      expect(await statusFrom(guesser, login)).toBe(429);
    }
    expect(await statusFrom(other, RIGHT)).toBe(200);
    // The login is known now, but not from there.
    expect(await statusFrom(guesser, RIGHT)).toBe(429);
    expect(await statusFrom(guesser, undefined)).toBe(401);
    expect(await statusFrom(guesser, undefined, '/health/ready')).toBe(200);
  });

  it('do not lock out a login that was used from the address before', async () => {
    await start();
    const shared = newAddress();
    expect(await statusFrom(shared, RIGHT)).toBe(200);
    expect(await fail(shared, MAX_FAILURES + 1)).toEqual([401, 429]);
    expect(await statusFrom(shared, RIGHT)).toBe(200);
  });

  it('are not requests without a login', async () => {
    await start();
    const from = newAddress();
    for (let count = 0; count < 2 * MAX_FAILURES; count += 1) expect(await statusFrom(from)).toBe(401);
    expect(await statusFrom(from, RIGHT)).toBe(200);
  });

  it('are counted as metrics, and logged once for an address, without what was sent', async () => {
    await start();
    const from = newAddress();
    await fail(from, MAX_FAILURES + 5);
    await statusFrom(newAddress(), `Basic ${SECRET}=`);
    await statusFrom(newAddress());
    const { body } = await ask(`${gateway.url}/metrics`, RIGHT);
    const counts = [...String(body).matchAll(/^job_gateway_failed_sign_ins_total(.*)$/gm)].map(([, text]) => text);
    expect(counts.sort()).toEqual([
      '{method="bearer",reason="unknown"} 20',
      '{method="header",reason="malformed"} 1',
      '{method="nothing",reason="missing"} 1',
      '{method="unchecked",reason="limited"} 5',
    ]);
    const lines = gateway.lines.filter((line) => line['address'] === from);
    expect(lines).toMatchObject([
      { level: 40, method: 'bearer', reason: 'unknown', not_logged: 0, msg: 'sign-in failed' },
      { level: 40, not_logged: 18, msg: expect.stringMatching(/^too many sign-ins from an address failed/) },
    ]);
    expect(gateway.log.join()).not.toContain(SECRET);
  });

  it('count for the address of the connection, whatever X-Forwarded-For says', async () => {
    await start({ trustedProxies: ['10.0.0.0/8'] });
    const victim = '192.0.2.1';
    const send = (forwarded: string, token: string) =>
      fetch(`${gateway.url}/api/jobs`, {
        headers: { 'x-forwarded-for': forwarded, forwarded: `for=${forwarded}`, authorization: `Bearer ${token}` },
      }).then(({ status }) => status);
    for (let count = 0; count < MAX_FAILURES; count += 1) expect(await send(victim, SECRET)).toBe(401);
    expect(await send('192.0.2.2', SECRET)).toBe(429);
    expect(gateway.log.join()).not.toContain(victim);
  });

  it('count for the client of a trusted proxy', async () => {
    await start({ trustedProxies: ['127.0.0.1'] });
    const send = (forwarded: string, token: string) =>
      fetch(`${gateway.url}/api/jobs`, {
        headers: { 'x-forwarded-for': forwarded, authorization: `Bearer ${token}` },
      }).then(({ status }) => status);
    // The client itself has sent the first address.
    for (let count = 0; count < MAX_FAILURES; count += 1) {
      expect(await send(`192.0.2.${count}, 198.51.100.1`, SECRET)).toBe(401);
    }
    expect(await send('198.51.100.1', 'right-token')).toBe(429);
    expect(await send('192.0.2.1', 'right-token')).toBe(200);
  });
});

describe('the failures of an address', () => {
  const time = new ManualTime();
  const failures = new FailedSignIns(time.monotonic, new RecordingLogger());
  const fail = (times: number, from: string) => {
    for (let count = 0; count < times; count += 1) failures.note(new SignInError('unknown', 'bearer'), from);
  };
  const isBlocked = (from: string) => {
    try {
      failures.check(from);
      return false;
    } catch {
      return true;
    }
  };

  it('block it for a minute after the last one', async () => {
    fail(MAX_FAILURES, '192.0.2.1');
    time.pass(59_999);
    expect(isBlocked('192.0.2.1')).toBe(true);
    time.pass(1);
    expect(isBlocked('192.0.2.1')).toBe(false);
  });

  it('do not add up over more than a minute', async () => {
    fail(MAX_FAILURES - 1, '192.0.2.2');
    time.pass(60_000);
    fail(MAX_FAILURES - 1, '192.0.2.2');
    expect(isBlocked('192.0.2.2')).toBe(false);
    fail(1, '192.0.2.2');
    expect(isBlocked('192.0.2.2')).toBe(true);
  });

  it('are those of its network of 64 bits, which one client usually has', () => {
    for (let count = 0; count < MAX_FAILURES; count += 1) fail(1, `2001:db8:0:1::${count}`);
    expect(['2001:db8:0:1:9::', '2001:DB8::1:0:0:0:7', '2001:db8:0:2::1'].map(isBlocked)).toEqual([true, true, false]);
  });
});
