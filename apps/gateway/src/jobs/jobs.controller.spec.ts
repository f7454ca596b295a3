import { BackendError } from '@gateway/core';
import { FakeAdapter, obey } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

const IDS = (body: { readonly records: readonly { readonly id: string }[] }): string[] =>
  body.records.map(({ id }) => id);

describe('GET /api/jobs', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();
  const um1 = new FakeAdapter('unified-manager');

  beforeAll(async () => {
    for (let n = 1; n <= 5; n += 1) east.add(`job-${n}`, { submit_time: `2026-01-01T00:00:0${n}.000Z` });
    east.add('done', {
      state: 'success',
      submit_time: '2025-01-01T00:00:00.000Z',
      svm: { name: 'svm1' },
      message: 'Straße ΟΔΟΣ ﬁn',
    });
    um1.add('1:2', { state: 'failure', submit_time: '2026-01-01T00:00:09.000Z', node: { name: 'n1' } });
    gateway = await startGateway({ east, um1 });
    await gateway.poll('east', 'um1');
  });
  afterAll(() => gateway.close());

  it('lists jobs of all sources, newest first, with revision and watch link', async () => {
    const { body, headers, status } = await gateway.get('/api/jobs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(IDS(body)).toEqual(['um1~1:2', ...[5, 4, 3, 2, 1].map((n) => `east~job-${n}`), 'east~done']);
    expect(body).toMatchObject({ num_records: 7, total_records: 7, stale_sources: [], gaps: [] });
    expect(body.revision).toMatch(/^\d+-\d+$/);
    const watch = { href: `/api/jobs/watch?after=${body.revision}` };
    expect(body._links).toEqual({ self: { href: '/api/jobs' }, watch });
  });

  it.each([
    ['state=success|failure', ['um1~1:2', 'east~done']],
    ['source.name=um1', ['um1~1:2']],
    ['source.kind=unified-manager&state=running', []],
    ['svm.name=svm1', ['east~done']],
    ['node.name=n1', ['um1~1:2']],
    ['state=!running', ['um1~1:2', 'east~done']],
    ['svm.name=null&state=!running', ['um1~1:2']],
    ['submit_time=<2026-01-01T00:00:02Z', ['east~job-1', 'east~done']],
    ['submit_time=2026-01-01T00:00:04Z..2026-01-01T00:00:05Z', ['east~job-5', 'east~job-4']],
    ['native_id=*-1|1:*', ['um1~1:2', 'east~job-1']],
    ['submit_time=<-2h&source.name=um1', ['um1~1:2']],
    ['query=NOTHING', []],
    ['query=STRASSE', ['east~done']],
    [`query=${encodeURIComponent('straẞe*οδος FIN')}`, ['east~done']],
    ['state=running&order_by=native_id', ['east~job-1', 'east~job-2', 'east~job-3', 'east~job-4', 'east~job-5']],
    ['order_by=svm.name,source.name+desc,native_id+desc&max_records=3', ['east~done', 'um1~1:2', 'east~job-5'], 7],
  ])('returns the jobs for %s', async (query, ids, total = ids.length) => {
    const { body } = await gateway.get(`/api/jobs?${query}`);
    expect(IDS(body)).toEqual(ids);
    expect(body.total_records).toBe(total);
  });

  it('counts without records', async () => {
    const { body } = await gateway.get('/api/jobs?state=running&return_records=false');
    expect(body).toEqual({
      ...{ num_records: 5, total_records: 5, revision: expect.any(String), stale_sources: [], gaps: [] },
      _links: {
        self: { href: '/api/jobs?state=running&return_records=false' },
        watch: { href: `/api/jobs/watch?state=running&after=${body.revision}` },
      },
    });
  });

  it('can be read page by page in any order', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/api/jobs?order_by=state,native_id+desc&max_records=3&created_time=<now';
    while (path !== undefined) {
      const { body } = await gateway.get(path);
      expect(body.total_records).toBe(7);
      seen.push(...IDS(body));
      path = body._links.next?.href;
    }
    expect(seen).toEqual(['um1~1:2', ...[5, 4, 3, 2, 1].map((n) => `east~job-${n}`), 'east~done']);
  });

  it('returns each job once and the same total on every page', async () => {
    const pages: string[][] = [];
    let path: string | undefined = '/api/jobs?state=running&max_records=2';
    while (path !== undefined) {
      const { body } = await gateway.get(path);
      expect(body.total_records).toBe(5);
      pages.push(IDS(body));
      path = body._links.next?.href;
    }
    expect(pages).toEqual([['east~job-5', 'east~job-4'], ['east~job-3', 'east~job-2'], ['east~job-1']]);
  });

  it('continues at the same job if a newer job was inserted', async () => {
    const first = await gateway.get('/api/jobs?source.name=east&max_records=2');
    east.add('late', { submit_time: '2026-02-01T00:00:00.000Z' });
    await gateway.poll('east');
    const second = await gateway.get(first.body._links.next.href);
    expect(IDS(second.body)).toEqual(['east~job-3', 'east~job-2']);
    east.jobs.delete('late');
    await gateway.poll('east');
  });

  it('rejects the cursor of another list', async () => {
    const { body } = await gateway.get('/api/jobs?state=running&max_records=2');
    const cursor = new URL(body._links.next.href, gateway.url).searchParams.get('start');
    const { body: problem, status } = await gateway.get(`/api/jobs?state=success&start=${cursor}`);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ type: '/docs/errors#invalid-cursor', error: { target: 'start' } });
  });

  it('returns the selected fields, always with the id', async () => {
    const { body } = await gateway.get('/api/jobs?svm.name=svm1&fields=state,svm.name');
    expect(body.records).toEqual([{ id: 'east~done', state: 'success', svm: { name: 'svm1' } }]);
  });

  it('returns the same for a repeated query, and rejects an invalid one again', async () => {
    expect((await gateway.get('/api/jobs?state=success')).text).toBe(
      (await gateway.get('/api/jobs?state=success')).text,
    );
    expect((await gateway.get('/api/jobs?state=gone')).status).toBe(400);
    expect((await gateway.get('/api/jobs?state=gone')).status).toBe(400);
  });

  it('sends nothing to a backend', async () => {
    const before = east.calls.length;
    await gateway.get('/api/jobs');
    expect(east.calls.length).toBe(before);
  });
});

describe('GET /api/jobs/summary', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();
  const um1 = new FakeAdapter('unified-manager');

  beforeAll(async () => {
    east.add('a', { svm: { name: 'svm1' }, start_time: '2026-01-01T00:00:00.000Z' });
    east.add('b', { state: 'success' });
    east.add('summary');
    um1.add('c');
    gateway = await startGateway({ east, um1 });
    await gateway.poll('east', 'um1');
  });
  afterAll(() => gateway.close());

  it('counts by state by default', async () => {
    const { body, headers, status } = await gateway.get('/api/jobs/summary');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toEqual({
      groups: [
        { state: 'running', count: 3 },
        { state: 'success', count: 1 },
      ],
      ...{ total: 4, revision: expect.stringMatching(/^\d+-\d+$/), stale_sources: [], gaps: [] },
    });
  });

  it.each([
    [
      'group_by=state,source.name&state=running',
      [
        { state: 'running', 'source.name': 'east', count: 2 },
        { state: 'running', 'source.name': 'um1', count: 1 },
      ],
    ],
    ['group_by=svm.name&source.name=east', [{ 'svm.name': 'svm1', count: 1 }, { count: 2 }]],
    ['group_by=start_time&svm.name=*', [{ start_time: '2026-01-01T00:00:00.000Z', count: 1 }]],
    ['group_by=gone', [{ gone: false, count: 4 }]],
    ['native_id=nothing', []],
  ])('counts %s', async (query, groups) => {
    const { body } = await gateway.get(`/api/jobs/summary?${query}`);
    expect(body.groups).toEqual(groups);
    expect(body.total).toBe(groups.reduce((sum, { count }) => sum + count, 0));
  });

  it.each([
    ['group_by=svm', 'invalid-parameter', 'group_by'],
    ['interval=15', 'invalid-parameter', 'interval'],
    ['interval=0m', 'invalid-parameter', 'interval'],
    ['interval=367d', 'invalid-parameter', 'interval'],
    ['interval=1h&time=svm.name', 'invalid-parameter', 'time'],
    ['time=svm.name', 'invalid-parameter', 'time'],
    ['percentiles=code', 'invalid-parameter', 'percentiles'],
    ['percentiles=duration_seconds&group_by=duration_seconds', 'invalid-parameter', 'percentiles'],
    ['message_pattern=x', 'unknown-parameter', 'message_pattern'],
    ['group_by=state,state', 'invalid-parameter', 'group_by'],
    ['group_by=state,code,gone,id,type', 'invalid-parameter', 'group_by'],
    ['state=done', 'invalid-parameter', 'state'],
    ['order_by=state', 'unknown-parameter', 'order_by'],
    ['max_records=5', 'unknown-parameter', 'max_records'],
  ])('rejects %s with %s', async (query, slug, target) => {
    const { body, status } = await gateway.get(`/api/jobs/summary?${query}`);
    expect([status, body.type, body.error.target]).toEqual([400, `/docs/errors#${slug}`, target]);
  });

  it('counts by intervals of a time, with the percentiles of the durations', async () => {
    const ended = (minute: string, seconds: number) => ({
      state: 'failure' as const,
      start_time: '2026-01-01T00:00:00.000Z',
      end_time: `2026-01-01T00:${minute}.000Z`,
      error: { code: '7', message: `No space left in aggregate aggr${seconds}`, arguments: [] },
    });
    for (const [at, minute] of ['10:00', '14:59', '15:00'].entries()) east.add(`late-${at}`, ended(minute, at));
    await gateway.poll('east');
    const query = 'state=failure&group_by=message_pattern&interval=15m&time=end_time&percentiles=duration_seconds';
    const { body, status } = await gateway.get(`/api/jobs/summary?${query}`);
    const message_pattern = 'No space left in aggregate *';
    expect([status, body.groups, body.total]).toEqual([
      200,
      [
        {
          time: '2026-01-01T00:00:00.000Z',
          message_pattern,
          duration_seconds: { p50: 600, p95: 899, p99: 899 },
          count: 2,
        },
        {
          time: '2026-01-01T00:15:00.000Z',
          message_pattern,
          duration_seconds: { p50: 900, p95: 900, p99: 900 },
          count: 1,
        },
      ],
      3,
    ]);
    const { body: found } = await gateway.get(`/api/jobs?error.message=${encodeURIComponent(message_pattern)}`);
    expect(found.num_records).toBe(3);
  });

  it('is not a job, even if a native id is the word "summary"', async () => {
    expect((await gateway.get('/api/jobs/summary')).body.groups).toBeDefined();
    expect((await gateway.get('/api/jobs/east~summary')).body.id).toBe('east~summary');
  });

  it('lists stale sources', async () => {
    um1.fault = new BackendError('unauthorized', 'login refused');
    await gateway.poll('um1');
    const { body } = await gateway.get('/api/jobs/summary');
    expect(body.stale_sources).toMatchObject([{ name: 'um1', reason: 'unauthorized: login refused' }]);
    um1.fault = undefined;
  });
});

describe('a conditional request', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  const west = new FakeAdapter();

  beforeEach(async () => {
    east = new FakeAdapter();
    east.onAction = obey;
    for (const id of ['a', 'b', 'c']) east.add(id);
    west.fault = undefined;
    gateway = await startGateway({ east, west });
    await gateway.poll('east', 'west');
  });
  afterEach(() => gateway.close());

  const tagOf = async (path: string): Promise<string> => (await gateway.get(path)).headers.get('etag') ?? '';
  const getWithTag = (path: string, tag: string, method = 'GET') =>
    gateway.request(method, path, { headers: { 'if-none-match': tag } });

  it.each([
    '/api/jobs',
    '/api/jobs?state=running&max_records=1',
    '/api/jobs?return_records=false',
    '/api/jobs/summary',
    '/api/jobs/east~a',
    '/api/jobs/east~a?fields=state',
  ])('for %s returns 304 without a body while nothing changes', async (path) => {
    const first = await gateway.get(path);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"[^"]+"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    for (const condition of [tag, tag.slice(2), `"x", ${tag} , "y"`, '*']) {
      const { headers, status, text } = await getWithTag(path, condition);
      expect([status, text]).toEqual([304, '']);
      expect([headers.get('etag'), headers.get('cache-control'), headers.get('vary')]).toEqual([
        tag,
        'private, no-cache',
        'accept-encoding',
      ]);
      expect([headers.get('content-type'), headers.get('content-length')]).toEqual([null, null]);
    }
    for (const condition of ['"x"', 'W/"x"', tag.slice(0, -1), '', 'x*']) {
      expect((await getWithTag(path, condition)).status).toBe(200);
    }
  });

  it('returns 200 after a job has changed', async () => {
    const paths = ['/api/jobs', '/api/jobs/summary', '/api/jobs/east~a'];
    const tags = await Promise.all(paths.map(tagOf));
    const other = await tagOf('/api/jobs/east~b');
    east.add('a', { state: 'success' });
    await gateway.poll('east');
    for (const [at, path] of paths.entries()) expect((await getWithTag(path, tags[at] ?? '')).status).toBe(200);
    expect((await getWithTag('/api/jobs/east~b', other)).status).toBe(304);
  });

  it('returns 200 after a source has become stale, but not because data is older', async () => {
    const fresh = await tagOf('/api/jobs');
    west.fault = new BackendError('unauthorized', 'login refused');
    await gateway.poll('west');
    expect((await getWithTag('/api/jobs', fresh)).status).toBe(200);
    const stale = await tagOf('/api/jobs');
    await gateway.poll('west');
    expect((await getWithTag('/api/jobs', stale)).status).toBe(304);
  });

  it('has different tags for different requests', async () => {
    const paths = [
      '/api/jobs',
      '/api/jobs?max_records=2',
      '/api/jobs?fields=id',
      '/api/jobs/summary',
      '/api/jobs/summary?group_by=gone',
      '/api/jobs/east~a',
      '/api/jobs/east~a?fields=id',
    ];
    expect(new Set(await Promise.all(paths.map(tagOf))).size).toBe(paths.length);
  });

  it('with a relative time returns 200 as time passes', async () => {
    const path = '/api/jobs?created_time=>-2h';
    const tag = await tagOf(path);
    while (tag === (await tagOf(path)));
    expect((await getWithTag(path, tag)).status).toBe(200);
  });

  it('works with HEAD', async () => {
    for (const path of ['/api/jobs', '/api/jobs/summary', '/api/jobs/east~a']) {
      const { headers, status, text } = await gateway.request('HEAD', path);
      expect([status, text, headers.get('etag')]).toEqual([200, '', await tagOf(path)]);
      expect((await getWithTag(path, await tagOf(path), 'HEAD')).status).toBe(304);
    }
  });

  it('that is rejected has no tag', async () => {
    const { headers, status } = await getWithTag('/api/jobs?state=done', '*');
    expect([status, headers.get('etag'), headers.get('cache-control')]).toEqual([400, null, 'no-store']);
  });

  it('does not prevent an action', async () => {
    const { status } = await getWithTag('/api/jobs/east~a?action=pause', '*', 'PATCH');
    expect(status).toBe(200);
  });
});

describe('a list while a backend is down', () => {
  it('returns the known jobs and lists the source as stale', async () => {
    const [east, west] = [new FakeAdapter(), new FakeAdapter()];
    east.add('job-1');
    west.fault = new BackendError('unreachable', 'connect ECONNREFUSED');
    const gateway = await startGateway({ east, west });
    await gateway.poll('east', 'west');
    const { body, status } = await gateway.get('/api/jobs');
    expect(status).toBe(200);
    expect(IDS(body)).toEqual(['east~job-1']);
    expect(body.stale_sources).toEqual([{ name: 'west', reason: 'unreachable: connect ECONNREFUSED' }]);
    await gateway.close();
  });
});

describe('a gateway without its store', () => {
  it('still reads from memory, and returns 503 if something must be stored', async () => {
    const east = new FakeAdapter();
    east.add('job-1');
    const gateway = await startGateway({ east });
    await gateway.poll('east');
    await gateway.loseStore();
    east.add('new');
    expect(IDS((await gateway.get('/api/jobs')).body)).toEqual(['east~job-1']);
    expect((await gateway.get('/api/jobs/east~job-1')).status).toBe(200);
    const { body, headers, status } = await gateway.get('/api/jobs/east~new');
    expect([status, body.type, headers.get('retry-after')]).toEqual([503, '/docs/errors#store-unavailable', '5']);
    expect(gateway.lines.filter(({ level, err }) => level === 50 && err)).toEqual([]);
    await gateway.close();
  });
});

describe('GET /api/jobs/{id}', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let west: FakeAdapter;

  beforeEach(async () => {
    [east, west] = [new FakeAdapter(), new FakeAdapter('service-engine')];
    east.add('job-1', { svm: { name: 'svm1' } });
    east.add('twin');
    west.add('twin');
    gateway = await startGateway({ east, west });
    await gateway.poll('east', 'west');
    east.calls.length = 0;
  });
  afterEach(() => gateway.close());

  it('returns the job without a lookup at its backend', async () => {
    const { body, status } = await gateway.get('/api/jobs/east~job-1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'east~job-1',
      state: 'running',
      _links: { self: { href: '/api/jobs/east~job-1' } },
    });
    expect(east.calls).toEqual([]);
  });

  it('returns the selected fields', async () => {
    const { body } = await gateway.get('/api/jobs/east~job-1?fields=svm.name');
    expect(body).toEqual({ id: 'east~job-1', svm: { name: 'svm1' } });
  });

  it('rejects other parameters', async () => {
    const { body, status } = await gateway.get('/api/jobs/east~job-1?wiat=5');
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: '/docs/errors#unknown-parameter', error: { target: 'wiat' } });
  });

  it('finds the only job with a native id', async () => {
    expect((await gateway.get('/api/jobs/job-1')).body.id).toBe('east~job-1');
  });

  it('lists the candidates if several jobs have a native id', async () => {
    const { body, status } = await gateway.get('/api/jobs/twin');
    expect(status).toBe(409);
    expect(body.candidates).toEqual(['east~twin', 'west~twin']);
  });

  it.each(['/api/jobs/nobody', '/api/jobs/north~job-1'])('returns 404 for %s without a lookup', async (path) => {
    const { body, status } = await gateway.get(path);
    expect(status).toBe(404);
    expect(body).toMatchObject({ type: '/docs/errors#job-not-found', error: { code: '4', target: 'id' } });
    expect(east.calls).toEqual([]);
  });

  it('fetches an unknown job from its source once, and stores it', async () => {
    east.add('new');
    expect((await gateway.get('/api/jobs/east~new')).body).toMatchObject({ id: 'east~new', state: 'running' });
    expect((await gateway.get('/api/jobs/east~new')).status).toBe(200);
    expect(east.calls).toEqual(['get new']);
  });

  it('caches the result that a backend has no such job', async () => {
    expect((await gateway.get('/api/jobs/east~never')).status).toBe(404);
    expect((await gateway.get('/api/jobs/east~never')).status).toBe(404);
    expect(east.calls).toEqual(['get never']);
  });

  it.each([
    [new BackendError('unreachable', 'connect ECONNREFUSED'), 502, 'backend-unreachable', '262145'],
    [new BackendError('unauthorized', 'login refused', { status: 401 }), 502, 'backend-unauthorized', '6'],
    [new BackendError('malformed', 'not JSON'), 502, 'backend-malformed', '262145'],
    [new BackendError('failed', 'out of memory', { backendCode: '65541' }), 502, 'backend-failed', '65541'],
    [
      new BackendError('refused', 'not for you', { refusal: 'forbidden', backendCode: '6' }),
      502,
      'backend-refused',
      '6',
    ],
    [new BackendError('refused', 'no such entry', { refusal: 'gone' }), 404, 'job-not-found', '4'],
    [new BackendError('throttled', 'slow down', { retryAfterMs: 1_500 }), 503, 'backend-throttled', '7'],
  ])('converts %s to status %i', async (fault, status, slug, code) => {
    east.fault = fault;
    const answer = await gateway.get('/api/jobs/east~new');
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: `/docs/errors#${slug}`, error: { code } });
    expect(answer.headers.get('retry-after')).toBe(slug === 'backend-throttled' ? '2' : null);
    expect(gateway.lines.filter(({ level }) => level === 50)).toEqual([]);
  });
});

describe('a malformed id', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();

  beforeAll(async () => {
    gateway = await startGateway({ east });
    await gateway.poll('east');
    east.calls.length = 0;
  });
  afterAll(() => gateway.close());

  it.each([
    ['..', '..'],
    ['%2e%2e', '%2e%2e'],
    ['east~..', 'east~..'],
    ['east~%2E%2E', 'east~%2E%2E'],
    ['a star', '*'],
    ['a star of a source', 'east~*'],
    ['a bar', 'east~a%7Cb'],
    ['a raw bar', 'east~a|b'],
    ['a question mark', 'east~a%3Fb'],
    ['a hash', 'east~a%23b'],
    ['a slash', 'east~a%2Fb'],
    ['a space', 'east~a%20b'],
    ['a line break', 'east~a%0d%0ab'],
    ['a NUL', 'east~a%00'],
    ['no native id', 'east~'],
    ['no source', '~job-1'],
    ['an invalid source name', 'East~job-1'],
    ['one character too many', `east~${'a'.repeat(257)}`],
    ['far too many characters', `east~${'a'.repeat(4_000)}`],
    ['nothing', '/'],
  ])('is rejected and nothing is sent: %s', async (_case, id) => {
    for (const start of [`GET /api/jobs/${id}`, `PATCH /api/jobs/${id}?action=cancel`]) {
      const answer = await gateway.raw(`${start} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).toContain('/docs/errors#malformed-id');
    }
    expect(east.calls).toEqual([]);
  });
});

describe('a rejected action', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();
  const um1 = new FakeAdapter('unified-manager');

  beforeAll(async () => {
    east.add('running');
    east.add('paused', { state: 'paused' });
    east.add('ended', { state: 'success' });
    um1.add('running');
    gateway = await startGateway({ east, um1 });
    await gateway.poll('east', 'um1');
  });
  beforeEach(() => {
    east.calls.length = 0;
    um1.calls.length = 0;
  });
  afterAll(() => gateway.close());

  it.each([
    ['', 'invalid-parameter', 'action'],
    ['?action=', 'empty-parameter', 'action'],
    ['?action=stop', 'invalid-parameter', 'action'],
    ['?action=Cancel', 'invalid-parameter', 'action'],
    ['?action=cancel&action=cancel', 'duplicate-parameter', 'action'],
    ['?action=cancel&force=true', 'unknown-parameter', 'force'],
    ['?action=cancel&state=running', 'unknown-parameter', 'state'],
  ])('with query "%s" returns 400 and sends nothing', async (query, slug, target) => {
    const { body, status } = await gateway.patch(`/api/jobs/east~running${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: `/docs/errors#${slug}`, error: { target } });
    expect(east.calls).toEqual([]);
  });

  it.each(['{"state":"success"}', '[]', '"cancel"', 'null', '{', '{"__proto__":{}}'])(
    'with body %s returns 400 and sends nothing',
    async (body) => {
      const init = { body, headers: { 'content-type': 'application/json' } };
      const answer = await gateway.request('PATCH', '/api/jobs/east~running?action=cancel', init);
      expect(answer.status).toBe(400);
      expect(answer.body.type).toBe('/docs/errors#malformed-body');
      expect(east.calls).toEqual([]);
    },
  );

  it.each([
    ['/api/jobs?action=cancel', 'bulk-action'],
    ['/api/jobs?state=running&action=cancel', 'bulk-action'],
    ['/api/jobs/?action=cancel', 'bulk-action'],
  ])('without an id returns 400: %s', async (path, slug) => {
    const { body, status } = await gateway.patch(path);
    expect(status).toBe(400);
    expect(body.type).toBe(`/docs/errors#${slug}`);
    expect(east.calls).toEqual([]);
  });

  it.each([
    ['east~ended?action=cancel', 409, 'job-ended', '458762'],
    ['east~running?action=resume', 409, 'action-conflict', '458771'],
    ['east~paused?action=pause', 409, 'action-conflict', '458776'],
    ['um1~running?action=cancel', 405, 'unsupported-action', '458784'],
    ['um1~running?action=pause', 405, 'unsupported-action', '458783'],
    ['um1~running?action=resume', 405, 'unsupported-action', '458783'],
    ['east~never?action=cancel', 404, 'job-not-found', '4'],
  ])('for %s returns %i and sends nothing', async (path, status, slug, code) => {
    const answer = await gateway.patch(`/api/jobs/${path}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: `/docs/errors#${slug}`, error: { code } });
    expect(answer.headers.get('allow')).toBe(status === 405 ? 'GET' : null);
    expect([...east.calls, ...um1.calls].filter((call) => !call.startsWith('get '))).toEqual([]);
  });
});

describe('PATCH /api/jobs/{id}', () => {
  let gateway: TestGateway;
  let east: FakeAdapter;
  let um1: FakeAdapter;

  beforeEach(async () => {
    [east, um1] = [new FakeAdapter(), new FakeAdapter('unified-manager')];
    east.onAction = obey;
    east.add('running');
    east.add('paused', { state: 'paused' });
    east.add('ended', { state: 'success' });
    um1.add('running');
    gateway = await startGateway({ east, um1 });
    await gateway.poll('east', 'um1');
    east.calls.length = 0;
    um1.calls.length = 0;
  });
  afterEach(() => gateway.close());

  it.each([
    ['pause', 'running', 'paused'],
    ['resume', 'paused', 'running'],
    ['cancel', 'running', 'failure'],
  ])('%ss a job and returns 200 if the job shows it', async (action, job, state) => {
    const { body, status } = await gateway.patch(`/api/jobs/east~${job}?action=${action}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state, requested: { action, by: 'anonymous', outcome: 'done' } });
    expect(east.calls[0]).toBe(`${action} ${job}`);
    expect((await gateway.get(`/api/jobs/east~${job}`)).body).toEqual(body);
  });

  it('returns 202 if the backend accepted the action but the job does not show it', async () => {
    east.onAction = (job) => job;
    const { body, status } = await gateway.patch('/api/jobs/east~running?action=cancel');
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'running', requested: { action: 'cancel', outcome: 'accepted' } });
  });

  it('accepts a native id and an empty object as body', async () => {
    const init = { headers: { 'content-type': 'application/json' } };
    expect((await gateway.request('PATCH', '/api/jobs/paused?action=resume', { ...init, body: '{}' })).status).toBe(
      200,
    );
    expect((await gateway.request('PATCH', '/api/jobs/paused?action=pause', { ...init, body: '' })).status).toBe(200);
  });

  it('acts on a job that was not in the view yet', async () => {
    east.add('new');
    expect((await gateway.patch('/api/jobs/east~new?action=pause')).status).toBe(200);
  });

  it('returns 410 with the last known record if the job is gone', async () => {
    east.jobs.delete('ended');
    await gateway.poll('east');
    const { body, status } = await gateway.patch('/api/jobs/east~ended?action=cancel');
    expect(status).toBe(410);
    expect(body).toMatchObject({
      type: '/docs/errors#job-gone',
      job: { id: 'east~ended', state: 'success', gone: true },
    });
  });

  it.each([
    [
      new BackendError('refused', 'cannot be cancelled', { refusal: 'unsupported', backendCode: '458784' }),
      405,
      '458784',
    ],
    [new BackendError('refused', 'has ended', { refusal: 'conflict', backendCode: '458762' }), 409, '458762'],
    [new BackendError('refused', 'no such entry', { refusal: 'gone', backendCode: '4' }), 410, '4'],
    [new BackendError('refused', 'not authorized', { refusal: 'forbidden', backendCode: '6' }), 502, '6'],
    [new BackendError('throttled', 'job manager not initialised', { backendCode: '458773' }), 503, '458773'],
    [new BackendError('failed', 'custom', { backendCode: '459753' }), 502, '459753'],
    [new BackendError('unauthorized', 'login refused'), 502, '6'],
    [new BackendError('unreachable', 'connect ECONNREFUSED'), 502, '262145'],
    [new BackendError('malformed', 'a page of a proxy'), 504, '262145'],
    [new BackendError('outcome_unknown', 'the answer was lost'), 504, '262145'],
  ])('sends the action once and converts %s to status %i', async (fault, status, code) => {
    east.faults.act = fault;
    const answer = await gateway.patch('/api/jobs/east~running?action=cancel');
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.detail).toContain(fault.message);
    expect(answer.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
    expect(answer.headers.get('allow')).toBe(status === 405 ? 'GET' : null);
    expect(answer.body.job?.id).toBe(status === 410 ? 'east~running' : undefined);
    expect(east.calls.filter((call) => call === 'cancel running')).toHaveLength(1);
  });

  it('reports an unknown outcome, and the final one after the next poll', async () => {
    east.faults.act = new BackendError('outcome_unknown', 'the answer was lost');
    expect((await gateway.patch('/api/jobs/east~running?action=pause')).body.detail).toMatch(/^outcome unknown/);
    expect((await gateway.get('/api/jobs/east~running')).body.requested.outcome).toBe('unknown');
    east.add('running', { state: 'paused' });
    await gateway.poll('east');
    expect((await gateway.get('/api/jobs/east~running')).body.requested.outcome).toBe('done');
  });
});
