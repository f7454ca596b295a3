import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { until } from '@gateway/testing/until';

import { RawClient } from '../../../../test/support/raw-requests.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';
import { Connections } from './connections.js';

/** Leaves 20 connections for one source. */
const OPEN_FILES = 152;
const MAX_CONNECTIONS = 20;
const GET = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';

describe('the connections', () => {
  it('are all closed once those that are open now are closed', async () => {
    const connections = new Connections(new RecordingLogger());
    const server = createServer((socket) => connections.add(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clients = [await RawClient.open(url), await RawClient.open(url)];
    await until('both are open', () => connections.size === 2);
    let areClosed = false;
    const closed = connections.allClosed().then(() => (areClosed = true));
    await clients[0]?.cut();
    await until('one is left', () => connections.size === 1);
    expect(areClosed).toBe(false);
    await clients[1]?.cut();
    await closed;
    server.close();
  });
});

describe('the number of connections', () => {
  let gateway: TestGateway;
  let clients: RawClient[];

  beforeEach(async () => {
    clients = [];
    gateway = await startGateway({ east: new FakeAdapter() }, undefined, undefined, {
      openFiles: OPEN_FILES,
      checkMs: 20,
    });
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.cut()));
    await gateway.close();
  });

  async function open(count: number): Promise<RawClient[]> {
    const opened = await Promise.all(Array.from({ length: count }, () => RawClient.open(gateway.url)));
    clients.push(...opened);
    return opened;
  }
  const watch = () => EventStreamClient.open(`${gateway.url}/api/jobs/watch`);
  const warnings = () => gateway.lines.filter(({ level }) => level === 40).map(({ msg }) => msg);
  const metric = async (name: string) => {
    const line = `\njob_gateway_http_connections${name} `;
    return Number((await gateway.get('/metrics')).text.split(line)[1]?.split('\n')[0]);
  };

  it('stays below the limit of open files, and idle connections make room for new ones', async () => {
    for (let round = 0; round < 5; round += 1) {
      await open(10);
      await until('there is room again', () => gateway.connections() < MAX_CONNECTIONS);
      expect((await gateway.get('/health/live')).status).toBe(200);
    }
    expect(await metric('_cut_total{reason="idle"}')).toBeGreaterThan(30);
    expect(await metric('')).toBeLessThanOrEqual(MAX_CONNECTIONS);
    const refused = expect.stringContaining('maximum number of connections reached');
    expect(warnings()).toEqual([expect.stringContaining('limit of open files is low'), refused]);
  });

  it('is reduced by closing connections without a request first, then the ones that were idle the longest', async () => {
    const used = await open(8);
    for (const client of used) {
      client.send(GET);
      await until('it is answered', () => client.responses.length === 1);
    }
    const [unused] = await open(1);
    await open(MAX_CONNECTIONS - 8);
    await until('the unused one is closed', () => unused?.closed === true);
    expect(used.filter(({ closed }) => closed)).toEqual([]);
    used[0]?.send(GET);
    await until('it is answered', () => used[0]?.responses.length === 2);
    for (const client of clients.slice(8)) client.send(GET);
    await until('they are answered', () => clients.slice(8).every((each) => each.closed || each.responses.length > 0));
    await open(MAX_CONNECTIONS);
    await until('the one that was idle the longest is closed', () => used[1]?.closed === true);
  });

  it('includes those in use, which are never closed for new ones', async () => {
    const watches: EventStreamClient[] = [];
    for (let at = 0; at < MAX_CONNECTIONS; at += 1) watches.push(await watch());
    for (const client of await open(30)) await client.end();
    expect(gateway.connections()).toBe(MAX_CONNECTIONS);
    expect(watches.filter(({ ended }) => ended)).toEqual([]);
    await watches.pop()?.cut();
    await until('there is room again', () => gateway.connections() < MAX_CONNECTIONS);
    expect(await metric('_refused_total')).toBe(30);
    await Promise.all(watches.map((each) => each.cut()));
  });
});
