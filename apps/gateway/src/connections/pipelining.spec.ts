import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway, type TestLimits } from '../../../../test/support/start-gateway.js';

const LIVE = '/health/live';

describe('pipelined requests', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let client: RawClient;

  async function start(limits: TestLimits = {}, jobs = 3): Promise<void> {
    east = new FakeAdapter();
    for (let at = 0; at < jobs; at += 1) east.add(`job-${at}`, { description: 'x'.repeat(1_000) });
    gateway = await startGateway({ east }, undefined, undefined, limits);
    await gateway.poll('east');
    client = await RawClient.open(gateway.url);
  }
  afterEach(async () => {
    await client.cut();
    await until('no request waits', () => gateway.waiting() + gateway.watching() === 0).finally(() => gateway.close());
  });

  const get = (path: string, id = 'x'): string =>
    `GET ${path} HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: ${id}\r\n\r\n`;
  const many = (count: number, path: string): string =>
    Array.from({ length: count }, (_, at) => get(path, `${at}`)).join('');
  const ids = () => client.responses.map(({ headers }) => headers['x-request-id']);
  const cuts = async (reason: string) =>
    Number(new RegExp(`cut_total{reason="${reason}"} (\\d+)`).exec((await gateway.get('/metrics')).text)?.[1]);

  it.each([3, 300, 1_000])('are all answered, in their order: %i', async (count) => {
    await start();
    client.send(many(count, LIVE));
    await until('all are answered', () => client.responses.length === count);
    expect(ids()).toEqual(Array.from({ length: count }, (_, at) => `${at}`));
    expect(client.responses.every(({ status }) => status === 200)).toBe(true);
    client.send(get(LIVE, 'next'));
    await until('the next is answered', () => ids().at(-1) === 'next');
  });

  it('wait for the answer to the one before', async () => {
    await start();
    client.send(many(3, '/api/jobs/east~job-1?wait=100') + get(LIVE, 'last'));
    await until('the first one waits', () => gateway.waiting() === 1);
    await gateway.get(LIVE);
    expect(gateway.waiting()).toBe(1);
    expect(client.received).toBe('');
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    await until('all are answered', () => client.responses.length === 4);
    expect(ids()).toEqual(['0', '1', '2', 'last']);
  });

  it('that change a job are sent to its backend one after the other', async () => {
    await start();
    east.faults.act = 'hang';
    const patch = (action: string) => `PATCH /api/jobs/east~job-1?action=${action} HTTP/1.1\r\nHost: x\r\n\r\n`;
    client.send(patch('pause') + patch('cancel'));
    const sent = () => east.calls.filter((call) => call.includes('job-1') && !call.startsWith('get'));
    await until('the first action is sent', () => sent().length > 0);
    await gateway.get(LIVE);
    expect(sent()).toHaveLength(1);
  });

  it.each([
    [
      'an unreadable body',
      'PATCH /api/jobs/east~job-1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{',
    ],
    ['a request without Host', 'GET /health/live HTTP/1.1\r\n\r\n'],
  ])('are not handled after %s, which closes the connection', async (_what, bytes) => {
    await start();
    client.send(`${bytes}PATCH /api/jobs/east~job-1?action=cancel HTTP/1.1\r\nHost: x\r\n\r\n${get('/docs/a')}`);
    expect((await client.end()).map(({ status }) => status)).toEqual([400]);
    await gateway.poll('east');
    expect(east.calls.filter((call) => call.startsWith('act') || call.startsWith('cancel'))).toEqual([]);
  });

  it('do not reduce the number of files that can be sent, if they are never handled', async () => {
    await start();
    for (let at = 0; at < 40; at += 1) {
      const other = await RawClient.open(gateway.url);
      other.send(`GET /health/live HTTP/1.1\r\n\r\n${get('/docs/none')}`);
      await other.end();
      await other.cut();
    }
    expect((await gateway.get('/docs/none')).status).toBe(404);
  });

  it('open one watch at a time, and leave no session when the client disconnects', async () => {
    await start();
    client.send(many(500, '/api/jobs/watch'));
    await until('the first watch is open', () => client.received.includes('event: added'));
    await gateway.get(LIVE);
    expect(gateway.watching()).toBe(1);
  });

  it('are not read any more while a hundred of them wait', async () => {
    await start({ checkMs: 600_000 });
    client.send(get('/api/jobs/east~job-1?wait=100') + many(200, LIVE));
    await until('the first one waits', () => gateway.waiting() === 1);
    const block = many(1_000, LIVE);
    // Much more than the buffers of the system take.
    for (let sent = 0; sent < 40_000_000; sent += block.length) client.send(block);
    await gateway.get(LIVE);
    expect(client.closed).toBe(false);
    expect(client.unsentBytes).toBeGreaterThan(10_000_000);
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
  });

  it('are not read at all while thousands of them wait, and disturb no other connection', async () => {
    await start({ checkMs: 20, waiting: 7_000 });
    const other = await RawClient.open(gateway.url);
    other.send(get('/api/jobs/east~job-2?wait=100') + many(50, LIVE));
    client.send(get('/api/jobs/east~job-1?wait=100'));
    await until('both wait', () => gateway.waiting() === 2);
    const block = many(1_000, LIVE);
    for (let sent = 0; sent < 20_000_000; sent += block.length) client.send(block);
    let unsent = Infinity;
    await until('nothing more is taken', async () => {
      const before = unsent;
      unsent = client.unsentBytes;
      for (let at = 0; at < 5; at += 1) await gateway.get(LIVE);
      return unsent === before;
    });
    expect([client.closed, other.closed, await cuts('pipelined')]).toEqual([false, false, 0]);
    for (const job of ['job-1', 'job-2']) east.add(job, { state: 'success' });
    await gateway.poll('east');
    await until('the other one is answered', () => other.responses.length === 51);
    await other.cut();
  });

  it('that are not read end when the client disconnects', async () => {
    await start({ checkMs: 20 });
    client.send(get('/api/jobs/east~job-1?wait=100') + many(200, LIVE));
    await until('the first one waits', () => gateway.waiting() === 1);
    await client.cut();
    await until('it no longer waits', () => gateway.waiting() === 0);
  });

  it('beyond the number for all connections close the connection with the most of them', async () => {
    await start({ waiting: 50 });
    const other = await RawClient.open(gateway.url);
    client.send(get('/api/jobs/east~job-2?wait=100') + many(40, LIVE));
    await until('it waits', () => gateway.waiting() === 1);
    other.send(get('/api/jobs/east~job-1?wait=100') + many(20, LIVE));
    expect(await client.end()).toEqual([]);
    expect(await cuts('pipelined')).toBe(1);
    east.add('job-1', { state: 'success' });
    await gateway.poll('east');
    await until('the other one is answered', () => other.responses.length === 21);
    await other.cut();
  });

  it('of a client that reads nothing end with its connection, but a quiet watch stays open', async () => {
    await start({ checkMs: 20, responseMs: 200, responseBytesPerSecond: 1e9 }, 1_000);
    const watch = await RawClient.open(gateway.url);
    watch.send(get('/api/jobs/watch?state=success'));
    await until('the watch is open', () => gateway.watching() === 1);
    client.pause();
    client.send(many(100, '/api/jobs?max_records=1000'));
    await until('its connection is closed', async () => (await cuts('slow')) === 1);
    await until('only the others are open', () => gateway.connections() <= 2);
    expect([gateway.watching(), watch.closed]).toEqual([1, false]);
    await watch.cut();
  });
});
