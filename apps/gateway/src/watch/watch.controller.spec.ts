import { once } from 'node:events';
import { connect } from 'node:net';

import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { until } from '@gateway/testing/until';

import { makeFolder } from '../../../../test/support/home.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('GET /api/jobs/watch', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;

  beforeEach(async () => {
    east = new FakeAdapter();
    east.add('job-1', { svm: { name: 'svm1' } });
    east.add('job-2', { svm: { name: 'svm2' } });
    gateway = await startGateway({ east });
    await gateway.poll('east');
  });
  afterEach(() => gateway.close());

  const watch = (path: string, headers?: Record<string, string>) => EventStreamClient.open(gateway.url + path, headers);

  it("continues from a list, with its filters and fields, by the list's link", async () => {
    const { body } = await gateway.get('/api/jobs?svm.name=svm1&fields=state&max_records=1');
    const { href } = body._links.watch;
    expect(href).toBe(`/api/jobs/watch?svm.name=svm1&fields=state&after=${body.revision}`);
    const client = await watch(href);
    east.add('job-1', { svm: { name: 'svm1' }, state: 'success' });
    east.add('job-2', { svm: { name: 'svm2' }, state: 'failure' });
    await gateway.poll('east');
    await until('the change arrives', () => client.events.length > 0);
    expect(client.received).toEqual(['modified east~job-1']);
    expect(client.events[0]?.data).toBe('{"id":"east~job-1","state":"success"}');
    await client.cut();
  });

  it('sends whole jobs, or only the fields that each client has chosen', async () => {
    const [whole, short, without] = await Promise.all(
      ['?svm.name=svm1', '?svm.name=svm1&fields=svm.name', '?svm.name=svm1&fields=!_links'].map((query) =>
        watch(`/api/jobs/watch${query}`),
      ),
    );
    const dataOf = (client = whole) => client?.events.map(({ data }) => data);
    await until('the job arrives', () => [whole, short, without].every((client) => client?.events.length === 1));
    east.add('job-1', { svm: { name: 'svm1' }, message: 'half' });
    await gateway.poll('east');
    await until('its change arrives', () => [whole, short, without].every((client) => client?.events.length === 2));
    const job = await gateway.get('/api/jobs/east~job-1');
    expect(dataOf()?.[1]).toBe(job.text);
    expect(dataOf(short)).toEqual(Array(2).fill('{"id":"east~job-1","svm":{"name":"svm1"}}'));
    const { _links, ...rest } = job.body;
    expect(_links).toBeDefined();
    expect(JSON.parse(dataOf(without)?.[1] ?? '')).toEqual(rest);
    for (const client of [whole, short, without]) await client?.cut();
  });

  it('is a stream without caching, buffering or compression', async () => {
    const client = await watch('/api/jobs/watch', { 'accept-encoding': 'gzip, br' });
    await until('the jobs arrive', () => client.events.length === 2);
    expect(client.status).toBe(200);
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/.+/),
    });
    expect(client.headers['content-encoding']).toBeUndefined();
    await client.cut();
  });

  it.each(['1-1', '1795212000000-7'])(
    'is 410 after a revision that is not in the history (%s), with a link to the list',
    async (after) => {
      const { body, status } = await gateway.get(`/api/jobs/watch?state=running&after=${after}`);
      expect([status, body.type, body.error.target]).toEqual([410, '/docs/errors#revision-gone', 'after']);
      expect(body._links).toEqual({ list: { href: '/api/jobs?state=running' } });
      expect((await gateway.get(body._links.list.href)).status).toBe(200);
    },
  );

  it('is 410 after an event id that is not from this API', async () => {
    const client = await watch('/api/jobs/watch', { 'last-event-id': 'x' });
    expect(client.status).toBe(410);
    await client.cut();
  });

  it('ignores an empty event id', async () => {
    const client = await watch('/api/jobs/watch', { 'last-event-id': '' });
    await until('the jobs arrive', () => client.events.length === 2);
    await client.cut();
  });

  it.each(['lastEventId', 'Last-Event-ID'])('resumes after the event id in the parameter %s', async (name) => {
    const { body } = await gateway.get('/api/jobs?max_records=1');
    east.add('job-1', { svm: { name: 'svm1' }, state: 'success' });
    await gateway.poll('east');
    const path = `/api/jobs/watch?after=1795212000000-7&${name}`;
    const client = await watch(`${path}=${body.revision}`);
    await until('the change arrives', () => client.events.length > 0);
    expect(client.received).toEqual(['modified east~job-1']);
    await client.cut();
    const withHeader = await watch(`${path}=x`, { 'last-event-id': body.revision });
    await until('the change arrives again', () => withHeader.events.length > 0);
    await withHeader.cut();
    for (const [id, status] of [
      ['x', 410],
      ['', 410],
    ] as const) {
      const refused = await watch(`${path}=${id}`);
      expect(refused.status).toBe(status);
      await refused.cut();
    }
  });

  it('keeps the search, the labels and the fields of a list, but not its order and page', async () => {
    const { body } = await gateway.get(
      '/api/jobs?query=x&source.labels.site=!lab&order_by=id&fields=id&return_records=false&max_records=1',
    );
    const { href } = body._links.watch;
    expect(href).toBe(`/api/jobs/watch?query=x&source.labels.site=!lab&fields=id&after=${body.revision}`);
    const client = await watch(href);
    east.add('job-3', { description: 'a big X' });
    await gateway.poll('east');
    await until('the job arrives', () => client.events.length > 0);
    expect(client.received).toEqual(['added east~job-3']);
    await client.cut();
  });

  it.each([
    ['after=yesterday', 'invalid-parameter', 'after'],
    ['state=gone', 'invalid-parameter', 'state'],
    ['fields=id,nothing', 'invalid-parameter', 'fields'],
    ['max_records=1', 'unknown-parameter', 'max_records'],
    ['after=1-0&after=2-0', 'duplicate-parameter', 'after'],
    ['after=', 'empty-parameter', 'after'],
  ])('is 400 with %s', async (query, slug, target) => {
    const { body, status } = await gateway.get(`/api/jobs/watch?${query}`);
    expect([status, body.type, body.error.target]).toEqual([400, `/docs/errors#${slug}`, target]);
  });

  it('has only headers for HEAD', async () => {
    const { headers, status, text } = await gateway.request('HEAD', '/api/jobs/watch');
    expect([status, headers.get('content-type'), text]).toEqual([200, 'text/event-stream', '']);
    expect(gateway.watching()).toBe(0);
  });

  it('does not hide a job with the native id "watch"', async () => {
    east.add('watch');
    await gateway.poll('east');
    expect((await gateway.get('/api/jobs/east~watch')).body.native_id).toBe('watch');
  });

  it('ends with a bookmark for every client when the gateway stops', async () => {
    const clients = await Promise.all([1, 2, 3].map(() => watch('/api/jobs/watch?svm.name=svm1')));
    const { revision } = (await gateway.get('/api/jobs')).body;
    await Promise.all(clients.map((client) => client.reaches(revision)));
    await gateway.close();
    for (const client of clients) {
      await client.ends();
      expect(client.lastEventId).toBe(revision);
      expect(client.received).toEqual(['added east~job-1']);
    }
    gateway = await startGateway({ east });
  });

  it('keeps no session, listener or timer of ten thousand clients that have disconnected', async () => {
    const { revision } = (await gateway.get('/api/jobs')).body;
    const { hostname, port } = new URL(gateway.url);
    const request = (at: number) =>
      `GET /api/jobs/watch?svm.name=svm${at % 3}${at % 2 ? `&after=${revision}` : ''} HTTP/1.1\r\nHost: gateway\r\n\r\n`;
    const visit = async (at: number): Promise<void> => {
      const socket = connect(Number(port), hostname);
      socket.write(request(at));
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 /);
      socket.destroy();
    };
    let at = 0;
    const visitor = async (): Promise<void> => {
      while ((at += 1) <= 10_000) await visit(at);
    };
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown): unknown => warnings.push(warning);
    process.on('warning', onWarning);
    await Promise.all(Array.from({ length: 20 }, visitor));
    await until('there are no sessions', () => gateway.watching() === 0);
    process.removeListener('warning', onWarning);
    expect(warnings).toEqual([]);
    expect(gateway.historyListeners()).toBe(1);
    expect(gateway.timers().filter((name) => name.startsWith('watch'))).toEqual([]);
  });
});

describe('a watch across a restart of the gateway', () => {
  it('resumes where it stopped, and misses nothing', async () => {
    const folder = await makeFolder();
    const east = new FakeAdapter();
    for (const name of ['a', 'b', 'c']) east.add(name);
    let gateway = await startGateway({ east }, folder);
    await gateway.poll('east');
    const before = await EventStreamClient.open(`${gateway.url}/api/jobs/watch?state=running`);
    await until('the jobs arrive', () => before.events.length === 3 && before.lastEventId !== '');
    await before.cut();
    east.add('a', { state: 'success' });
    east.add('d');
    await gateway.poll('east');
    await gateway.close();
    gateway = await startGateway({ east }, folder);
    east.add('b', { state: 'failure' });
    east.add('c', { message: 'half done' });
    await gateway.poll('east');
    const { revision } = (await gateway.get('/api/jobs')).body;
    const after = await EventStreamClient.open(`${gateway.url}/api/jobs/watch?state=running`, {
      'last-event-id': before.lastEventId,
    });
    await until('everything arrives', () => after.received.length === 4 && after.lastEventId === revision);
    expect([...after.received].sort()).toEqual([
      'modified east~c',
      'modified east~d',
      'removed east~a',
      'removed east~b',
    ]);
    await after.cut();
    await gateway.close();
    await folder.remove();
  });
});
