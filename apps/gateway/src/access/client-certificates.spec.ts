import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';

import { type AccessConfig, Secret } from '@gateway/core';
import { type Certificate, makeCertificate } from '@gateway/testing/certificate';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const YEAR_MS = 365 * 86_400_000;
const PORTAL = { subject: 'CN=portal', role: 'viewer' } as const;
const LISTED = { subject: 'CN=portal,O=Example', role: 'admin' } as const;
const RULES: AccessConfig = { tokens: [], certificates: [PORTAL, LISTED] };

let authority: Certificate;
let clients: Certificate;
let gateway: TestGateway;
beforeAll(async () => {
  authority = await makeCertificate('authority');
  clients = await makeCertificate('clients');
  const { cert, key } = await makeCertificate('gateway', authority);
  const tls = { cert, key: new Secret(key), clientCa: clients.cert };
  gateway = await startGateway(
    { east: new FakeAdapter() },
    undefined,
    undefined,
    { server: { tls } },
    undefined,
    RULES,
  );
});
beforeEach(() => gateway.changeAccess(RULES));
afterAll(() => gateway.close());

/** The status of `/api/me`, and the caller. */
async function me(certificate: Partial<Certificate>, headers: Record<string, string> = {}): Promise<unknown[]> {
  const sent = request(`${gateway.url}/api/me`, { agent: false, ca: authority.cert, ...certificate, headers }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { method, name, role } = (await json(response)) as Record<string, unknown>;
  return [response.statusCode, ...(response.statusCode === 200 ? [method, name, role] : [])];
}

it('a certificate of a configured subject is a login', async () => {
  const portal = await makeCertificate('portal', clients);
  expect(await me(portal)).toEqual([200, 'certificate', 'CN=portal', 'viewer']);
});

it('a certificate has all parts of its subject, in any order', async () => {
  const certificate = await makeCertificate('portal,O=Example', clients);
  expect(await me(certificate)).toEqual([200, 'certificate', 'CN=portal,O=Example', 'admin']);
  gateway.changeAccess({ tokens: [], certificates: [{ subject: 'o=Example, cn=portal', role: 'viewer' }] });
  expect(await me(certificate)).toEqual([200, 'certificate', 'o=Example, cn=portal', 'viewer']);
});

it('several rules for one subject add up', async () => {
  gateway.changeAccess({ tokens: [], certificates: [PORTAL, { subject: 'cn = portal', role: 'operator' }] });
  expect(await me(await makeCertificate('portal', clients))).toEqual([200, 'certificate', 'CN=portal', 'operator']);
});

it.each([
  ['of another subject', 'other'],
  ['of the subject in another case', 'Portal'],
  ['of a subject with more text', 'portal2'],
  ['of a subject with more parts', 'portal,O=Other'],
  ['of a subject with fewer parts', ',O=Example'],
  ['of a name that looks like two parts', 'portal\\,O=Example'],
  ['of a part with two values', 'portal+O=Example'],
])('a certificate %s is none', async (_case, name) => {
  expect(await me(await makeCertificate(name, clients))).toEqual([401]);
});

it('a certificate that is not verified is none: of another authority, self-signed, expired, or not valid yet', async () => {
  const past = { from: new Date(Date.now() - 2 * YEAR_MS), to: new Date(Date.now() - YEAR_MS) };
  const future = { from: new Date(Date.now() + YEAR_MS) };
  const unverified = [
    await makeCertificate('portal', authority),
    await makeCertificate('portal'),
    await makeCertificate('portal', clients, past),
    await makeCertificate('portal', clients, future),
  ];
  for (const certificate of unverified) expect(await me(certificate)).toEqual([401]);
  // Neither does it fall back to the rights of everybody.
  gateway.changeAccess({ ...RULES, anonymous: { role: 'viewer' } });
  for (const certificate of unverified) expect(await me(certificate)).toEqual([401]);
  expect(await me(await makeCertificate('other', clients))).toEqual([401]);
});

it('is optional: without one a request is 401, or has the role of everybody', async () => {
  expect(await me({})).toEqual([401]);
  gateway.changeAccess({ ...RULES, anonymous: { role: 'viewer' } });
  expect(await me({})).toEqual([200, 'anonymous', 'anonymous', 'viewer']);
});

it('does not replace a login in the Authorization header', async () => {
  const portal = await makeCertificate('portal', clients);
  expect(await me(portal, { authorization: 'Bearer other' })).toEqual([401]);
});

it('cannot be claimed by a header', async () => {
  const headers = { 'x-client-cert': 'CN=portal', 'x-ssl-client-s-dn': 'CN=portal', 'x-ssl-client-verify': 'SUCCESS' };
  expect(await me({}, headers)).toEqual([401]);
});

it('ends with its rule, also on an open connection', async () => {
  const portal = await makeCertificate('portal', clients);
  const client = await RawClient.openTls(gateway.url, { ca: authority.cert, ...portal });
  client.send('GET /api/jobs/watch HTTP/1.1\r\nHost: x\r\n\r\n');
  await until('the watch has begun', () => client.received.includes('bookmark'));
  const kept = await RawClient.openTls(gateway.url, { ca: authority.cert, ...portal });
  const get = async () => {
    const count = kept.responses.length;
    kept.send('GET /api/jobs HTTP/1.1\r\nHost: x\r\n\r\n');
    await until('it is answered', () => kept.responses.length > count);
    return kept.responses.at(-1)?.status;
  };
  expect(await get()).toBe(200);
  gateway.changeAccess({ tokens: [], certificates: [LISTED] });
  await until('the watch has ended', () => client.received.includes('cut_off'));
  expect(await get()).toBe(401);
  await Promise.all([client.cut(), kept.cut()]);
});
