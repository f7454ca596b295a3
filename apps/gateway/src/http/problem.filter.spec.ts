import { FakeAdapter } from '@gateway/testing/fake-adapter';

import { startGateway, type TestGateway } from '../../../../test/support/start-gateway.js';

describe('every error', () => {
  let gateway: TestGateway;
  const east = new FakeAdapter();

  beforeAll(async () => {
    gateway = await startGateway({ east });
  });
  afterAll(() => gateway.close());

  const raw = (head: string): Promise<string> => gateway.raw(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n{}`);
  const bodyOf = (response: string): unknown => JSON.parse(response.slice(response.indexOf('\r\n\r\n') + 4));

  it.each([
    ['GET', '/', 404, 'unknown-route', null],
    ['GET', '/api/job', 404, 'unknown-route', null],
    ['GET', '/API/jobs', 404, 'unknown-route', null],
    ['GET', '/api/sources/east/x', 404, 'unknown-route', null],
    ['GET', '/api/job/', 404, 'unknown-route', null],
    ['POST', '/api/jobs/', 405, 'method-not-allowed', 'GET, HEAD, PATCH'],
    ['DELETE', '/api/jobs/east~1', 405, 'method-not-allowed', 'GET, HEAD, PATCH'],
    ['POST', '/api/jobs', 405, 'method-not-allowed', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/api/sources/east', 405, 'method-not-allowed', 'GET, HEAD'],
    ['PATCH', '/api/jobs/summary', 405, 'method-not-allowed', 'GET, HEAD'],
    ['PUT', '/openapi.json', 405, 'method-not-allowed', 'GET, HEAD'],
  ])('%s %s is the problem %i', async (method, path, status, slug, allow) => {
    const response = await gateway.request(method, path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.body).toMatchObject({
      type: `/docs/errors#${slug}`,
      status,
      instance: path,
      request_id: response.headers.get('x-request-id'),
      error: { message: response.body.detail },
    });
  });

  it.each([
    ['a path with invalid percent-encoding', 'GET /api/jobs/%zz HTTP/1.1', 400, 'malformed-request'],
    ['data that is not HTTP', 'hello', 400, 'malformed-request'],
    ['headers that are too long', `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(40_000)}`, 431, 'headers-too-large'],
    [
      'an unsupported content type',
      'PATCH /api/jobs/a~b?action=pause HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Length: 2',
      415,
      '',
    ],
    [
      'an unreadable body for a method that does not exist',
      'PUT /api/jobs HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999',
      405,
      'method-not-allowed',
    ],
    [
      'an unsupported content type for a path that does not exist',
      'POST /api/nothing HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Length: 0',
      404,
      'unknown-route',
    ],
    [
      'a body that is too long',
      'PATCH /api/jobs/a~b HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 65537',
      413,
      '',
    ],
  ])('is a problem: %s', async (_case, head, status, slug) => {
    const response = await raw(head);
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(response).toMatch(/content-type: application\/problem\+json/i);
    expect(bodyOf(response)).toMatchObject({ status, type: expect.stringContaining(slug) });
  });

  it('has an empty body for HEAD', async () => {
    const { status, text } = await gateway.request('HEAD', '/api/jobs/east~never');
    expect([status, text]).toEqual([404, '']);
  });

  it('contains the path but never the query', async () => {
    const { body } = await gateway.get('/api/jobs?token=s3cret');
    expect(body.instance).toBe('/api/jobs');
    expect(JSON.stringify([body, ...gateway.lines])).not.toContain('s3cret');
  });

  it("has the caller's request id in the header, the body and the log", async () => {
    const response = await gateway.request('GET', '/api/nothing', { headers: { 'x-request-id': 'build-7_a.b' } });
    expect(response.headers.get('x-request-id')).toBe('build-7_a.b');
    expect(response.body.request_id).toBe('build-7_a.b');
    expect(gateway.lines).toContainEqual(
      expect.objectContaining({ request_id: 'build-7_a.b', msg: 'request rejected' }),
    );
  });

  it.each(['a b', '<script>', 'x'.repeat(65), 'é'])('has a generated request id instead of %s', async (given) => {
    const { headers } = await gateway.request('GET', '/health/live', { headers: { 'x-request-id': given } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('does not arise when the client disconnects within its body', async () => {
    const headers = 'Host: x\r\nContent-Type: application/json\r\nContent-Length: 9';
    await gateway.abandon(`PATCH /api/jobs/a~b?action=pause HTTP/1.1\r\n${headers}\r\n\r\n{`);
    expect((await gateway.get('/health/live')).status).toBe(200);
    expect(gateway.lines.filter(({ level }) => level === 50)).toEqual([]);
  });
});

describe('an internal error', () => {
  it('is 500 without a stack, and is logged with one', async () => {
    const east = new FakeAdapter();
    const gateway = await startGateway({ east });
    await gateway.poll('east');
    east.fault = new RangeError('a defect at 10.0.0.1');
    const { body, status, text } = await gateway.get('/api/jobs/east~new');
    expect(status).toBe(500);
    expect(body.type).toBe('/docs/errors#internal');
    expect(text).not.toMatch(/defect|10\.0\.0\.1|stack/);
    const { request_id } = body;
    const err = { type: 'RangeError', message: 'a defect at 10.0.0.1', stack: expect.stringContaining('.ts') };
    expect(gateway.lines).toContainEqual(expect.objectContaining({ level: 50, request_id, err }));
    await gateway.close();
  });
});

describe('every response', () => {
  it.each([
    ['/api/jobs', 'private, no-cache'],
    ['/api/sources', 'no-store'],
    ['/health/ready', 'no-store'],
    ['/openapi.json', 'no-store'],
    ['/nothing', 'no-store'],
    ['/docs/errors', null],
  ])('forbids content sniffing, and %s has the cache control %s', async (path, cacheControl) => {
    const gateway = await startGateway({ east: new FakeAdapter() });
    const { headers } = await gateway.get(path);
    await gateway.close();
    expect(headers.get('cache-control')).toBe(cacheControl);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('vary')).toBe('accept-encoding');
  });
});
