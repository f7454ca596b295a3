import { type SimulatedBackend, type Simulator } from '../simulator.js';
import { callBackend, simulators, timeAtNoon } from '../testing/simulated.js';

const start = simulators();
const clock = timeAtNoon();
const MISSING = 'b5145e1d-b53b-11e8-8252-005056bbd8f5';
const JOBS = '/api/cluster/jobs';

/** Ids that sort in the order of their number. */
function id(number: number): string {
  return `0000000${number}-b53b-11e8-8252-005056bbd8f5`;
}

function codeOf(simulator: Simulator, query: string, name = 'east'): Promise<string> {
  return callBackend(simulator.backend(name), `${JOBS}?${query}`).then(
    ({ status, body }) => `${status} ${body.error?.code}`,
  );
}

function add(backend: SimulatedBackend, number: number, wire: Readonly<Record<string, unknown>> = {}): string {
  return backend.addJob({
    nativeId: id(number),
    steps: [{ state: 'running', message: `job ${number}` }],
    wire: { svm: null, ...wire },
  });
}

async function idsOf(backend: SimulatedBackend, query: string): Promise<readonly number[]> {
  const { body } = await callBackend(backend, `${JOBS}?${query}`);
  return body.records.map(({ uuid }: { uuid: string }) => Number(uuid.slice(0, 8)));
}

describe('a list of ONTAP jobs', () => {
  it('has only uuid and self link by default', async () => {
    const east = (await start({ clock })).backend('east');
    add(east, 1);
    const { body, headers } = await callBackend(east, JOBS);
    const self = { self: { href: `${JOBS}/${id(1)}` } };
    expect(body).toEqual({
      records: [{ uuid: id(1), _links: self }],
      num_records: 1,
      _links: { self: { href: JOBS } },
    });
    expect(headers).toMatchObject({
      server: 'libzapid-httpd',
      'content-type': 'application/hal+json',
      'cache-control': 'no-cache,no-store,must-revalidate',
    });
  });

  it('has the requested fields, whole or partial objects, and always the uuid', async () => {
    const east = (await start({ clock })).backend('east');
    const svm = { name: 'svm1', uuid: 'u1', _links: { self: { href: '/api/svm/svms/u1' } } };
    add(east, 1, { svm });
    const { body } = await callBackend(east, `${JOBS}?fields=state,svm.%7Bname%7D,!message`);
    expect(body.records[0]).toEqual({
      uuid: id(1),
      state: 'running',
      svm: { name: 'svm1', _links: svm._links },
      _links: { self: { href: `${JOBS}/${id(1)}` } },
    });
  });

  it('has only next links for a client that accepts plain JSON', async () => {
    const east = (await start({ clock })).backend('east');
    add(east, 1);
    const { body, headers } = await callBackend(east, `${JOBS}?max_records=1`, {
      headers: { accept: 'application/json' },
    });
    expect(body.records).toEqual([{ uuid: id(1) }]);
    expect(Object.keys(body._links)).toEqual(['next']);
    expect(headers['content-type']).toBe('application/json');
  });

  it('is paged by uuid, counts only the page, and may end with an empty page', async () => {
    const east = (await start({ clock })).backend('east');
    [4, 2, 1, 3].forEach((number) => add(east, number));
    const first = await callBackend(east, `${JOBS}?max_records=2&state=running`);
    expect(first.body.num_records).toBe(2);
    expect(first.body.records.map(({ uuid }: { uuid: string }) => uuid)).toEqual([id(1), id(2)]);
    const next = first.body._links.next.href as string;
    expect(next).toMatch(/^\/api\/cluster\/jobs\?start\.uuid=/);
    expect(first.headers['link']).toBe(`<${next}>; rel="next"`);
    east.removeJob(id(2));
    const second = await callBackend(east, next);
    expect(second.body.records.map(({ uuid }: { uuid: string }) => uuid)).toEqual([id(3), id(4)]);
    const third = await callBackend(east, second.body._links.next.href as string);
    expect(third.body).toMatchObject({ records: [], num_records: 0 });
    expect(third.body._links.next).toBeUndefined();
  });

  it('has pages up to its own limit if the requested size is larger', async () => {
    const east = (await start({ clock, settings: { east: { pageCap: 1 } } })).backend('east');
    [1, 2].forEach((number) => add(east, number));
    const { body } = await callBackend(east, `${JOBS}?max_records=100`);
    expect(body.num_records).toBe(1);
    expect(body._links.next).toBeDefined();
  });

  it('has a count but no records if return_records is false', async () => {
    const east = (await start({ clock })).backend('east');
    [1, 2, 3].forEach((number) => add(east, number));
    const { body } = await callBackend(east, `${JOBS}?return_records=false&uuid=!${id(2)}`);
    expect(body).toEqual({ num_records: 2, _links: expect.anything() });
  });

  it('is sorted by any field and then paged by index', async () => {
    const east = (await start({ clock })).backend('east');
    [3, 1, 2].forEach((number) => add(east, number, { code: 10 - number }));
    const { body } = await callBackend(east, `${JOBS}?order_by=code%20desc,uuid&max_records=2`);
    expect(body.records.map(({ uuid }: { uuid: string }) => uuid)).toEqual([id(1), id(2)]);
    const rest = await callBackend(east, body._links.next.href as string);
    expect(rest.body.records.map(({ uuid }: { uuid: string }) => uuid)).toEqual([id(3)]);
  });

  it.each([
    ['state=running', [1, 2, 3]],
    ['state=success%7Crunning', [1, 2, 3]],
    ['state=!running', []],
    ['message=job%20*', [1, 2, 3]],
    ['message=*2', [2]],
    ['message=%22*2%22', []],
    ['message=%7Bjob%202%7D', [2]],
    ['code=>=5', [2, 3]],
    ['code=<5', [1]],
    ['code=2..5', [2]],
    ['code=!2..5|0', [1, 3]],
    ['svm.name=null', [1, 3]],
    ['svm.name=!null', [2]],
    ['svm.name=<t', [2]],
    ['svm.name=<t|null', [1, 2, 3]],
    ['svm.name=!svm9', [1, 2, 3]],
    ['error.arguments.code=b', [3]],
    ['end_time=null&state=running&code=5', [2]],
    ['start_time=>2026-03-01T12:00:00Z', []],
    ['start_time=2026-03-01T12:00:00Z', [1, 2, 3]],
    ['start_time=2026-03-01T17:30:00%2B05:30', [1, 2, 3]],
    ['start_time=2026-03-01T00:00:00Z..2026-03-02T00:00:00Z', [1, 2, 3]],
  ])('evaluates the query ?%s', async (query, expected) => {
    const east = (await start({ clock: timeAtNoon() })).backend('east');
    add(east, 1, { code: 0 });
    add(east, 2, { code: 5, svm: { name: 'svm2' } });
    add(east, 3, { code: 90, error: { code: '90', message: 'no', arguments: [{ code: 'a' }, { code: 'b' }] } });
    expect(await idsOf(east, query)).toEqual(expected);
  });

  it.each([
    ['surprise=1', '400 262179'],
    ['state=running&state=running', '400 262188'],
    ['state=', '400 262177'],
    ['fields=uuid,surprise', '400 262197'],
    ['fields=svm.%7Bname', '400 262286'],
    ['state=exploded', '400 262197'],
    ['code=many', '400 262197'],
    ['start_time=2026-03-01T12:00:00.5Z', '400 262197'],
    ['start_time=2026-03-01T17:30:00+05:30', '400 262197'],
    ['code=%3C', '400 262194'],
    ['message=%22open', '400 262272'],
    ['max_records=0', '400 262197'],
    ['return_timeout=121', '400 262197'],
    ['order_by=surprise', '400 262197'],
    ['fields=uuid,surprise&ignore_unknown_fields=true', '200 undefined'],
  ])('answers ?%s with %s', async (query, expected) => {
    expect(await codeOf(await start({ clock }), query)).toBe(expected);
  });

  it('has only the fields of its release', async () => {
    const simulator = await start({ clock, backends: { ontap: 4 } });
    expect(await codeOf(simulator, 'fields=node', 'east')).toBe('200 undefined');
    expect(await codeOf(simulator, 'fields=node', 'west')).toBe('400 262197');
    expect(await codeOf(simulator, 'svm.name=a', 'west')).toBe('400 262179');
    expect(await codeOf(simulator, 'fields=uuid&ignore_unknown_fields=true', 'west')).toBe('400 262179');
    expect(await codeOf(simulator, 'fields=svm,error', 'south')).toBe('200 undefined');
    expect(await codeOf(simulator, 'fields=node', 'south')).toBe('400 262197');
    expect(await codeOf(simulator, 'fields=error.target', 'north')).toBe('400 262197');
  });
});

describe('one ONTAP job', () => {
  it('shows its life with the words, UTC offset and field order of the cluster', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock })).backend('east');
    const error = { code: '917927', message: 'The specified volume was not found.', arguments: [] };
    const uuid = east.addJob({
      steps: [
        { state: 'queued', forMs: 1_000 },
        { state: 'running', forMs: 2_000, message: 'Creating volume' },
        { state: 'failure', code: 917927, message: error.message, error },
      ],
    });
    const look = async (): Promise<Record<string, unknown>> => {
      const { body } = await callBackend(east, `${JOBS}/${uuid}?fields=state,message,code,start_time,end_time,error`);
      expect(body).toMatchObject({ uuid, _links: { self: { href: `${JOBS}/${uuid}` } } });
      return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'uuid' && name !== '_links'));
    };
    expect(await look()).toEqual({ state: 'queued', message: '', code: 0 });
    clock.pass(1_000);
    const start_time = '2026-03-01T04:00:01-08:00';
    expect(await look()).toEqual({ state: 'running', message: 'Creating volume', code: 0, start_time });
    clock.pass(2_000);
    const end_time = '2026-03-01T04:00:03-08:00';
    expect(await look()).toEqual({
      state: 'failure',
      message: error.message,
      code: 917927,
      start_time,
      end_time,
      error,
    });
  });

  it('exists until its retention ends, then GET and PATCH return 404 with code 4', async () => {
    const clock = timeAtNoon();
    const east = (await start({ clock, retentionMs: 300_000 })).backend('east');
    const uuid = east.addJob({ steps: [{ state: 'running', forMs: 1_000 }, { state: 'success' }] });
    clock.pass(300_999);
    expect((await callBackend(east, `${JOBS}/${uuid}`)).body.state).toBe('success');
    clock.pass(1);
    const gone = { error: { message: "entry doesn't exist", code: '4', target: 'uuid' } };
    expect(await callBackend(east, `${JOBS}/${uuid}`)).toMatchObject({ status: 404, body: gone });
    expect(await callBackend(east, `${JOBS}/${uuid}?action=cancel`, { method: 'PATCH' })).toMatchObject({
      status: 404,
    });
    expect((await callBackend(east, JOBS)).body.num_records).toBe(0);
    expect(east.truth()).toMatchObject([{ outcome: 'success', deletedAt: clock.now() }]);
  });

  it.each([
    [`${JOBS}/${MISSING}`, 404, '4'],
    [`${JOBS}/not-a-uuid`, 404, '2'],
    [`${JOBS}/%2e%2e`, 404, '2'],
    [`${JOBS}/${MISSING}?state=running`, 400, '262179'],
    ['/api/storage/volumes', 404, '3'],
  ])('answers GET %s with %d and code %s', async (path, status, code) => {
    const east = (await start({ clock })).backend('east');
    const reply = await callBackend(east, path);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });

  it('is shown with the members that a test replaces, valid or not', async () => {
    const east = (await start({ clock })).backend('east');
    const uuid = add(east, 1, { code: 'many', svm: 5, uuid: null, surprise: ['yes'] });
    expect((await callBackend(east, `${JOBS}/${uuid}`)).body).toMatchObject({
      code: 'many',
      svm: 5,
      uuid: null,
      surprise: ['yes'],
    });
  });
});

describe('the cluster', () => {
  it('returns its version', async () => {
    const west = (await start({ clock, backends: { ontap: 2 } })).backend('west');
    const { body } = await callBackend(west, '/api/cluster?fields=version');
    expect(body).toMatchObject({ name: 'west', version: { generation: 9, major: 7, minor: 0 } });
  });

  it('removes dot segments before it routes a request, so a job with the id .. is the cluster', async () => {
    const east = (await start({ clock })).backend('east');
    expect((await callBackend(east, `${JOBS}/..`)).body.version.major).toBe(13);
  });

  it.each([
    ['no login', {}],
    ['a wrong password', { authorization: `Basic ${Buffer.from('admin:wrong').toString('base64')}` }],
    ['a token that is not configured', { authorization: 'Bearer secret' }],
  ])('refuses %s with its own error format', async (_name, headers) => {
    const east = (await start({ clock })).backend('east');
    const { status, body } = await callBackend(east, JOBS, { login: false, headers });
    expect([status, body.error.code]).toEqual([401, '6691623']);
    expect(east.requests.unauthorised).toBe(1);
  });

  it('accepts a Bearer token if one is configured', async () => {
    const east = (await start({ clock, settings: { east: { bearerToken: 'secret' } } })).backend('east');
    const { status } = await callBackend(east, JOBS, { login: false, headers: { authorization: 'Bearer secret' } });
    expect(status).toBe(200);
  });

  it('refuses unknown methods with code 3', async () => {
    const east = (await start({ clock })).backend('east');
    const { status, body } = await callBackend(east, JOBS, { method: 'DELETE' });
    expect([status, body.error.code]).toEqual([405, '3']);
  });
});
