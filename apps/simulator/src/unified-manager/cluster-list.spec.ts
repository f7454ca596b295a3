import { type SimulatedBackend } from '../simulator.js';
import { callBackend, type Reply, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const clock = timeAtNoon();
const GATEWAYS = '/api/gateways';

async function pagesOf(um: SimulatedBackend, first: string): Promise<readonly Reply[]> {
  const pages: Reply[] = [];
  for (let path: string | undefined = first; path !== undefined;) {
    const page: Reply = await callBackend(um, path);
    pages.push(page);
    path = page.body._links.next?.href as string | undefined;
  }
  return pages;
}

function namesOf(pages: readonly Reply[]): readonly string[] {
  return pages.flatMap(({ body }) => body.records.map(({ name }: { name: string }) => name) as string[]);
}

describe('the list of managed clusters', () => {
  it('is empty without managed clusters', async () => {
    const { body } = await callBackend((await start({ clock })).backend('um1'), GATEWAYS);
    expect(body).toEqual({ records: [], num_records: 0, total_records: 0, _links: { self: { href: GATEWAYS } } });
  });

  it('has UUID, name, address and type of each cluster', async () => {
    const simulator = await start({ clock, managed: 1 });
    const { body } = await callBackend(simulator.backend('um1'), GATEWAYS);
    const own = (await callBackend(simulator.backend('um1-cluster1'), '/api/cluster')).body;
    expect(body.records).toEqual([
      {
        uuid: own.uuid,
        name: own.name,
        ip_address: '127.0.0.1',
        type: 'ONTAP',
        _links: { self: { href: `${GATEWAYS}/${own.uuid}` } },
      },
    ]);
    expect(own).toMatchObject({ name: 'um1-cluster1', uuid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('has 20 clusters on a page, and each Unified Manager has its own', async () => {
    const simulator = await start({ clock, jobs: 20, managed: 50, backends: { 'unified-manager': 2 } });
    const uuids = new Set<string>();
    for (const name of ['um1', 'um2']) {
      const pages = await pagesOf(simulator.backend(name), GATEWAYS);
      expect(pages.map(({ body }) => [body.num_records, body.total_records])).toEqual([
        ...[20, 20, 10].map((records) => [records, 50]),
      ]);
      expect(namesOf(pages)).toEqual(Array.from({ length: 50 }, (_, index) => `${name}-cluster${index + 1}`));
      for (const { body } of pages) body.records.forEach(({ uuid }: { uuid: string }) => uuids.add(uuid));
    }
    expect(uuids.size).toBe(100);
  });

  it('is paged by offset and max_records, filtered and sorted', async () => {
    const simulator = await start({ clock, managed: 3 });
    const um = simulator.backend('um1');
    const listed = async (query: string): Promise<readonly string[]> =>
      namesOf([await callBackend(um, `${GATEWAYS}?${query}`)]).map((name) => name.replace('um1-cluster', ''));
    expect(await listed('offset=1&max_records=1')).toEqual(['2']);
    expect(await listed('name=um1-cluster3')).toEqual(['3']);
    expect(await listed(`uuid=${simulator.backend('um1-cluster2').cluster.uuid}`)).toEqual(['2']);
    expect(await listed('type=ONTAP&ip_address=127.*&order_by=name%20desc')).toEqual(['3', '2', '1']);
    expect(await listed('type=other')).toEqual([]);
  });

  it('keeps its base path in links', async () => {
    const um = (await start({ clock, managed: 2 })).backend('um1');
    const { body } = await callBackend(um, '/api/v2/gateways?max_records=1');
    expect(body.records[0]._links.self.href).toBe(`/api/v2/gateways/${body.records[0].uuid}`);
    expect(body._links.next.href).toBe('/api/v2/gateways?offset=1&max_records=1');
  });

  it('is one page without a total if the backend has no pages', async () => {
    const um = (await start({ clock, managed: 25, settings: { um1: { unpagedClusters: true } } })).backend('um1');
    const { body } = await callBackend(um, GATEWAYS);
    expect(body.records).toHaveLength(25);
    expect(Object.keys(body)).toEqual(['records', 'num_records', '_links']);
    expect(body._links.next).toBeUndefined();
    expect((await callBackend(um, `${GATEWAYS}?name=um1-cluster9`)).body.num_records).toBe(1);
    expect((await callBackend(um, `${GATEWAYS}?max_records=5`)).status).toBe(400);
  });

  it.each(['max_records=0', 'offset=-1', 'state=running', 'fields=name', 'order_by=surprise', 'name=a%3Fb'])(
    'refuses ?%s with 400',
    async (query) => {
      const um = (await start({ clock, managed: 1 })).backend('um1');
      const { status, body } = await callBackend(um, `${GATEWAYS}?${query}`);
      expect([status, typeof body.error.message]).toEqual([400, 'string']);
    },
  );

  it('is refused without a login and cannot be written', async () => {
    const um = (await start({ clock, managed: 1 })).backend('um1');
    expect(await callBackend(um, GATEWAYS, { login: false })).toMatchObject({ status: 401, text: '' });
    expect((await callBackend(um, GATEWAYS, { method: 'POST' })).status).toBe(405);
    expect(um.requests).toMatchObject({ unauthorised: 1, counts: { clusters: 1, gateway: 0, other: 1 } });
  });

  it('can be a list without end, and a page can lead back to itself', async () => {
    const um = (await start({ clock, managed: 21 })).backend('um1');
    await um.setFault({ kind: 'endless-list', times: 1, calls: ['clusters'] });
    const { body } = await callBackend(um, GATEWAYS);
    expect(new Set(body.records.map(({ uuid }: { uuid: string }) => uuid)).size).toBe(1_000);
    expect(body._links.next.href).toBe(`${GATEWAYS}?start.index=1000`);
    await um.setFault({ kind: 'next-repeats', times: 1 });
    expect((await callBackend(um, `${GATEWAYS}?offset=20`)).body._links.next.href).toBe(`${GATEWAYS}?offset=20`);
  });
});
