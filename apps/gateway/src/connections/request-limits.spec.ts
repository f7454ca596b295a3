import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient, type RawResponse } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway, type TestLimits } from '../../../../test/support/start-gateway.js';

const HOST = 'Host: x\r\n';
const GET = `GET /health/live HTTP/1.1\r\n${HOST}\r\n`;
const JSON_TYPE = 'Content-Type: application/json\r\n';
const PATCH = `PATCH /api/jobs/east~job-1?action=pause HTTP/1.1\r\n${HOST}${JSON_TYPE}`;
const BIG = `{"a":"${'x'.repeat(70_000)}"}`;
const headers = (count: number) => Array.from({ length: count }, (_, at) => `X-${at}: y\r\n`).join('');
const slugsOf = (responses: readonly RawResponse[]) =>
  responses.map(({ body, status }) => (status < 400 ? status : JSON.parse(body).type.split('#')[1]));

let client: RawClient;

/** A gateway with these limits for the tests of a `describe`, and a client for each of them. No action reaches the backend. */
function useGateway(limits: TestLimits): void {
  let gateway: TestGateway;
  let east: FakeAdapter;
  beforeAll(async () => {
    east = new FakeAdapter();
    east.add('job-1');
    gateway = await startGateway({ east }, undefined, undefined, limits);
    await gateway.poll('east');
  });
  beforeEach(async () => {
    client = await RawClient.open(gateway.url);
  });
  afterEach(() => client.cut());
  afterAll(async () => {
    expect(east.calls.filter((call) => /^(act|pause)/.test(call))).toEqual([]);
    await gateway.close();
  });
}

describe('the limits of a request', () => {
  useGateway({});

  it.each([
    ['a URL of 16 kB', `GET /health/live?${'x'.repeat(16_384 - 13)} HTTP/1.1\r\n${HOST}\r\n`, 200],
    ['a URL above 16 kB', `GET /health/live?${'x'.repeat(16_384 - 12)} HTTP/1.1\r\n${HOST}\r\n`, 'url-too-long'],
    ['a URL above everything', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n${HOST}\r\n`, 'url-too-long'],
    ['100 headers', `GET /health/live HTTP/1.1\r\n${HOST}${headers(99)}\r\n`, 200],
    ['101 headers', `GET /health/live HTTP/1.1\r\n${HOST}${headers(100)}\r\n`, 'headers-too-large'],
    ['headers of 32 kB', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(33_000)}\r\n\r\n`, 'headers-too-large'],
    ['a body above 64 kB', `${PATCH}Content-Length: ${BIG.length}\r\n\r\n${BIG}`, 'body-too-large'],
    [
      'a body above 64 kB in parts',
      `${PATCH}Transfer-Encoding: chunked\r\n\r\n${BIG.length.toString(16)}\r\n${BIG}\r\n0\r\n\r\n`,
      'body-too-large',
    ],
  ])('hold for %s', async (_case, bytes, expected) => {
    client.send(bytes);
    await until('it is answered', () => client.responses.length === 1);
    expect(slugsOf(client.responses)).toEqual([expected]);
  });
});

describe('the time limit of a request', () => {
  useGateway({ requestMs: 200, checkMs: 20 });

  it.each([
    ['slow headers', `GET / HTTP/1.1\r\n${HOST}X: `],
    ['a slow body', `${PATCH}Content-Length: 9\r\n\r\n{`],
  ])('holds for %s', async (_case, bytes) => {
    client.send(bytes);
    expect(slugsOf(await client.end())).toEqual(['request-timeout']);
  });

  it('holds for headers that arrive one by one, each in time', async () => {
    client.send('GET / HTTP/1.1\r\n');
    const timer = setInterval(() => client.send('X: y\r\n'), 20);
    expect(slugsOf(await client.end())).toEqual(['request-timeout']);
    clearInterval(timer);
  });
});

describe('the connections of one address', () => {
  it('are limited, while other addresses get answers', async () => {
    const configured = { connectionsPerAddress: 10 };
    const gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, { configured, checkMs: 20 });
    const [first, ...others] = await Promise.all(Array.from({ length: 40 }, () => RawClient.open(gateway.url)));
    const all = [first as RawClient, ...others];
    await until('those above the limit are closed', () => all.filter(({ closed }) => closed).length === 30);
    const other = await RawClient.open(gateway.url, '127.0.0.2');
    other.send(GET);
    await until('it is answered', () => other.responses.length === 1);
    const warnings = gateway.lines.filter(({ msg }) => String(msg).startsWith('an address has too many connections'));
    expect(warnings).toMatchObject([{ level: 40, address: '127.0.0.1', connections_per_address: 10 }]);
    await Promise.all(all.map((client) => client.cut()));
    await until('there is room again', () => gateway.connections() === 1);
    expect((await gateway.get('/metrics')).text).toMatch(/\njob_gateway_http_connections_refused_total 30\n/);
    await other.cut();
    await gateway.close();
  });

  it('have no limit if the address is that of a trusted proxy', async () => {
    const gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, {
      configured: { connectionsPerAddress: 2 },
      server: { trustedProxies: ['127.0.0.0/30'] },
    });
    const clients = await Promise.all(Array.from({ length: 10 }, () => RawClient.open(gateway.url)));
    await until('all are open', () => gateway.connections() === 10);
    await Promise.all(clients.map((client) => client.cut()));
    await gateway.close();
  });
});

describe('the watches', () => {
  const open = async (gateway: TestGateway, count: number) => {
    const watches: EventStreamClient[] = [];
    for (let at = 0; at < count; at += 1) watches.push(await EventStreamClient.open(`${gateway.url}/api/jobs/watch`));
    return watches;
  };

  it.each([
    [{ watchesPerCaller: 3 }, 429, 'too-many-watches'],
    [{ watches: 3 }, 503, 'overloaded'],
  ])('have the limit %j', async (configured, status, slug) => {
    const gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, { configured });
    const watches = await open(gateway, 3);
    const refused = await gateway.get('/api/jobs/watch');
    expect([refused.status, refused.body.type]).toEqual([status, `/docs/errors#${slug}`]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await watches.pop()?.cut();
    await until('there is room again', () => gateway.watching() === 2);
    watches.push(...(await open(gateway, 1)));
    expect((await gateway.get('/metrics')).text).toContain('job_gateway_watches_refused_total 1\n');
    await Promise.all(watches.map((watch) => watch.cut()));
    await gateway.close();
  });
});
