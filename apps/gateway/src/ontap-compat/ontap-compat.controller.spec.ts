import { BackendError } from '@gateway/core';
import { FakeAdapter, obey } from '@gateway/testing/fake-adapter';

import { startGateway, type TestAnswer, type TestGateway } from '../../../../test/support/start-gateway.js';

const JOBS = '/api/cluster/jobs';
const UUID = 'b5145e1d-b53b-11e8-8252-005056bb0001';
const OTHER = 'b5145e1d-b53b-11e8-8252-005056bb0002';

let east: FakeAdapter;
let west: FakeAdapter;
let um1: FakeAdapter;
let gateway: TestGateway;

async function start(): Promise<void> {
  [east, west, um1] = [new FakeAdapter(), new FakeAdapter(), new FakeAdapter('unified-manager')];
  for (const adapter of [east, west]) adapter.onAction = obey;
  gateway = await startGateway({ east, west, um1 });
}

/** Adds one job in each state, some with further fields. */
async function fill(): Promise<void> {
  east.add('queued', { state: 'queued', description: 'POST /api/one' });
  east.add('running', {
    start_time: '2026-01-02T03:04:05.678Z',
    svm: { name: 'svm1', uuid: 'u1' },
    message: 'Working',
  });
  east.add('paused', { state: 'paused', node: { name: 'n1' } });
  east.add('success', { state: 'success', message: 'done', end_time: '2026-01-02T03:04:05.000Z' });
  east.add('failure', {
    state: 'failure',
    code: 90,
    message: 'no such volume',
    error: { code: '90', message: 'no such volume', arguments: [] },
  });
  east.add('odd', { state: 'unknown', native_state: 'dreaming' });
  um1.add('warning', { state: 'warning', type: 'create_lun' });
  um1.add('partial', { state: 'partial_failure' });
  um1.add('cancelled', { state: 'cancelled' });
  await gateway.poll('east', 'um1');
}

async function uuids(query: string): Promise<readonly string[]> {
  const { body, status } = await gateway.get(`${JOBS}?${query}`);
  expect(status).toBe(200);
  return body.records.map(({ uuid }: { uuid: string }) => uuid.slice(uuid.indexOf('~') + 1)).sort();
}

function errorOf({ body, status }: TestAnswer): string {
  return `${status} ${body.error?.code} ${body.error?.target}`;
}

describe('GET /api/cluster/jobs', () => {
  beforeAll(() => start().then(fill));
  afterAll(() => gateway.close());

  it('returns uuid and link if fields is missing', async () => {
    const { body, headers } = await gateway.get(`${JOBS}?uuid=paused`);
    const self = { href: `${JOBS}/east~paused` };
    expect(body).toEqual({
      records: [{ uuid: 'east~paused', _links: { self } }],
      num_records: 1,
      _links: { self: { href: `${JOBS}?uuid=paused` } },
    });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each(['fields=*', 'fields=**', 'fields=%2A', 'fields=*,!node&ignore_unknown_fields=true'])(
    'returns all fields for %s',
    async (query) => {
      const { body } = await gateway.get(`${JOBS}?uuid=running&${query}`);
      expect(body.records).toEqual([
        {
          uuid: 'east~running',
          description: '',
          state: 'running',
          message: 'Working',
          code: 0,
          start_time: '2026-01-02T03:04:05+00:00',
          svm: { name: 'svm1', uuid: 'u1' },
          _links: { self: { href: `${JOBS}/east~running` } },
        },
      ]);
    },
  );

  it.each([
    ['fields=state,code', ['uuid', 'state', 'code', '_links']],
    ['fields=svm.%7Bname%7D', ['uuid', 'svm', '_links']],
    ['fields=*,!message,!uuid,!svm,!start_time', ['uuid', 'description', 'state', 'code', '_links']],
    ['fields=state,surprise&ignore_unknown_fields=true', ['uuid', 'state', '_links']],
  ])('returns the fields in %s', async (query, members) => {
    const { body } = await gateway.get(`${JOBS}?uuid=running&${query}`);
    expect(Object.keys(body.records[0])).toEqual(members);
  });

  it.each([
    ['state=failure', ['cancelled', 'failure', 'partial']],
    ['state=success', ['success', 'warning']],
    ['state=running', ['odd', 'running']],
    ['state=%21success', ['cancelled', 'failure', 'odd', 'partial', 'paused', 'queued', 'running']],
    ['state=queued%7Cpaused', ['paused', 'queued']],
    ['code=90', ['failure']],
    ['code=%3E0', ['failure']],
    ['message=*volume', ['failure']],
    ['message=Part*', ['partial']],
    ['description=create_lun', ['warning']],
    ['description=%22POST%20/api/one%22', ['queued']],
    ['error.code=90', ['failure']],
    ['error.message=*such*', ['failure']],
    ['error.code=0', ['cancelled', 'partial']],
    ['svm.name=svm1', ['running']],
    ['svm.uuid=!null', ['running']],
    ['node.name=n*', ['paused']],
    ['start_time=2026-01-02T03:04:05Z', ['running']],
    ['start_time=2026-01-02T08:34:05%2B05:30', ['running']],
    ['start_time=%3E2026-01-02T03:04:05Z', []],
    ['end_time=%21null', ['success']],
    ['uuid=east~paused', ['paused']],
    ['uuid=east~paused|um1~*', ['cancelled', 'partial', 'paused', 'warning']],
    ['uuid=paused|cancelled', ['cancelled', 'paused']],
    ['uuid=um1~*', ['cancelled', 'partial', 'warning']],
    ['state=failure&code=90', ['failure']],
  ])('filters by %s', async (query, expected) => {
    expect(await uuids(query)).toEqual(expected);
  });

  it('returns all jobs in order through next links', async () => {
    const seen: string[] = [];
    let next: string | undefined = `${JOBS}?max_records=2&order_by=uuid%20desc&fields=state&state=failure|success`;
    while (next !== undefined) {
      const { body, headers }: TestAnswer = await gateway.get(next);
      seen.push(...body.records.map(({ uuid }: { uuid: string }) => uuid));
      next = body._links.next?.href;
      expect(next ?? JOBS).toMatch(/^\/api\/cluster\/jobs/);
      expect(headers.get('link')).toBe(next === undefined ? null : `<${next}>; rel="next"`);
    }
    expect(seen).toEqual(['um1~warning', 'um1~partial', 'um1~cancelled', 'east~success', 'east~failure']);
  });

  it('counts all matches without records', async () => {
    const { body } = await gateway.get(`${JOBS}?return_records=false&state=failure&max_records=1`);
    expect(body).toEqual({ num_records: 3, _links: { self: { href: expect.stringContaining(JOBS) } } });
  });

  it.each(['return_timeout=0', 'return_timeout=120', 'return_records=TRUE', 'max_records=1000000'])(
    'accepts %s',
    async (query) => {
      expect(await uuids(query)).toHaveLength(9);
    },
  );

  it.each([
    JOBS,
    `${JOBS}?fields=*`,
    `${JOBS}?fields=*&max_records=2`,
    `${JOBS}?uuid=paused`,
    `${JOBS}?uuid=nothing`,
    `${JOBS}?fields=error`,
    `${JOBS}?return_records=false`,
    `${JOBS}/east~failure`,
  ])('indents the response for pretty=true: %s', async (path) => {
    const { body, text } = await gateway.get(`${path}${path.includes('?') ? '&' : '?'}pretty=true`);
    expect(text).toBe(JSON.stringify(body, undefined, 2));
    const { body: plain } = await gateway.get(path);
    expect({ ...body, _links: undefined }).toEqual({ ...plain, _links: undefined });
  });

  it('accepts any login, because there is no authentication yet', async () => {
    const authorization = `Basic ${Buffer.from('admin:anything').toString('base64')}`;
    expect((await gateway.request('GET', JOBS, { headers: { authorization } })).status).toBe(200);
  });

  it.each([
    ['surprise=1', '400 262179 surprise'],
    ['source.name=east', '400 262179 source.name'],
    ['action=cancel', '400 262179 action'],
    ['state=running&state=queued', '400 262188 state'],
    ['state=', '400 262177 state'],
    ['state=exploded', '400 262197 state'],
    ['state=warning', '400 262197 state'],
    ['code=many', '400 262197 code'],
    ['uuid=east~paused|running', '400 262197 uuid'],
    ['uuid=!east~paused|running', '400 262197 uuid'],
    ['start_time=yesterday', '400 262197 start_time'],
    ['fields=surprise', '400 262197 fields'],
    ['fields=native_id', '400 262197 fields'],
    ['order_by=surprise', '400 262197 order_by'],
    ['max_records=0', '400 262197 max_records'],
    ['max_records=-1', '400 262197 max_records'],
    ['return_timeout=121', '400 262197 return_timeout'],
    ['return_records=perhaps', '400 262197 return_records'],
    ['start=abc', '400 262197 start'],
  ])('rejects ?%s like ONTAP', async (query, expected) => {
    expect(errorOf(await gateway.get(`${JOBS}?${query}`))).toBe(expected);
  });

  it('rejects the cursor of another list', async () => {
    const { body } = await gateway.get(`${JOBS}?max_records=1&state=failure`);
    const start = new URL(body._links.next.href, gateway.url).searchParams.get('start');
    expect(errorOf(await gateway.get(`${JOBS}?max_records=1&start=${start}`))).toBe('400 262197 start');
  });
});

describe('GET /api/cluster/jobs/{uuid}', () => {
  beforeEach(start);
  afterEach(() => gateway.close());

  it.each(['east~failure', 'failure'])('returns all fields of %s', async (id) => {
    await fill();
    const { body, status } = await gateway.get(`${JOBS}/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      uuid: 'east~failure',
      description: '',
      state: 'failure',
      message: 'no such volume',
      code: 90,
      error: { message: 'no such volume', code: '90', arguments: [] },
      _links: { self: { href: `${JOBS}/east~failure` } },
    });
  });

  it('returns the selected fields', async () => {
    await fill();
    const { body } = await gateway.get(`${JOBS}/running?fields=message,state,error&return_timeout=15`);
    expect(body).toEqual({
      uuid: 'east~running',
      state: 'running',
      message: 'Working',
      _links: { self: { href: `${JOBS}/east~running` } },
    });
  });

  it('fetches an unknown job from its source, once', async () => {
    east.add(UUID);
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.get(`${JOBS}/east~${UUID}`)));
    expect(answers.map(({ body }) => body.state)).toEqual(Array.from({ length: 5 }, () => 'running'));
    expect(east.calls.filter((call) => call.startsWith('get'))).toEqual([`get ${UUID}`]);
    expect(west.calls.filter((call) => call.startsWith('get'))).toEqual([]);
  });

  it('fetches an unknown UUID from all ONTAP sources, once, and caches the result', async () => {
    west.add(UUID, { state: 'paused' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => gateway.get(`${JOBS}/${UUID}`)));
    expect(answers.map(({ body }) => body.uuid)).toEqual(Array.from({ length: 5 }, () => `west~${UUID}`));
    for (let again = 0; again < 3; again += 1) {
      expect(errorOf(await gateway.get(`${JOBS}/${OTHER}`))).toBe('404 4 uuid');
    }
    for (const cluster of [east, west]) {
      expect(cluster.calls.filter((call) => call.startsWith('get'))).toEqual([`get ${UUID}`, `get ${OTHER}`]);
    }
    expect(um1.calls.filter((call) => call.startsWith('get'))).toEqual([]);
  });

  it('finds a UUID although another source fails, but returns no 404 then', async () => {
    west.add(UUID);
    east.fault = new BackendError('unreachable', 'connect ECONNREFUSED');
    expect((await gateway.get(`${JOBS}/${UUID}`)).body.uuid).toBe(`west~${UUID}`);
    expect((await gateway.get(`${JOBS}/${OTHER}`)).status).toBe(502);
  });

  it('lists the candidates for a UUID that several sources have', async () => {
    east.add(UUID);
    west.add(UUID);
    const { body, status } = await gateway.get(`${JOBS}/${UUID}`);
    expect([status, body.error.code, body.candidates]).toEqual([409, '1', [`east~${UUID}`, `west~${UUID}`]]);
    expect((await gateway.get(`${JOBS}/${UUID}`)).status).toBe(409);
  });

  it.each(['not-a-uuid', 'b5145e1d', 'a%2Fb', 'east~', 'EAST~x', '*', 'a%7Cb', `${UUID}0`, 'nowhere~x'])(
    'returns 404 for %s without a lookup',
    async (id) => {
      const { body, status } = await gateway.get(`${JOBS}/${id}`);
      expect([status, body.error.code]).toEqual([404, expect.stringMatching(/^[24]$/)]);
      for (const backend of [east, west, um1]) expect(backend.calls.join()).not.toMatch(/get/);
    },
  );

  it('rejects filters, like ONTAP', async () => {
    await fill();
    expect(errorOf(await gateway.get(`${JOBS}/running?state=running`))).toBe('400 262179 state');
  });

  it('still returns the outcome of a job that ONTAP has deleted', async () => {
    await fill();
    east.jobs.clear();
    await gateway.poll('east');
    expect((await gateway.get(`${JOBS}/success`)).body.state).toBe('success');
    expect((await gateway.get(`${JOBS}/running`)).body).toMatchObject({
      state: 'failure',
      message: expect.stringMatching(/not seen/),
    });
  });
});

describe('PATCH /api/cluster/jobs/{uuid}', () => {
  beforeEach(start);
  afterEach(() => gateway.close());

  it.each(['east~running', 'running'])('sends the action for %s once and returns {}', async (id) => {
    await fill();
    const { body, status } = await gateway.patch(`${JOBS}/${id}?action=pause&return_timeout=30`);
    expect([status, body]).toEqual([200, {}]);
    expect(east.calls.filter((call) => call.startsWith('pause'))).toEqual(['pause running']);
    expect((await gateway.get(`${JOBS}/${id}?fields=state`)).body.state).toBe('paused');
  });

  it('returns 200 even if the job does not show the action yet', async () => {
    await fill();
    east.onAction = (job) => job;
    const headers = { 'content-type': 'application/json' };
    const answer = await gateway.request('PATCH', `${JOBS}/running?action=cancel`, { headers, body: '{}' });
    expect([answer.status, answer.text]).toEqual([200, '{}']);
  });

  it('acts on a job that was not in the view yet', async () => {
    west.add(UUID);
    expect((await gateway.patch(`${JOBS}/${UUID}?action=pause`)).status).toBe(200);
    expect(west.jobs.get(UUID)?.state).toBe('paused');
  });

  it.each([
    ['success?action=cancel', '409 458762 action'],
    ['running?action=resume', '409 458771 action'],
    ['paused?action=pause', '409 458776 action'],
    ['um1~partial?action=cancel', '405 458784 action'],
    ['um1~partial?action=pause', '405 458783 action'],
    ['nothing-of-the-kind?action=cancel', '404 4 uuid'],
    [`${UUID}?action=cancel`, '404 4 uuid'],
    ['running?action=explode', '400 262197 action'],
    ['running', '400 262197 action'],
    ['running?action=pause&state=running', '400 262179 state'],
    ['a%2F..?action=cancel', '404 2 uuid'],
    ['?action=cancel', '400 262185 undefined'],
    ['/?action=cancel', '400 2 undefined'],
  ])('rejects %s with %s and sends nothing', async (path, expected) => {
    await fill();
    expect(errorOf(await gateway.patch(`${JOBS}/${path}`))).toBe(expected);
    expect([...east.calls, ...um1.calls].join()).not.toMatch(/pause|resume|cancel /);
  });

  it.each([
    [new BackendError('refused', 'no', { refusal: 'unsupported', backendCode: '458783' }), '405 458783 action'],
    [new BackendError('refused', 'no', { refusal: 'conflict', backendCode: '458776' }), '409 458776 action'],
    [new BackendError('refused', "entry doesn't exist", { refusal: 'gone', backendCode: '4' }), '404 4 uuid'],
    [new BackendError('failed', 'custom error', { backendCode: '459753' }), '502 459753 undefined'],
    [new BackendError('throttled', 'later', { backendCode: '458773' }), '503 458773 undefined'],
    [new BackendError('outcome_unknown', 'socket hang up'), '504 262145 undefined'],
  ])("returns the backend's error code (%s)", async (fault, expected) => {
    await fill();
    east.faults.act = fault;
    expect(errorOf(await gateway.patch(`${JOBS}/running?action=pause`))).toBe(expected);
  });

  it.each(['%2e%2e', '..', '.', '%2E', '%252e%252e'])('rejects the id %s', async (id) => {
    await fill();
    const head = `PATCH ${JOBS}/${id}?action=cancel HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n`;
    expect(await gateway.raw(head)).toMatch(/^HTTP\/1.1 404 .*"code":"2"/s);
    expect(east.calls.join()).not.toMatch(/cancel/);
  });

  it('rejects a body with content', async () => {
    await fill();
    const init = { headers: { 'content-type': 'application/json' }, body: '{"state":"success"}' };
    expect(errorOf(await gateway.request('PATCH', `${JOBS}/running?action=pause`, init))).toMatch(/^400 262199/);
    expect(east.calls).not.toContain('pause running');
  });
});

describe('PATCH /api/cluster/jobs', () => {
  beforeEach(start);
  afterEach(() => gateway.close());

  it('acts on all matching jobs and on no others', async () => {
    for (const number of [1, 2, 3]) east.add(`mine-${number}`, { description: 'nightly backup' });
    east.add('theirs', { description: 'weekly backup' });
    await gateway.poll('east');
    const { body, status } = await gateway.patch(`${JOBS}?description=nightly*&state=running&action=pause`);
    expect([status, body]).toEqual([200, { num_records: 3 }]);
    expect(east.calls.filter((call) => call.startsWith('pause')).sort()).toEqual(
      [1, 2, 3].map((n) => `pause mine-${n}`),
    );
  });

  it('returns the first refusal and the number of accepted jobs', async () => {
    await fill();
    const { body, status } = await gateway.patch(`${JOBS}?uuid=running|queued|success&action=cancel`);
    expect([status, body.num_records, body.error.code]).toEqual([409, 2, '458762']);
    expect(body.detail).toMatch(/^east~success: /);
  });

  it('returns 200 if no job matches', async () => {
    expect((await gateway.patch(`${JOBS}?state=paused&action=resume`)).body).toEqual({ num_records: 0 });
  });

  it.each(['action=cancel', 'action=cancel&return_timeout=0', '', 'state=running', 'state=running&action=explode'])(
    'sends nothing for ?%s',
    async (query) => {
      await fill();
      const { body, status } = await gateway.patch(`${JOBS}?${query}`);
      expect([status, body.type]).toEqual([400, expect.stringMatching(/unbounded-action|invalid-parameter/)]);
      expect(east.calls.join()).not.toMatch(/pause|resume|cancel /);
    },
  );
});
