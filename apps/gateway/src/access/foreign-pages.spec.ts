import { createHash } from 'node:crypto';
import { request } from 'node:http';

import { type AccessConfig } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const TOKEN = 'operator-token';
const RULES: AccessConfig = {
  tokens: [{ name: 'ann', sha256: createHash('sha256').update(TOKEN).digest('hex'), role: 'operator' }],
  certificates: [],
};
const BASIC = `Basic ${Buffer.from(`ann:${TOKEN}`).toString('base64')}`;
const POLL = ['POST', '/api/sources/east/poll'] as const;

let gateway: TestGateway;
let east: FakeAdapter;

async function start(access?: AccessConfig, trustedProxies: readonly string[] = []): Promise<void> {
  east = new FakeAdapter();
  east.add('1');
  const server = { allowedOrigins: ['https://portal.example.net'], trustedProxies };
  gateway = await startGateway({ east }, undefined, undefined, { server }, undefined, access);
}
afterEach(() => gateway.close());

/** The status of a request; `fetch` would not send these headers. */
function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(gateway.url + path, { method, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject).end();
  });
}

describe('without access rules', () => {
  it('a request to a domain is rejected, because its owner can let it point to this machine', async () => {
    await start();
    for (const host of ['gateway.evil.example', 'gateway.evil.example:8080', 'LOCALHOST.evil.example.', '1.evil']) {
      for (const [method, path] of [['GET', '/api/jobs'], ['PATCH', '/api/jobs/east~1?action=cancel'], POLL] as const) {
        expect([host, method, await statusOf(method, path, { host })]).toEqual([host, method, 421]);
      }
    }
    expect(east.calls.filter((call) => call.startsWith('cancel'))).toEqual([]);
  });

  it.each([
    'localhost',
    'LOCALHOST:8080',
    'a.localhost',
    '127.0.0.1:8080',
    '[::1]:8080',
    '[::ffff:127.0.0.1]',
    'gateway',
  ])('a request to %s is served', async (host) => {
    await start();
    expect(await statusOf('GET', '/api/jobs', { host })).toBe(200);
  });

  it('a trusted proxy may serve a domain', async () => {
    await start(undefined, ['127.0.0.1']);
    expect(await statusOf('GET', '/api/jobs', { host: 'gateway.example.net' })).toBe(200);
  });
});

describe('with access rules', () => {
  it('a page of another origin changes nothing with a login that the browser adds', async () => {
    await start(RULES);
    for (const origin of ['https://evil.example', 'null', gateway.url.replace('http:', 'https:')]) {
      expect([origin, await statusOf(...POLL, { authorization: BASIC, origin })]).toEqual([origin, 403]);
    }
  });

  it('a page of the gateway itself, an allowed one and a script with a bearer token may', async () => {
    await start(RULES);
    const host = 'gateway.example.net';
    for (const headers of [
      { authorization: BASIC, host, origin: `http://${host}` },
      { authorization: BASIC, host, origin: 'https://portal.example.net' },
      { authorization: `Bearer ${TOKEN}`, host, origin: 'https://other.example' },
      { authorization: BASIC, host },
    ]) {
      expect([headers, await statusOf(...POLL, headers)]).toEqual([headers, 200]);
    }
  });
});
