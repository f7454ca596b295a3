import { BackendError, type ConfiguredSource, type SourceOrigin } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { fakeSource } from '../../../../test/support/sources.js';
import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

interface Setting {
  readonly kind?: 'ontap' | 'service-engine';
  readonly labels?: Readonly<Record<string, string>>;
  readonly origin?: SourceOrigin;
}

/** By name, in the order of the configuration. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  west: { labels: { site: 'lab' } },
  east: { labels: { site: 'lab', rack: 'a' }, origin: { kind: 'file', file: 'sources.d/lab.yaml' } },
  engine: { kind: 'service-engine' },
  north: { origin: { kind: 'discovery', source: 'um1', cluster_uuid: '1cd8a442-86d1-11e0-ae1c-123478563412' } },
};

let gateway: TestGateway;

function start(sources: readonly ConfiguredSource[], adapters: Readonly<Record<string, FakeAdapter>>) {
  return startGateway(adapters, undefined, undefined, {}, sources);
}

async function names(query: string): Promise<readonly string[]> {
  const { body, status } = await gateway.get(`/api/sources?${query}`);
  if (status !== 200) throw new Error(body.detail);
  return body.records.map(({ name }: { name: string }) => name);
}

describe('the list of sources', () => {
  beforeAll(async () => {
    const adapters = Object.fromEntries(
      Object.entries(SETTINGS).map(([name, { kind }]) => [name, new FakeAdapter(kind ?? 'ontap')]),
    );
    adapters['west']!.add('a');
    adapters['west']!.add('b', { state: 'failure' });
    adapters['north']!.fault = new BackendError('unreachable', 'cannot connect');
    const sources = Object.entries(SETTINGS).map(([name, { kind = 'ontap', labels = {}, origin }]) => {
      const { connection, source } = fakeSource(name, kind);
      return { connection, source: { ...source, labels, ...(origin && { origin }) } };
    });
    gateway = await start(sources, adapters);
    await gateway.poll('west', 'east', 'engine', 'north');
  });
  afterAll(() => gateway.close());

  it.each([
    ['name=east', ['east']],
    ['name=e*', ['east', 'engine']],
    ['name=!e*', ['north', 'west']],
    ['kind=service-engine', ['engine']],
    ['status=ok', ['east', 'engine', 'west']],
    ['status=!ok', ['north']],
    ['reason=unreachable*', ['north']],
    ['labels.site=lab', ['east', 'west']],
    ['labels.site=lab&labels.rack=null', ['west']],
    ['origin.kind=config', ['engine', 'west']],
    ['origin.file=sources.d/*', ['east']],
    ['origin.source=um1', ['north']],
    ['origin.cluster_uuid=1CD8A442-86D1-11E0-AE1C-123478563412', ['north']],
    ['version=9.13.1', ['east', 'engine', 'west']],
    ['interval_seconds=3600', ['east', 'engine', 'north', 'west']],
    ['age_seconds=0..3600', ['east', 'engine', 'west']],
    ['age_seconds=null', ['north']],
    ['age_seconds=>3600', []],
    ['last_success_time=>-1h', ['east', 'engine', 'west']],
    ['last_poll_time=<-1h', []],
    ['first_poll_time=>-1h', ['east', 'engine', 'west']],
    ['first_poll_time=null', ['north']],
    ['consecutive_failures=>=1', ['north']],
    ['jobs.failure=1', ['west']],
    ['jobs.running=null', ['east', 'engine', 'north']],
    ['url=https://10.0.0.1', ['east', 'engine', 'north', 'west']],
  ])('has filters: %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it.each([
    ['order_by=name desc', ['west', 'north', 'engine', 'east']],
    ['order_by=kind,name desc', ['west', 'north', 'east', 'engine']],
    ['order_by=labels.rack,labels.site desc', ['east', 'west', 'engine', 'north']],
    ['order_by=consecutive_failures desc', ['north', 'east', 'engine', 'west']],
  ])('has an order: %s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('has the chosen fields, and always the name', async () => {
    const { body } = await gateway.get('/api/sources?fields=status,origin.{kind,file},labels.site&name=east|west');
    expect(body.records).toEqual([
      { name: 'east', origin: SETTINGS['east']?.origin, labels: { site: 'lab' }, status: 'ok' },
      { name: 'west', origin: { kind: 'config' }, labels: { site: 'lab' }, status: 'ok' },
    ]);
    const [{ age_seconds, ...west }] = (await gateway.get('/api/sources?fields=age_seconds&name=west')).body.records;
    expect([west, typeof age_seconds]).toEqual([{ name: 'west' }, 'number']);
    const [north] = (await gateway.get('/api/sources?fields=age_seconds&name=north')).body.records;
    expect(north).toEqual({ name: 'north' });
    const rest = (await gateway.get('/api/sources?fields=!age_seconds,!jobs&name=west')).body.records[0];
    expect(Object.keys(rest)).toEqual(expect.arrayContaining(['name', 'status', '_links']));
    expect(Object.keys(rest)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(age_seconds|jobs)$/)]));
  });

  it('can be one source with the chosen fields', async () => {
    expect((await gateway.get('/api/sources/west?fields=status,jobs')).body).toEqual({
      name: 'west',
      status: 'ok',
      jobs: { running: 1, failure: 1 },
    });
  });

  it('can be its number only', async () => {
    expect((await gateway.get('/api/sources?status=ok&return_records=false')).body).toEqual({
      num_records: 3,
      total_records: 3,
      _links: { self: { href: '/api/sources?status=ok&return_records=false' } },
    });
  });

  it('has pages, which are bound to their filters and their order', async () => {
    const first = (await gateway.get('/api/sources?max_records=3&order_by=kind')).body;
    expect(first).toMatchObject({ num_records: 3, total_records: 4 });
    const { href } = first._links.next;
    const second = (await gateway.get(href)).body;
    expect(second).toMatchObject({ num_records: 1, total_records: 4, records: [{ name: 'engine' }] });
    expect(second._links).toEqual({ self: { href } });
    const start = new URL(href, gateway.url).searchParams.get('start');
    for (const query of [`order_by=name&start=${start}`, `order_by=kind&kind=ontap&start=${start}`]) {
      expect((await gateway.get(`/api/sources?${query}`)).body.type).toBe('/docs/errors#invalid-cursor');
    }
  });

  it('shows each change at once', async () => {
    const before = (await gateway.get('/api/sources/engine')).body;
    await gateway.poll('engine');
    const { records } = (await gateway.get('/api/sources?name=engine')).body;
    expect(Date.parse(records[0].last_poll_time)).toBeGreaterThan(Date.parse(before.last_poll_time));
  });
});

describe('a list of 1,000 sources', () => {
  const all = Array.from({ length: 1_000 }, (_, index) => `s${String(index).padStart(3, '0')}`);

  beforeAll(async () => {
    gateway = await startGateway(Object.fromEntries(all.toReversed().map((name) => [name, new FakeAdapter()])));
  });
  afterAll(() => gateway.close());

  it('is one page without parameters', async () => {
    const { body } = await gateway.get('/api/sources');
    expect(body).toMatchObject({ num_records: 1_000, total_records: 1_000 });
    expect(body.records.map(({ name }: { name: string }) => name)).toEqual(all);
    expect(body._links.next).toBeUndefined();
  });

  it.each(['max_records=300', 'max_records=300&order_by=name desc', 'max_records=1&name=s00*&fields=name'])(
    'has pages to the end, with each source once: %s',
    async (query) => {
      const found: string[] = [];
      let href: string | undefined = `/api/sources?${query}`;
      let total = 0;
      while (href !== undefined) {
        const { body } = await gateway.get(href);
        found.push(...body.records.map(({ name }: { name: string }) => name));
        total = body.total_records;
        href = body._links.next?.href;
      }
      expect(found.length).toBe(total);
      expect(query.includes('desc') ? found.reverse() : found).toEqual(all.slice(0, total));
    },
  );
});
