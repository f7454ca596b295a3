/** Requests of clients that were written for ONTAP: headers, media types, empty parameters, other spellings. */
import { FakeAdapter, obey } from '@gateway/testing/fake-adapter';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const JOBS = '/api/cluster/jobs';
const UUID = 'b5145e1d-b53b-11e8-8252-005056bb0001';
const SVM = { name: 'svm0', uuid: '00000003-41be-11e9-81d5-656173740000' };
const OTHER_SVM = { name: 'svm1', uuid: '00000004-41be-11e9-81d5-656173740000' };

let east: FakeAdapter;
let um1: FakeAdapter;
let gateway: TestGateway;

beforeEach(async () => {
  [east, um1] = [new FakeAdapter(), new FakeAdapter('unified-manager')];
  east.onAction = obey;
  east.add('mine', { svm: SVM });
  east.add('other', { svm: OTHER_SVM });
  east.add('none');
  um1.add('elsewhere');
  gateway = await startGateway({ east, um1 });
  await gateway.poll('east', 'um1');
});
afterEach(() => gateway.close());

const actions = () => east.calls.filter((call) => /^(pause|resume|cancel)/.test(call));
const ids = ({ body }: Pick<TestAnswer, 'body'>) => body.records.map(({ uuid }: { uuid: string }) => uuid);

describe('a request for one SVM', () => {
  const scopes: readonly (readonly [string, Record<string, string>])[] = [
    ['by name', { 'X-Dot-SVM-Name': SVM.name }],
    ['by UUID', { 'x-dot-svm-uuid': SVM.uuid.toUpperCase() }],
    ['by both', { 'X-Dot-SVM-Name': SVM.name, 'X-Dot-SVM-UUID': SVM.uuid }],
  ];

  it.each(scopes)('lists its jobs only, whatever was listed before (%s)', async (_how, headers) => {
    const all = await gateway.get(JOBS);
    expect(all.body.num_records).toBe(4);
    const scoped = await gateway.request('GET', JOBS, { headers });
    expect([scoped.body.num_records, ids(scoped)]).toEqual([1, ['east~mine']]);
    expect(scoped.body._links.self.href).toBe(JOBS);
    expect((await gateway.get(JOBS)).body.num_records).toBe(4);
    const filtered = await gateway.request('GET', `${JOBS}?svm.name=${OTHER_SVM.name}`, { headers });
    expect(filtered.body.num_records).toBe(0);
  });

  it('compares names as they are, also if a name looks like a UUID', async () => {
    const name = SVM.uuid.toUpperCase();
    east.add('named', { svm: { name } });
    await gateway.poll('east');
    expect(ids(await gateway.request('GET', JOBS, { headers: { 'X-Dot-SVM-Name': name } }))).toEqual(['east~named']);
  });

  it('has pages of its own', async () => {
    east.add('mine-2', { svm: SVM });
    await gateway.poll('east');
    const headers = { 'X-Dot-SVM-Name': SVM.name };
    const first = await gateway.request('GET', `${JOBS}?max_records=1`, { headers });
    const { href } = first.body._links.next;
    const second = await gateway.request('GET', href, { headers });
    expect([...ids(first), ...ids(second)].sort()).toEqual(['east~mine', 'east~mine-2']);
    expect((await gateway.get(href)).status).toBe(400);
  });

  it.each(scopes)('finds and changes its jobs only (%s)', async (_how, headers) => {
    for (const id of ['east~other', 'east~none', 'um1~elsewhere']) {
      await gateway.get(`${JOBS}/${id}`);
      for (const [method, query] of [
        ['GET', ''],
        ['PATCH', '?action=cancel'],
      ] as const) {
        const { body, status } = await gateway.request(method, `${JOBS}/${id}${query}`, { headers });
        expect([status, body.error.code, body.error.target]).toEqual([404, '4', 'uuid']);
      }
    }
    expect(actions()).toEqual([]);
    expect((await gateway.request('GET', `${JOBS}/east~mine`, { headers })).status).toBe(200);
    expect((await gateway.request('PATCH', `${JOBS}/east~mine?action=cancel`, { headers })).status).toBe(200);
    expect(actions()).toHaveLength(1);
  });

  it.each(scopes)('changes its jobs only, if a filter matches more (%s)', async (_how, headers) => {
    const { body } = await gateway.request('PATCH', `${JOBS}?action=cancel&uuid=*`, { headers });
    expect(body).toEqual({ num_records: 1 });
    expect(actions()).toHaveLength(1);
    const unbounded = await gateway.request('PATCH', `${JOBS}?action=cancel`, { headers });
    expect(unbounded.status).toBe(400);
  });

  it.each(['X-Dot-SVM-Name', 'X-Dot-SVM-UUID'])('is refused if %s is empty', async (name) => {
    for (const [method, path] of [
      ['GET', JOBS],
      ['GET', `${JOBS}/east~mine`],
      ['PATCH', `${JOBS}/east~mine?action=cancel`],
      ['PATCH', `${JOBS}?action=cancel&uuid=*`],
    ] as const) {
      const { body, status } = await gateway.request(method, path, { headers: { [name]: '' } });
      expect([status, body.error.target]).toEqual([400, name.toLowerCase()]);
    }
    expect(actions()).toEqual([]);
  });
});

describe('an error', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/hal+json', 'application/hal+json'],
    ['application/json, application/hal+json;q=0.5', 'application/hal+json'],
  ])('has a media type of ONTAP under /api/cluster, if Accept is %s', async (accept, type) => {
    for (const path of [`${JOBS}/east~unknown`, `${JOBS}?fields=odd`, '/api/cluster/odd', '/api/cluster/jobs/a/b']) {
      const { body, headers, status } = await gateway.request('GET', path, accept ? { headers: { accept } } : {});
      expect([Math.floor(status / 100), headers.get('content-type')?.split(';')[0]]).toEqual([4, type]);
      expect(body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    }
  });

  it('is a problem elsewhere', async () => {
    for (const path of ['/api/jobs/a~b', '/api/clusters', '/api/jobs?odd=1']) {
      const { headers } = await gateway.request('GET', path, { headers: { accept: 'application/hal+json' } });
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });
});

describe('a body', () => {
  const paths = [`${JOBS}/east~mine?action=pause`, '/api/jobs/east~other?action=pause'];

  it.each([
    ['application/hal+json', '{}'],
    ['application/json; charset=utf-8', '{}'],
    ['application/vnd.netapp+json', ''],
    ['application/x-www-form-urlencoded', ''],
    ['text/plain', ''],
    [undefined, ''],
  ])('of type %s that is %j counts as none', async (type, body) => {
    for (const path of paths) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const { status } = await gateway.request('PATCH', path, { body: new TextEncoder().encode(body), headers });
      expect([200, 202]).toContain(status);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'application/xml'])(
    'of type %s that is not empty is refused',
    async (type) => {
      for (const path of paths) {
        const { status } = await gateway.request('PATCH', path, { body: '{}', headers: { 'content-type': type } });
        expect(status).toBe(415);
      }
      expect(actions()).toEqual([]);
    },
  );
});

describe('a query', () => {
  it('may have empty fields and an empty order, and $orderBy', async () => {
    const expected = (await gateway.get(JOBS)).body.records;
    for (const query of ['fields=', 'fields=&order_by=', 'fields', '$orderBy=']) {
      expect((await gateway.get(`${JOBS}?${query}`)).body.records).toEqual(expected);
    }
    expect((await gateway.get(`${JOBS}/east~mine?fields=`)).body.state).toBe('running');
    expect(ids(await gateway.get(`${JOBS}?$orderBy=uuid`))).toEqual([
      'east~mine',
      'east~none',
      'east~other',
      'um1~elsewhere',
    ]);
    for (const query of ['svm.name=', 'state=', 'uuid=', '$orderBy=uuid&order_by=uuid']) {
      expect((await gateway.get(`${JOBS}?${query}`)).status).toBe(400);
    }
  });
});

describe('a path', () => {
  it('may end with a slash', async () => {
    for (const path of [
      JOBS,
      `${JOBS}/east~mine`,
      '/api/jobs',
      '/api/jobs/east~mine',
      '/api/sources',
      '/health/live',
    ]) {
      const [plain, slash] = [await gateway.get(path), await gateway.get(`${path}/`)];
      expect([slash.status, Object.keys(slash.body)]).toEqual([200, Object.keys(plain.body)]);
      expect((await gateway.request('PUT', `${path}/`)).status).toBe(405);
    }
    expect((await gateway.request('PATCH', `${JOBS}/east~mine/?action=cancel`)).status).toBe(200);
    expect(actions()).toHaveLength(1);
  });

  it('and a filter may have a UUID in capitals, without a request to a backend', async () => {
    east.add(UUID, { svm: SVM });
    await gateway.poll('east');
    const before = east.calls.length;
    const capitals = UUID.toUpperCase();
    for (const path of [`${JOBS}/${capitals}`, `${JOBS}/east~${capitals}`]) {
      expect((await gateway.get(path)).body.uuid).toBe(`east~${UUID}`);
    }
    for (const path of [`/api/jobs/${capitals}`, `/api/jobs/east~${capitals}`]) {
      expect((await gateway.get(path)).body.native_id).toBe(UUID);
    }
    for (const query of [
      `uuid=${capitals}`,
      `uuid=east~${capitals}`,
      `svm.uuid=${SVM.uuid.toUpperCase()}&uuid=${UUID}`,
    ]) {
      expect(ids(await gateway.get(`${JOBS}?${query}`))).toEqual([`east~${UUID}`]);
    }
    for (const query of [`id=east~${capitals}`, `native_id=${capitals}`, `native_id=x|${capitals}`]) {
      expect((await gateway.get(`/api/jobs?${query}`)).body.total_records).toBe(1);
    }
    expect(east.calls).toHaveLength(before);
  });
});
