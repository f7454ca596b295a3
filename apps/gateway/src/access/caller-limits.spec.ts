/** Limits of one caller, and web pages of other origins, while callers sign in. */
import { createHash } from 'node:crypto';

import { type AccessConfig, type Limits } from '@gateway/core';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { ask, newAddress } from './testing/ask.js';

const PORTAL = 'https://portal.example.net';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const RULES: AccessConfig = {
  tokens: [
    { name: 'portal', sha256: sha256('portal'), role: 'viewer' },
    // Another token of the same caller, while one replaces the other.
    { name: 'portal', sha256: sha256('portal-2'), role: 'viewer' },
    { name: 'other', sha256: sha256('other'), role: 'viewer' },
  ],
  certificates: [],
  anonymous: { role: 'viewer' },
};

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(configured: Partial<Limits>): Promise<void> {
  const limits = { configured, server: { allowedOrigins: [PORTAL] } };
  gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, limits, undefined, RULES);
}

it('requests are limited for each caller, from whatever address and with whatever token', async () => {
  await start({ requests: { perSecond: 0.1, burst: 4 } });
  const statusOf = async (token?: string, from?: string, path = '/api/sources') => {
    const authorization = token === undefined ? undefined : `Bearer ${token}`;
    return (await ask(gateway.url + path, authorization, from === undefined ? {} : { from })).status;
  };
  for (const token of ['portal', 'portal-2', 'portal', 'portal-2']) expect(await statusOf(token)).toBe(200);
  const shared = newAddress();
  expect([await statusOf('portal'), await statusOf('portal-2', shared)]).toEqual([429, 429]);
  expect(await statusOf('other', shared)).toBe(200);
  // Without a login it is the address that counts.
  const statuses = [];
  for (let count = 0; count < 5; count += 1) statuses.push(await statusOf(undefined, shared));
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  expect([await statusOf(undefined), await statusOf('other', shared)]).toEqual([200, 200]);
  expect(await statusOf('portal', shared, '/health/ready')).toBe(200);
});

it('watches are limited for each caller', async () => {
  await start({ watchesPerCaller: 2 });
  const open = (token: string) =>
    EventStreamClient.open(`${gateway.url}/api/jobs/watch`, { authorization: `Bearer ${token}` });
  const watches = await Promise.all(['portal', 'portal-2'].map(open));
  const [refused, others] = [await open('portal'), await open('other')];
  expect([refused.status, others.status]).toEqual([429, 200]);
  await Promise.all([...watches, refused, others].map((watch) => watch.cut()));
});

it('web pages of allowed origins get answers to preflights without a login, and read that theirs is not valid', async () => {
  await start({});
  const preflight = await fetch(`${gateway.url}/api/jobs/east~1`, {
    method: 'OPTIONS',
    headers: {
      origin: PORTAL,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization',
    },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, PORTAL]);
  expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
  const read = async (origin: string) => {
    const { headers, status } = await fetch(`${gateway.url}/api/jobs`, {
      headers: { origin, authorization: 'Bearer wrong' },
    });
    return [status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')];
  };
  expect(await read(PORTAL)).toEqual([401, PORTAL, null]);
  expect(await read('https://other.example.net')).toEqual([401, null, null]);
});
